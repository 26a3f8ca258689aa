// The same vectors as internal/profile: a disagreement between Go and TypeScript fails here, not at a shopper's.
import { readFileSync } from 'node:fs'
import { base64 } from '@scure/base'
import { p256 } from '@noble/curves/nist.js'
import { describe, expect, test } from 'vitest'
import { b64u, hex, text, unb64u, unhex, utf8 } from '../src/profile/bytes.ts'
import { claimCode, parseClaimCode, parseRecoveryCode, showClaimCode, showRecoveryCode } from '../src/profile/codes.ts'
import { headOf, openIndex, sealIndex } from '../src/profile/index.ts'
import { type Jwk, RootKey, claimKeys, pointOf, publicJwk, recipientOf, thumbprint, verifyEs256 } from '../src/profile/keys.ts'
import { boxId, keyringBox, unwrap, wrap } from '../src/profile/keyring.ts'
import { type Proof, leafOf, verifyProof, verifyPromise } from '../src/profile/proof.ts'
import { signRequest } from '../src/profile/rfc9421.ts'
import { open, parseSealed, printSealed, seal } from '../src/profile/sealed.ts'
import { schemaOrg } from '../src/profile/schemaorg.ts'
import { type Receipt, choose, present, verifyPresentation, verifyReceipt } from '../src/profile/sdjwt.ts'
import { addressOf } from '../src/profile/secp256k1.ts'
import { openStatusList, refundedAt } from '../src/profile/status.ts'

const { fixed, made } = JSON.parse(readFileSync(new URL('../../testdata/profile/vectors.json', import.meta.url), 'utf8'))
const bare = (j: Jwk): unknown => ({ kty: j.kty, crv: j.crv, x: j.x, y: j.y })

describe('keys of the vault', () => {
  const root = new RootKey(unhex(fixed.keys.root))
  test('the scribe', () => {
    expect(hex(root.scribe())).toBe(fixed.keys.scribe_private)
    expect(addressOf(root.scribe())).toBe(fixed.keys.scribe_address)
  })
  test.each(fixed.keys.generations as Record<string, never>[])('index of generation $gen', (v: Record<string, never>) => {
    expect(hex(root.indexKey(v['gen']!))).toBe(v['index_key'])
    expect(hex(root.indexBox(v['gen']!))).toBe(v['box_key'])
    expect(boxId(root.indexBox(v['gen']!))).toBe(v['box_id'])
  })
  test.each(fixed.keys.shops as Record<string, string>[])('shop $sector, generation $gen', async (v: Record<string, string>) => {
    const sector = v['sector']!
    expect(root.identity(sector, Number(v['gen']))).toBe(v['identity'])
    expect(await recipientOf(v['identity']!)).toBe(v['recipient'])
    expect(hex(root.holder(sector))).toBe(v['holder_private'])
    expect(publicJwk(root.holder(sector))).toEqual(bare(v['holder_jwk'] as unknown as Jwk))
    expect(b64u(thumbprint(publicJwk(root.holder(sector))))).toBe(v['holder_thumbprint'])
    expect(hex(root.login(sector))).toBe(v['login_private'])
    expect(addressOf(root.login(sector))).toBe(v['login_address'])
  })
  test('the box of a copy', () => {
    expect(hex(root.copyBox(fixed.keys.copy.receipt_id))).toBe(fixed.keys.copy.box_key)
    expect(boxId(root.copyBox(fixed.keys.copy.receipt_id))).toBe(fixed.keys.copy.box_id)
  })
})

describe('claim codes', () => {
  const code = unhex(fixed.claim.code)
  test('are written in groups and read as people type them', () => {
    expect(claimCode(code)).toBe(fixed.claim.compact)
    expect(showClaimCode(code)).toBe(fixed.claim.text)
    expect(hex(parseClaimCode(fixed.claim.text.toLowerCase().replaceAll('-', ' ').replaceAll('1', 'l').replaceAll('0', 'o')))).toBe(fixed.claim.code)
  })
  test('lead to the same keys', async () => {
    const k = claimKeys(code)
    expect(k.id).toBe(fixed.claim.id)
    expect(k.identity).toBe(fixed.claim.identity)
    expect(await recipientOf(k.identity)).toBe(fixed.claim.recipient)
    expect(hex(k.holder)).toBe(fixed.claim.holder_private)
    expect(publicJwk(k.holder)).toEqual(bare(fixed.claim.holder_jwk))
  })
  test.each(['', 'U' + fixed.claim.compact.slice(1), fixed.claim.compact.slice(1), fixed.claim.compact.slice(0, 25) + '1'])('refuse %j', (s: string) => {
    expect(() => parseClaimCode(s)).toThrow()
  })
})

