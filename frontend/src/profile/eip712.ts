// Typed data (EIP-712): hashing for the messages of the Carnet contract, and for the demo wallet.
import { type Bytes, be, concat, keccak, unhex } from './bytes.ts'

export interface TypedField {
  name: string
  type: string
}
export interface TypedData {
  domain: Record<string, unknown>
  types: Record<string, TypedField[]>
  primaryType: string
  message: Record<string, unknown>
}

/** encodeType writes a struct type and those it refers to, sorted by name. */
export function encodeType(primary: string, types: Record<string, TypedField[]>): string {
  const found = new Set<string>()
  const walk = (name: string): void => {
    const base = name.replace(/(\[\d*\])+$/, '')
    if (found.has(base) || !types[base]) return
    found.add(base)
    for (const f of types[base]) walk(f.type)
  }
  walk(primary)
  found.delete(primary)
  return [primary, ...[...found].sort()].map((n) => `${n}(${types[n]!.map((f) => `${f.type} ${f.name}`).join(',')})`).join('')
}

const hashStruct = (name: string, value: Record<string, unknown>, types: Record<string, TypedField[]>): Bytes =>
  keccak(keccak(encodeType(name, types)), ...types[name]!.map((f) => encodeValue(f.type, value[f.name], types)))

function encodeValue(type: string, value: unknown, types: Record<string, TypedField[]>): Bytes {
  if (value === undefined || value === null) throw new Error(`no value for a field of type ${type}`)
  const array = /^(.*)\[(\d*)\]$/.exec(type)
  if (array) {
    if (!Array.isArray(value) || (array[2] !== '' && value.length !== Number(array[2]))) throw new Error(`not a list of ${type}`)
    return keccak(...value.map((v) => encodeValue(array[1]!, v, types)))
  }
  if (types[type]) return hashStruct(type, value as Record<string, unknown>, types)
  if (type === 'string') return keccak(String(value))
  if (type === 'bytes') return keccak(unhex(String(value)))
  if (type === 'bool') return be(value === true ? 1n : 0n, 32)
  if (type === 'address') return word(unhex(String(value)), 20, 'left')
  const fixed = /^bytes(\d+)$/.exec(type)
  if (fixed) return word(unhex(String(value)), Number(fixed[1]), 'right')
  const int = /^(u?)int(\d+)$/.exec(type)
  if (int) return integer(BigInt(value as string | number | bigint), Number(int[2]), int[1] === 'u')
  throw new Error(`unknown type ${type}`)
}

function word(b: Uint8Array, size: number, side: 'left' | 'right'): Bytes {
  if (b.length !== size) throw new Error(`value of ${b.length} bytes, not ${size}`)
  const zero = new Uint8Array(32 - size)
  return side === 'left' ? concat(zero, b) : concat(b, zero)
}

function integer(n: bigint, bits: number, unsigned: boolean): Bytes {
  const [low, high] = unsigned ? [0n, 1n << BigInt(bits)] : [-(1n << BigInt(bits - 1)), 1n << BigInt(bits - 1)]
  if (n < low || n >= high) throw new Error(`number out of range of ${bits} bits`)
  return be(BigInt.asUintN(256, n), 32)
}

const domainTypes: TypedField[] = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
]

/** hashTypedData is the digest that eth_signTypedData_v4 signs. */
export function hashTypedData(d: TypedData): Bytes {
  const EIP712Domain = domainTypes.filter((f) => d.domain[f.name] !== undefined)
  const types: Record<string, TypedField[]> = { ...d.types, EIP712Domain }
  if (!types[d.primaryType]) throw new Error(`no type ${d.primaryType}`)
  return keccak(new Uint8Array([0x19, 0x01]), hashStruct('EIP712Domain', d.domain, types), hashStruct(d.primaryType, d.message, types))
}

const domain = (chainId: number, carnet: string): Record<string, unknown> => ({ name: 'Carnet', version: '1', chainId, verifyingContract: carnet })

/** setScribe lets the scribe key move the head of a carnet; signed by its owner. */
export const setScribe = (chainId: number, carnet: string, id: string, scribe: string, nonce: number): TypedData => ({
  domain: domain(chainId, carnet),
  types: { SetScribe: [{ name: 'id', type: 'uint256' }, { name: 'scribe', type: 'address' }, { name: 'nonce', type: 'uint32' }] },
  primaryType: 'SetScribe',
  message: { id, scribe, nonce },
})

/** setHead moves the head of a carnet from prev to head; signed by its owner or scribe. */
export const setHead = (chainId: number, carnet: string, id: string, prev: string, head: string, seq: number): TypedData => ({
  domain: domain(chainId, carnet),
  types: {
    SetHead: [
      { name: 'id', type: 'uint256' },
      { name: 'prev', type: 'bytes24' },
      { name: 'head', type: 'bytes24' },
      { name: 'seq', type: 'uint32' },
    ],
  },
  primaryType: 'SetHead',
  message: { id, prev, head, seq },
})
