// Compiles src/ and writes artifacts/NAME.json and artifacts/NAME.input.json, and beside the Go code that uses it the
// creation code of what is never deployed: the probe, and the accounts of the Go tests. With --check, compares instead.
// A fresh clone needs neither node nor this file: the artifacts and the Go bindings made from them are committed.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const here = dirname(fileURLToPath(import.meta.url))
const contracts = ['Anchor', 'Carnet', 'AccountProbe']
const testAccounts = ['KeyAccount', 'KeyAccountFactory', 'OtherKeyAccount', 'HostileAccount', 'YesAccount', 'AnyFactory']

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
function standardInput(file) {
  const sources = {}
  const visit = path => {
    if (sources[path]) return
    const content = read(path)
    sources[path] = { content }
    for (const [, from] of content.matchAll(/^\s*import\s[^;]*?"([^"]+)"\s*;/gm)) {
      visit(from.startsWith('.') ? join(dirname(path), from) : from)
    }
  }
  visit(file)
  const sorted = Object.fromEntries(Object.keys(sources).sort().map(path => [path, sources[path]]))
  return { language: 'Solidity', sources: sorted, settings }
}

function compile(solc, file, name, input) {
  const outputSelection = { [file]: { [name]: ['abi', 'evm.bytecode', 'evm.deployedBytecode'] } }
  const output = JSON.parse(solc.compile(JSON.stringify({ ...input, settings: { ...settings, outputSelection } })))
  // Our own sources compile without a warning; a library's warnings are its own.
  const grave = (output.errors ?? []).filter(e => e.severity === 'error' || /^(src|test)\//.test(e.sourceLocation?.file))
  if (grave.length) throw new Error(grave.map(e => e.formattedMessage).join('\n'))
  const { abi, evm } = output.contracts[file][name]
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
const files = {}
for (const name of contracts) {
  const file = `src/${name}.sol`
  const input = standardInput(file)
  files[`artifacts/${name}.json`] = json(compile(solc, file, name, input))
  files[`artifacts/${name}.input.json`] = json(input)
}
files['../internal/wallet/probe.hex'] = JSON.parse(files['artifacts/AccountProbe.json']).bytecode + '\n'
const accounts = standardInput('test/Accounts.sol')
files['../internal/chain/accounts/testdata/accounts.json'] =
  json(Object.fromEntries(testAccounts.map(name => [name, compile(solc, 'test/Accounts.sol', name, accounts).bytecode])))

let stale = 0
for (const [path, text] of Object.entries(files)) {
  if (!check) {
    mkdirSync(dirname(join(here, path)), { recursive: true })
    writeFileSync(join(here, path), text)
    continue
  }
  let old = ''
  try { old = readFileSync(join(here, path), 'utf8') } catch {}
  if (old === text) continue
  console.error(`${join('contracts', path)} does not follow from the sources: run npm --prefix contracts run generate`)
  stale++
}
if (stale) process.exit(1)
if (check) console.log(`artifacts of ${contracts.join(', ')} and the test accounts are fresh (solc ${solc.version()})`)