describe('keyring', () => {
  const v = fixed.keyring
  const [w, c] = [unhex(v.w), unhex(v.c)]
  test('wraps to the same bytes and opens', async () => {
    expect(await wrap('wc', w, c, unhex(v.root), unb64u(v.salt), unb64u(v.iv))).toEqual({ kind: 'wc', salt: v.salt, iv: v.iv, ct: v.ct })
    expect(hex(await unwrap({ kind: 'wc', salt: v.salt, iv: v.iv, ct: v.ct }, w, c))).toBe(v.root)
  })
  test('refuses swapped factors and another kind', async () => {
    await expect(unwrap({ kind: 'wc', salt: v.salt, iv: v.iv, ct: v.ct }, c, w)).rejects.toThrow('do not open')
    await expect(unwrap({ kind: 'wp', salt: v.salt, iv: v.iv, ct: v.ct }, w, c)).rejects.toThrow('do not open')
  })
  test('lies in boxes found by wallet and by code', () => {
    expect(hex(keyringBox('w', w))).toBe(v.box_w.key)
    expect(boxId(keyringBox('w', w))).toBe(v.box_w.id)
    expect(hex(keyringBox('c', c))).toBe(v.box_c.key)
    expect(boxId(keyringBox('c', c))).toBe(v.box_c.id)
  })
  test('recovery code is written and read the same, and notices a slip', () => {
    const shown = fixed.recovery.text ?? fixed.recovery.shown ?? showRecoveryCode(unhex(fixed.recovery.code))
    expect(Object.values(fixed.recovery)).toContain(showRecoveryCode(unhex(fixed.recovery.code)))
    expect(hex(parseRecoveryCode(shown))).toBe(fixed.recovery.code)
    expect(() => parseRecoveryCode(shown.replace('4', '5'))).toThrow('check')
  })
})

describe('receipts', () => {
  const v = made.receipt
  const keys = made.issuer.jwks.keys as Jwk[]
  test('verify and say the same', () => {
    expect(verifyReceipt(v.sd_jwt, made.issuer.iss, keys).claims).toEqual(v.claims)
    expect(hex(leafOf(unb64u(v.salt), v.sd_jwt))).toBe(v.leaf)
    expect(hex(leafOf(unb64u(fixed.leaf.salt), fixed.leaf.sd_jwt))).toBe(fixed.leaf.leaf)
  })
  test('every changed byte of the signed part is refused', () => {
    const jwt = v.sd_jwt.split('~')[0] as string
    const rest = v.sd_jwt.slice(jwt.length)
    for (let i = 0; i < jwt.length; i += 7) {
      if (jwt[i] === '.') continue
      const other = jwt.slice(0, i) + (jwt[i] === 'A' ? 'B' : 'A') + jwt.slice(i + 1)
      expect(() => verifyReceipt(other + rest, made.issuer.iss, keys), `byte ${i}`).toThrow()
    }
  })
  test('a foreign, doubled or changed disclosure is refused', () => {
    const foreign = b64u(utf8('["c2FsdHNhbHRzYWx0c2FsdA","total",1]'))
    const parts = (v.sd_jwt as string).split('~')
    expect(() => verifyReceipt(v.sd_jwt + foreign + '~', made.issuer.iss, keys)).toThrow('not signed')
    expect(() => verifyReceipt(v.sd_jwt + parts[1] + '~', made.issuer.iss, keys)).toThrow('twice')
    expect(() => verifyReceipt(v.sd_jwt.slice(0, -1), made.issuer.iss, keys)).toThrow()
    expect(() => verifyReceipt(v.sd_jwt, made.issuer.iss + 'x', keys)).toThrow('signed as')
    expect(() => verifyReceipt(v.sd_jwt, made.issuer.iss, [])).toThrow('does not publish')
  })
  test('sealed by Go, opened here', async () => {
    const s = made.sealed
    const object = base64.decode(s.object)
    const sealed = parseSealed(object)
    expect(sealed.epoch).toBe(s.epoch)
    expect(sealed.check).toBe(s.check)
    expect(hex(sealed.leaf)).toBe(v.leaf)
    expect(printSealed(sealed)).toEqual(new Uint8Array(object))
    const opened = await open(sealed.age, new RootKey(unhex(s.root)).identity(s.sector, s.gen))
    expect(opened.sdJwt).toBe(v.sd_jwt)
    expect(b64u(opened.salt)).toBe(v.salt)
    await expect(open(sealed.age, new RootKey(unhex(s.root)).identity(s.sector, s.gen + 1))).rejects.toThrow('does not open')
  })
  test('sealed here, opened here', async () => {
    const identity = new RootKey(unhex(made.sealed.root)).identity('shop.example', 9)
    const age = await seal(v.sd_jwt, unb64u(v.salt), await recipientOf(identity))
    expect((await open(age, identity)).sdJwt).toBe(v.sd_jwt)
  })
})

