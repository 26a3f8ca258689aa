import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { optionsOf } from '../src/options'
import { type Message, send, signed } from '../src/standard'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const message = { id: 'sale_1', type: 'order.paid', data: { order: '1', receipt_ref: 'CANARY', receipt: {} } } as unknown as Message

test("signs as Standard Webhooks' own example", () => {
  const headers = signed('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}')
  assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
})

test('tells a refusal from an absence, and waits for five seconds', async (context) => {
  const server = createServer((request, response) => {
    const status = Number(request.url!.slice(1))
    if (status) response.writeHead(status, { location: '/200' }).end('x') // 0: no answer at all
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.after(() => (server.closeAllConnections(), server.close()))
  const { port } = server.address() as AddressInfo
  const to = (path: string) => send({ url: `http://127.0.0.1:${port}/${path}`, secret, days: 7 }, message)
  for (const [path, outcome] of [['200', 'told'], ['401', 'refused'], ['404', 'refused'], ['429', 'away'], ['503', 'away'], ['302', 'away']] as const) assert.equal((await to(path)).outcome, outcome, path)
  const began = Date.now()
  const late = await to('0')
  assert.deepEqual(late, { outcome: 'away', why: 'no answer in 5 seconds' })
  assert.ok(Date.now() - began < 7000)
  await new Promise((closed) => (server.close(closed), server.closeAllConnections()))
  assert.equal((await to('200')).outcome, 'away')
})

test('options are checked, and what is wrong is said', () => {
  const url = 'https://gateway.example/v1/hooks/shop1/standard'
  assert.deepEqual(optionsOf({ url, secret }), { url, secret, days: 7 })
  assert.deepEqual(optionsOf({ url: 'http://localhost:8080/v1/hooks/shop1/standard', secret, days: 2 }), { url: 'http://localhost:8080/v1/hooks/shop1/standard', secret, days: 2 })
  assert.equal(typeof optionsOf({ url: 'http://gateway:8080/v1/hooks/shop1/standard', secret, allowHttp: true }), 'object')
  for (const wrong of [undefined, {}, { url }, { secret }, { url: 'http://gateway.example/v1/hooks/shop1/standard', secret }, { url: 'https://gateway.example', secret }, { url, secret: 'whsec_short' }, { url, secret: secret.slice(6) }, { url, secret, days: 0 }])
    assert.match(String(optionsOf(wrong)), /must be/)
})
