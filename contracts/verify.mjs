// Says whether the code at an address is what artifacts/NAME.input.json compiles to: what a block explorer does with that file,
// done by whoever doubts. Needs nothing but the file, npm's solc and a node: node verify.mjs NAME ADDRESS RPC
// Exit code 0: it is; 1: it is not; 2: it could not be found out.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const solc = createRequire(import.meta.url)('solc')

function compile(name) {
  const input = JSON.parse(readFileSync(new URL(`artifacts/${name}.input.json`, import.meta.url), 'utf8'))
  const file = `src/${name}.sol`
  input.settings.outputSelection = { [file]: { [name]: ['evm.deployedBytecode'] } }
  const output = JSON.parse(solc.compile(JSON.stringify(input)))
  const errors = (output.errors ?? []).filter(e => e.severity === 'error')
  if (errors.length) throw new Error(errors.map(e => e.formattedMessage).join('\n'))
  const { object, immutableReferences } = output.contracts[file][name].evm.deployedBytecode
  return { code: Buffer.from(object, 'hex'), immutables: Object.values(immutableReferences ?? {}).flat() }
}

async function codeAt(address, rpc) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getCode', params: [address, 'latest'] })
  const answer = await fetch(rpc, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: AbortSignal.timeout(30_000),
  })
  const { result, error } = await answer.json()
  if (error || !/^0x([0-9a-f]{2})*$/i.test(result)) throw new Error(`the node answers ${JSON.stringify(error ?? result)}`)
  return Buffer.from(result.slice(2), 'hex')
}

// Values that the constructor put there (the chain's id and what follows from it) are zero in what the compiler gives.
function same(compiled, deployed, immutables) {
  if (compiled.length !== deployed.length) return false
  const masked = Buffer.from(deployed)
  for (const { start, length } of immutables) masked.fill(0, start, start + length)
  return masked.equals(compiled)
}

const [name, address, rpc] = process.argv.slice(2)
if (!/^(Anchor|Carnet)$/.test(name) || !/^0x[0-9a-fA-F]{40}$/.test(address) || !rpc) {
  console.error('usage: node contracts/verify.mjs Anchor|Carnet 0xADDRESS RPC-URL')
  process.exit(2)
}
try {
  const deployed = await codeAt(address, rpc)
  if (deployed.length === 0) {
    console.log(`${address} has no code on this chain`)
    process.exit(1)
  }
  const { code, immutables } = compile(name)
  const yes = same(code, deployed, immutables)
  console.log(`${address} is ${yes ? '' : 'not '}${name}: ${deployed.length} bytes; solc ${solc.version()} makes ${code.length}`)
  process.exitCode = yes ? 0 : 1
} catch (e) {
  console.error(`verify: ${e.cause?.message ?? e.message}`)
  process.exitCode = 2
}