describe('proofs and promises', () => {
  test.each(fixed.tree.proofs as Proof[])('leaf $index leads to the root', (p) => {
    verifyProof(p, unhex(p.leaf))
    expect(() => verifyProof({ ...p, index: (p.index + 1) % p.size }, unhex(p.leaf))).toThrow()
    expect(() => verifyProof({ ...p, size: p.size * 2 }, unhex(p.leaf))).toThrow()
    expect(() => verifyProof({ ...p, path: p.path.slice(1) }, unhex(p.leaf))).toThrow()
    expect(() => verifyProof(p, new Uint8Array(32))).toThrow('another receipt')
    p.path.forEach((_, i) => {
      const path = p.path.map((s, j) => (i === j ? s.replace(/^./, (c) => (c === '0' ? '1' : '0')) : s))
      expect(() => verifyProof({ ...p, path }, unhex(p.leaf))).toThrow('does not lead')
    })
  })
  test('a promise of Go verifies here', () => {
    expect(verifyPromise(made.promise.token, made.issuer.jwks.keys[0])).toEqual(made.promise.payload)
    expect(() => verifyPromise(made.promise.token.replace(/.$/, (c: string) => (c === 'A' ? 'Q' : 'A')), made.issuer.jwks.keys[0])).toThrow()
  })
})

describe('signed requests', () => {
  const holder = new RootKey(unhex(fixed.keys.root)).holder(fixed.keys.shops[0].sector)
  test.each(made.requests as Record<string, string>[])('$method $target', (r: Record<string, string>) => {
    const body = r['body'] ? utf8(r['body']) : null
    const headers = signRequest(r['method']!, r['target']!, body, holder, Number(r['created']))
    expect(headers['Signature-Input']).toBe(r['signature_input'])
    expect(headers['Content-Digest'] ?? '').toBe(r['content_digest'])
    const jwk = publicJwk(holder)
    for (const s of [headers['Signature']!, r['signature']!])
      expect(verifyEs256(new Uint8Array(base64.decode(s.slice('carnet=:'.length, -1))), utf8(r['base']!), jwk)).toBe(true)
  })
})

describe('presentations', () => {
  const v = made.presentation
  const keys = made.issuer.jwks.keys as Jwk[]
  test('of Go verify here and show the same', () => {
    expect(verifyPresentation(v.token, made.issuer.iss, keys, v.audience, v.nonce).claims).toEqual(v.claims)
    expect(() => verifyPresentation(v.token, made.issuer.iss, keys, 'shop-3', v.nonce)).toThrow('another question')
  })
  test('choosing the same claims shows the same bytes', () => {
    const shown = v.token.slice(0, v.token.lastIndexOf('~') + 1)
    const names = new Set(Object.keys(v.claims))
    const wanted = (v.claims.lines as { n: number }[]).map((l) => l.n)
    const choice = { claims: names, line: (i: number) => wanted.includes(made.receipt.claims.lines[i].n) }
    expect(choose(made.receipt.sd_jwt, choice)).toBe(shown)
    const holder = new RootKey(unhex(made.sealed.root)).holder(made.sealed.sector)
    const mine = present(made.receipt.sd_jwt, choice, holder, v.audience, v.nonce, v.now)
    expect(verifyPresentation(mine, made.issuer.iss, keys, v.audience, v.nonce).claims).toEqual(v.claims)
  })
  test('without the holder, or with one more disclosure, are refused', () => {
    const other = present(made.receipt.sd_jwt, { claims: new Set(['total']), line: () => false }, p256.utils.randomSecretKey(), v.audience, v.nonce, v.now)
    expect(() => verifyPresentation(other, made.issuer.iss, keys, v.audience, v.nonce)).toThrow('holder')
    const extra = (made.receipt.sd_jwt as string).split('~').find((d, i) => i > 0 && d && !v.token.includes(d))!
    const cut = v.token.lastIndexOf('~') + 1
    expect(() => verifyPresentation(v.token.slice(0, cut) + extra + '~' + v.token.slice(cut), made.issuer.iss, keys, v.audience, v.nonce)).toThrow('other contents')
  })
})

