// Compiles src/ and writes artifacts/NAME.json and artifacts/NAME.input.json; with --check, compares instead.
// A fresh clone needs neither node nor this file: the artifacts and the Go bindings made from them are committed.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const here = dirname(fileURLToPath(import.meta.url))
const contracts = ['Anchor', 'Carnet']

// The same as in foundry.toml, with the reasons there.
const settings = {
  evmVersion: 'prague',
  viaIR: true,
  optimizer: { enabled: true, runs: 500 },
  metadata: { bytecodeHash: 'none' },
}

const read = path => readFileSync(join(here, path.startsWith('@') ? join('node_modules', path) : path), 'utf8')
const sha256 = text => createHash('sha256').update(text).digest('hex')
const json = value => JSON.stringify(value, null, 2) + '\n'

// Standard JSON of one contract with every import it reaches: what a block explorer asks for to verify the source.
function standardInput(name) {
  const sources = {}
  const visit = path => {
    if (sources[path]) return
    const content = read(path)
    sources[path] = { content }
    for (const [, from] of content.matchAll(/^\s*import\s[^;]*?"([^"]+)"\s*;/gm)) {
      visit(from.startsWith('.') ? join(dirname(path), from) : from)
    }
  }
  visit(`src/${name}.sol`)
  const sorted = Object.fromEntries(Object.keys(sources).sort().map(path => [path, sources[path]]))
  return { language: 'Solidity', sources: sorted, settings }
}

function compile(solc, name, input) {
  const outputSelection = { [`src/${name}.sol`]: { [name]: ['abi', 'evm.bytecode', 'evm.deployedBytecode'] } }
  const output = JSON.parse(solc.compile(JSON.stringify({ ...input, settings: { ...settings, outputSelection } })))
  // Our own sources compile without a warning; a library's warnings are its own.
  const grave = (output.errors ?? []).filter(e => e.severity === 'error' || e.sourceLocation?.file.startsWith('src/'))
  if (grave.length) throw new Error(grave.map(e => e.formattedMessage).join('\n'))
  const { abi, evm } = output.contracts[`src/${name}.sol`][name]
  return {
    contract: name,
    compiler: solc.version(),
    evmVersion: settings.evmVersion,
    settings,
    sources: Object.fromEntries(Object.entries(input.sources).map(([path, s]) => [path, sha256(s.content)])),
    abi,
    bytecode: '0x' + evm.bytecode.object,
    deployedBytecode: '0x' + evm.deployedBytecode.object,
  }
}

const check = process.argv.includes('--check')
const solc = require('solc')
mkdirSync(join(here, 'artifacts'), { recursive: true })
let stale = 0
for (const name of contracts) {
  const input = standardInput(name)
  const files = { [`artifacts/${name}.json`]: json(compile(solc, name, input)), [`artifacts/${name}.input.json`]: json(input) }
  for (const [path, text] of Object.entries(files)) {
    if (!check) {
      writeFileSync(join(here, path), text)
      continue
    }
    let old = ''
    try { old = readFileSync(join(here, path), 'utf8') } catch {}
    if (old === text) continue
    console.error(`contracts/${path} does not follow from the sources: run npm --prefix contracts run generate`)
    stale++
  }
}
if (stale) process.exit(1)
if (check) console.log(`artifacts of ${contracts.join(' and ')} are fresh (solc ${solc.version()})`)
