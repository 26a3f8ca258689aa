// A WalletConnect relay for the tests: it keeps sealed messages by topic and hands them on. It can read none of them.
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

interface Message {
  topic: string
  message: string
  publishedAt: number
  tag: number
}
type Send = (text: string) => void

export class Relay {
  url = ''
  readonly #topics = new Map<string, { subscribers: Set<Send>; kept: Message[] }>()
  #server: Server | undefined
  #next = 1

  async start(): Promise<void> {
    this.#server = createServer()
    new WebSocketServer({ server: this.#server }).on('connection', (socket) => {
      const send: Send = (text) => socket.send(text)
      socket.on('message', (data) => this.receive(String(data), send))
    })
    await new Promise<void>((done) => this.#server!.listen(0, '127.0.0.1', () => done()))
    this.url = `ws://127.0.0.1:${(this.#server.address() as { port: number }).port}`
  }
  stop(): void {
    this.#server?.closeAllConnections()
    this.#server?.close()
  }

  #topic(topic: string): { subscribers: Set<Send>; kept: Message[] } {
    const t = this.#topics.get(topic) ?? { subscribers: new Set<Send>(), kept: [] }
    this.#topics.set(topic, t)
    return t
  }
  #publish(topic: string, message: string, tag: number, from: Send): void {
    const t = this.#topic(topic)
    const m = { topic, message, publishedAt: Date.now(), tag }
    const others = [...t.subscribers].filter((s) => s !== from)
    if (others.length === 0) t.kept.push(m)
    for (const s of others) this.#push(m, s)
  }
  #push(data: Message, to: Send): void {
    to(JSON.stringify({ id: Date.now() * 1000 + this.#next++, jsonrpc: '2.0', method: 'irn_subscription', params: { id: data.topic, data } }))
  }
  #subscribe(topic: string, who: Send): string {
    const t = this.#topic(topic)
    t.subscribers.add(who)
    for (const m of t.kept.splice(0)) setTimeout(() => this.#push(m, who))
    return topic
  }

  receive(text: string, send: Send): void {
    const { id, method, params: p } = JSON.parse(text) as { id: number; method?: string; params: { topic: string; topics: string[]; message: string; tag: number; pairingTopic: string; sessionTopic: string; sessionProposal: string; sessionProposalResponse: string; sessionSettlementRequest: string } }
    if (!method) return // an acknowledgement
    const answer = (result: unknown): void => send(JSON.stringify({ id, jsonrpc: '2.0', result }))
    switch (method) {
      case 'irn_subscribe':
        return answer(this.#subscribe(p.topic, send))
      case 'irn_batchSubscribe':
        return answer(p.topics.map((t) => this.#subscribe(t, send)))
      case 'irn_unsubscribe':
        this.#topic(p.topic).subscribers.delete(send)
        return answer(true)
      case 'irn_publish':
        answer(true)
        return this.#publish(p.topic, p.message, p.tag, send)
      case 'irn_fetchMessages':
      case 'irn_batchFetchMessages':
        return answer({ messages: [], hasMore: false })
      // The two steps of a session in one call each: the relay publishes and subscribes for the caller.
      case 'wc_proposeSession':
        this.#subscribe(p.pairingTopic, send)
        answer(true)
        return this.#publish(p.pairingTopic, p.sessionProposal, 1100, send)
      case 'wc_approveSession':
        this.#subscribe(p.sessionTopic, send)
        answer(true)
        this.#publish(p.sessionTopic, p.sessionSettlementRequest, 1102, send)
        return this.#publish(p.pairingTopic, p.sessionProposalResponse, 1101, send)
      default:
        send(JSON.stringify({ id, jsonrpc: '2.0', error: { code: -32601, message: method } }))
    }
  }
}