describe('status lists', () => {
  const v = made.status
  const keys = made.issuer.jwks.keys as Jwk[]
  test('of Go open here, at the place that the receipt names', async () => {
    const { status } = verifyReceipt(made.receipt.sd_jwt, made.issuer.iss, keys).payload
    expect(status!.status_list).toEqual({ uri: v.uri, idx: v.idx })
    const list = await openStatusList(v.token, v.uri, keys, v.now)
    expect([refundedAt(list, v.idx), refundedAt(list, v.idx + 1), refundedAt(list, v.idx - 1), refundedAt(list, list.length * 4)]).toEqual(['partly', 'no', 'no', 'unknown'])
  })
  test('have the bits of the draft', () => {
    const list = new Uint8Array([0xc9, 0x44, 0xf9])
    expect(Array.from({ length: 12 }, (_, i) => refundedAt(list, i))).toEqual(
      [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3].map((n) => ['no', 'yes', 'unknown', 'partly'][n]),
    )
  })
  test('of another shop, another place, another day, or changed, are refused', async () => {
    const other = { ...publicJwk(p256.utils.randomSecretKey()) }
    await expect(openStatusList(v.token, v.uri, [other], v.now)).rejects.toThrow('not signed')
    await expect(openStatusList(v.token, v.uri + '0', keys, v.now)).rejects.toThrow('another list')
    await expect(openStatusList(v.token, v.uri, keys, v.now + 86_400)).rejects.toThrow('out of date')
    await expect(openStatusList(made.promise.token, v.uri, keys, v.now)).rejects.toThrow('signed with')
    for (let i = 0; i < v.token.length; i += 5) {
      const changed = v.token.slice(0, i) + (v.token[i] === 'A' ? 'B' : 'A') + v.token.slice(i + 1)
      await expect(openStatusList(changed, v.uri, keys, v.now), `byte ${i}`).rejects.toThrow()
    }
  })
})

test.each(fixed.schema_org as { claims: Receipt; seller: string; iss: string; json_ld: unknown }[])('receipt $claims.kind in the schema.org vocabulary', (v) => {
  expect(schemaOrg(v.claims, v.seller, v.iss)).toEqual(v.json_ld)
})

describe('index', () => {
  const v = made.index
  test('of Go opens here', async () => {
    const key = unhex(v.key)
    const box = new Uint8Array(base64.decode(v.box))
    expect(JSON.stringify(await openIndex(box, key))).toBe(v.plaintext.trimEnd())
    expect(hex(headOf(box))).toBe(v.head)
    box[20]! ^= 1
    await expect(openIndex(box, key)).rejects.toThrow()
  })
  test('seals to the same bytes under the same nonce', async () => {
    const box = new Uint8Array(base64.decode(v.box))
    expect(base64.encode(await sealIndex(JSON.parse(v.plaintext), unhex(v.key), box.slice(0, 12)))).toBe(v.box)
  })
  test('head of known bytes', () => expect(hex(headOf(utf8(fixed.index_head.box)))).toBe(fixed.index_head.head))
})

test('keys that are not on the curve are refused', () => {
  const k = publicJwk(p256.utils.randomSecretKey())
  expect(() => pointOf({ ...k, x: b64u(new Uint8Array(32)) })).toThrow()
  expect(() => pointOf({ ...k, crv: 'P-384' })).toThrow()
  expect(text(utf8('é'))).toBe('é')
})
