// Reading the chain by JSON-RPC: roots of epochs, the carnet's head and scribe. The vault sends no transaction itself.
import { type Bytes, be, concat, hex, hex0x, keccak, unhex, utf8 } from '../../src/profile/bytes.ts'
import { Trouble, postJson } from './http.ts'

interface Log {
  data: string
  blockNumber: string
  removed?: boolean
}

const selector = (signature: string): Bytes => keccak(utf8(signature)).slice(0, 4)
const anchored = hex0x(keccak(utf8('Anchored(address,uint64,bytes32,bytes24)')))

export interface Carnet {
  owner: string
  head: string // 0x, 24 bytes
  seq: number
  time: number
}

export class Chain {
  readonly rpc: string
  readonly id: number
  constructor(rpc: string, id: number) {
    this.rpc = rpc
    this.id = id
  }

  async #call<R>(method: string, params: unknown[]): Promise<R> {
    const a = await postJson<{ result?: R; error?: { message: string } }>(this.rpc, { jsonrpc: '2.0', id: 1, method, params })
    if (a.error || a.result === undefined) throw new Trouble('chain', 0, `the chain answered ${a.error?.message ?? 'nothing'} to ${method}`)
    return a.result
  }

  async #read(contract: string, data: Bytes): Promise<Bytes> {
    return unhex(await this.#call<string>('eth_call', [{ to: contract, data: hex0x(data) }, 'latest']))
  }

  /** rootAt finds the root that an issuer anchored for an epoch: null if none. block is a hint that is checked. */
  async rootAt(contract: string, issuer: string, epoch: number, block: number): Promise<{ root: Bytes; time: Date } | null> {
    const topics = [anchored, hex0x(concat(new Uint8Array(12), unhex(issuer))), hex0x(be(BigInt(epoch), 32))]
    const at = '0x' + block.toString(16)
    const logs = await this.#call<Log[]>('eth_getLogs', [{ address: contract, topics, fromBlock: at, toBlock: at }])
    const log = logs.find((l) => !l.removed)
    if (!log) return null
    const head = await this.#call<{ timestamp: string } | null>('eth_getBlockByNumber', [log.blockNumber, false])
    return { root: unhex(log.data).slice(0, 32), time: new Date(Number(head?.timestamp ?? 0) * 1000) }
  }

  async carnetOf(contract: string, id: string): Promise<Carnet> {
    const b = await this.#read(contract, concat(selector('carnetOf(uint256)'), be(BigInt(id), 32)))
    return {
      owner: hex0x(b.slice(12, 32)),
      head: hex0x(b.slice(32, 56)),
      seq: Number(BigInt('0x' + hex(b.slice(64, 96)))),
      time: Number(BigInt('0x' + hex(b.slice(96, 128)))),
    }
  }

  async scribeOf(contract: string, id: string): Promise<{ scribe: string; nonce: number }> {
    const b = await this.#read(contract, concat(selector('scribeOf(uint256)'), be(BigInt(id), 32)))
    return { scribe: hex0x(b.slice(12, 32)), nonce: Number(BigInt('0x' + hex(b.slice(32, 64)))) }
  }
}
