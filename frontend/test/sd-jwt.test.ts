// What the vault shows, read by @sd-jwt/core, which nobody here wrote, and the other way round. The receipt is one that the gateway's own code issued.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { SDJwtInstance } from '@sd-jwt/core'
import { describe, expect, test } from 'vitest'
import { type Bytes, b64u, unb64u, unhex, utf8 } from '../src/profile/bytes.ts'
import { type Jwk, RootKey, es256, thumbprint, verifyEs256 } from '../src/profile/keys.ts'
import { present, verifyPresentation } from '../src/profile/sdjwt.ts'

const { made } = JSON.parse(readFileSync(new URL('../../testdata/profile/vectors.json', import.meta.url), 'utf8'))
const keys = made.issuer.jwks.keys as Jwk[]
const holder = new RootKey(unhex(made.sealed.root)).holder(made.sealed.sector)
const [aud, nonce, iat] = ['shop-2', 'bm9uY2Utbm9uY2Utbm9uY2U', 1767225600]

type Claims = { total: number; lines: { name: string }[]; cnf: { jwk: Jwk }; [claim: string]: unknown }

const library = new SDJwtInstance<Claims>({
  hasher: (data) => new Uint8Array(createHash('sha256').update(typeof data === 'string' ? data : new Uint8Array(data)).digest()),
  verifier: (data, signature) => {
    const { kid } = JSON.parse(Buffer.from(data.split('.')[0]!, 'base64url').toString()) as { kid: string }
    const key = keys.find((k) => b64u(thumbprint(k)) === kid)
    return Promise.resolve(key !== undefined && verifyEs256(unb64u(signature), utf8(data), key))
  },
  kbVerifier: (data, signature, payload) => Promise.resolve(verifyEs256(unb64u(signature), utf8(data), (payload as unknown as Claims).cnf.jwk)),
  kbSignAlg: 'ES256',
  kbSigner: (data) => Promise.resolve(b64u(es256(utf8(data), holder as Bytes))),
})
const read = (token: string, n = nonce): ReturnType<typeof library.verify> => library.verify(token, { keyBindingNonce: n, currentDate: iat })

const mine = present(made.receipt.sd_jwt, { claims: new Set(['total', 'lines']), line: (i) => i === 1 }, holder, aud, nonce, iat)

describe('an independent library', () => {
  test('reads what the vault shows, and no more', async () => {
    const { payload: shown, kb } = await read(mine)
    const payload = shown as Claims
    expect(kb!.payload).toMatchObject({ aud, nonce, iat })
    expect([payload.total, payload.lines]).toEqual([made.receipt.claims.total, [made.receipt.claims.lines[1]]])
    expect(Object.keys(payload).sort()).toEqual(['cnf', 'iss', 'lines', 'status', 'total', 'vct'])
  })
  test('makes what the vault’s own reader accepts', async () => {
    const theirs = await library.present(made.receipt.sd_jwt, { total: true, lines: { 1: true } } as never, { kb: { payload: { iat, aud, nonce } } })
    expect(verifyPresentation(theirs, made.issuer.iss, keys, aud, nonce).claims).toEqual(verifyPresentation(mine, made.issuer.iss, keys, aud, nonce).claims)
  })
  const parts = mine.split('~')
  const flip = (s: string, at: number): string => s.slice(0, at) + (s[at] === 'A' ? 'B' : 'A') + s.slice(at + 1)
  const put = (i: number, s: string): string => parts.map((p, j) => (i === j ? s : p)).join('~')
  const last = parts.length - 1
  test.each([
    ['a changed receipt', put(0, flip(parts[0]!, 300))],
    ['a changed disclosure', put(1, flip(parts[1]!, 30))],
    ['a disclosure less', parts.filter((_, i) => i !== 1).join('~')],
    ['another key binding', put(last, flip(parts[last]!, 60))],
    ['no key binding', put(last, '')],
  ])('and the vault’s reader both refuse %s', async (_, bad) => {
    await expect(read(bad)).rejects.toThrow()
    expect(() => verifyPresentation(bad, made.issuer.iss, keys, aud, nonce)).toThrow()
  })
  test('refuses another request', async () => {
    await expect(read(mine, 'another')).rejects.toThrow()
  })
})
