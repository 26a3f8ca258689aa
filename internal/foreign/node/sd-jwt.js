// A shop's verifier and a shopper's wallet made of @sd-jwt/sd-jwt-vc. It answers questions of TestSDJWTLibrary, one line of JSON each: keys,
// status lists and type metadata come over HTTP from where the receipt says. Reads standard input to its end.
import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'

const p256 = { name: 'ECDSA', namedCurve: 'P-256' }
const es256 = { name: 'ECDSA', hash: 'SHA-256' }
const bytes = (s) => Buffer.from(s, 'base64url')
const part = (jws, i) => JSON.parse(bytes(jws.split('.')[i]).toString())

async function json(url) {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return answer.json()
}

async function verifyWith(jwk, data, signature) {
  const key = await crypto.subtle.importKey('jwk', { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, p256, false, ['verify'])
  return crypto.subtle.verify(es256, key, bytes(signature), Buffer.from(data))
}

// The issuer's keys as SD-JWT VC has them published: /.well-known/jwt-vc-issuer is put between host and path of iss.
async function issuerKeys(iss) {
  const at = new URL(iss)
  const metadata = await json(`${at.origin}/.well-known/jwt-vc-issuer${at.pathname}`)
  if (metadata.issuer !== iss) throw new Error('metadata of another issuer')
  return metadata.jwks.keys
}

function instance(token, { holder, type } = {}) {
  const keys = issuerKeys(part(token, 1).iss)
  const verifier = async (data, signature) => {
    const { alg, kid } = part(data, 0)
    const key = (await keys).find((k) => k.kid === kid)
    return alg === 'ES256' && key !== undefined && verifyWith(key, data, signature)
  }
  return new SDJwtVcInstance({
    hasher: (data, alg) => createHash(alg.replace('-', '')).update(typeof data === 'string' ? data : new Uint8Array(data)).digest(),
    hashAlg: 'sha-256',
    verifier,
    kbVerifier: (data, signature, payload) => verifyWith(payload.cnf.jwk, data, signature),
    kbSignAlg: 'ES256',
    kbSigner: async (data) => {
      const key = await crypto.subtle.importKey('jwk', holder, p256, false, ['sign'])
      return Buffer.from(await crypto.subtle.sign(es256, key, Buffer.from(data))).toString('base64url')
    },
    loadTypeMetadataFormat: type !== undefined,
    vctFetcher: (vct) => json(`${type}/types/${vct}`),
  })
}

const ask = {
  async verify({ token, nonce, aud, now, type, required }) {
    const header = part(token, 0)
    if (header.typ !== 'dc+sd-jwt') throw new Error(`typ ${header.typ}`)
    const options = { keyBindingNonce: nonce, currentDate: now, requiredClaimKeys: required }
    const { payload, kb, typeMetadata } = await instance(token, { type }).verify(token, options)
    if (aud !== undefined && kb.payload.aud !== aud) throw new Error('for another audience')
    return { payload, type: typeMetadata?.mergedTypeMetadata }
  },
  async present({ token, frame, nonce, aud, now, holder }) {
    return { token: await instance(token, { holder }).present(token, frame, { kb: { payload: { iat: now, aud, nonce } } }) }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line)
  const answer = await ask[question.ask](question).catch((e) => ({ error: String(e.message ?? e) }))
  process.stdout.write(JSON.stringify(answer) + '\n')
}
