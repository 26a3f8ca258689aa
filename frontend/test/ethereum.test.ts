// EIP-4361, EIP-191, EIP-712, EIP-55 against examples printed in the standards.
import { describe, expect, test } from 'vitest'
import { hex0x, keccak, unhex, utf8 } from '../src/profile/bytes.ts'
import { bindingMessage, checksum, compose, personalHash, unlockMessage } from '../src/profile/eip4361.ts'
import { encodeType, hashTypedData, setHead, setScribe } from '../src/profile/eip712.ts'
import { RootKey, publicJwk } from '../src/profile/keys.ts'
import { addressOf, recover, signDigest } from '../src/profile/secp256k1.ts'
import { parseClaim } from '../src/profile/claim.ts'

describe('EIP-712', () => {
  // The "Mail" example of the EIP, with its published digest and signature.
  const cow = keccak(utf8('cow'))
  const mail = {
    types: {
      Person: [
        { name: 'name', type: 'string' },
        { name: 'wallet', type: 'address' },
      ],
      Mail: [
        { name: 'from', type: 'Person' },
        { name: 'to', type: 'Person' },
        { name: 'contents', type: 'string' },
      ],
    },
    primaryType: 'Mail',
    domain: { name: 'Ether Mail', version: '1', chainId: 1, verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC' },
    message: {
      from: { name: 'Cow', wallet: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826' },
      to: { name: 'Bob', wallet: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB' },
      contents: 'Hello, Bob!',
    },
  }
  test('type, digest and signature of the EIP’s own example', () => {
    expect(encodeType('Mail', mail.types)).toBe('Mail(Person from,Person to,string contents)Person(string name,address wallet)')
    const digest = hashTypedData(mail)
    expect(hex0x(digest)).toBe('0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2')
    expect(addressOf(cow)).toBe('0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826')
    expect(hex0x(signDigest(digest, cow))).toBe(
      '0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c',
    )
    expect(recover(digest, signDigest(digest, cow))).toBe('0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826')
  })
  test('types of the Carnet contract', () => {
    const scribe = setScribe(31337, '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC', addressOf(cow), addressOf(cow), 0)
    expect(encodeType('SetScribe', scribe.types)).toBe('SetScribe(uint256 id,address scribe,uint32 nonce)')
    const head = setHead(31337, '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC', addressOf(cow), '0x' + '00'.repeat(24), '0x' + '11'.repeat(24), 1)
    expect(encodeType('SetHead', head.types)).toBe('SetHead(uint256 id,bytes24 prev,bytes24 head,uint32 seq)')
    expect(hashTypedData(head)).not.toEqual(hashTypedData(setHead(31337, '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC', addressOf(cow), '0x' + '00'.repeat(24), '0x' + '11'.repeat(24), 2)))
  })
  test('values that do not fit are refused', () => {
    expect(() => hashTypedData({ ...mail, message: { ...mail.message, to: { name: 'Bob', wallet: '0x00' } } })).toThrow()
    expect(() => hashTypedData({ ...mail, message: { from: mail.message.from, to: mail.message.to } })).toThrow('no value')
    expect(() => setScribeOf(2 ** 32)).toThrow('range')
  })
  const setScribeOf = (nonce: number): unknown => hashTypedData(setScribe(1, '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC', '1', addressOf(cow), nonce))
})

test.each(['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359', '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB', '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb'])(
  'EIP-55 of %s',
  (address) => expect(checksum(address.toLowerCase())).toBe(address),
)

describe('messages', () => {
  const address = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266'
  test('unlock message is the page of the protocol, byte for byte', () => {
    expect(unlockMessage('http://localhost:8081', address)).toBe(
      `localhost:8081 wants you to sign in with your Ethereum account:
0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266

Open my carnet. Only sign this at http://localhost:8081.

URI: http://localhost:8081
Version: 1
Chain ID: 1
Nonce: CARNETUNLOCKv1
Issued At: 2026-01-01T00:00:00Z
Resources:
- urn:carnet:unlock:v1`,
    )
  })
  test('binding message names shop, recipient and holder, and ends within ten minutes', () => {
    const holder = publicJwk(new RootKey(new Uint8Array(32)).holder('shop.example'))
    const m = bindingMessage({ vaultOrigin: 'https://vault.example', gateway: 'https://g.example', address, sector: 'shop.example', nonce: 'abcdefgh12345678', issuedAt: new Date('2026-05-01T10:00:00.900Z'), recipient: 'age1pq1x', holder })
    expect(m).toContain('\nLet shop.example send receipts to my carnet.\n\nURI: https://g.example/v1/bindings\n')
    expect(m).toContain('Issued At: 2026-05-01T10:00:00Z\nExpiration Time: 2026-05-01T10:10:00Z\nResources:\n- urn:carnet:shop:shop.example\n- urn:carnet:recipient:sha256:')
  })
  test('a value with a line break cannot be composed', () => {
    expect(() => compose({ domain: 'a', address, statement: 'x\n\nURI: https://evil', uri: 'https://a', chainId: 1, nonce: 'abcdefgh', issuedAt: '2026-01-01T00:00:00Z', resources: [] })).toThrow('control')
  })
  test('personal_sign hash of EIP-191', () => {
    expect(hex0x(personalHash(utf8('Hello World')))).toBe('0xa1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2')
  })
})

test.each([
  ['no gateway', 'shop=a&code=000G40R40M30E209185GR38E1W'],
  ['a gateway with a path', 'gateway=https%3A%2F%2Fg.example%2Fx&shop=a&code=000G40R40M30E209185GR38E1W'],
  ['plain http elsewhere', 'gateway=http%3A%2F%2Fg.example&shop=a&code=000G40R40M30E209185GR38E1W'],
  ['a script', 'gateway=javascript%3Aalert(1)&shop=a&code=000G40R40M30E209185GR38E1W'],
  ['a shop with a slash', 'gateway=https%3A%2F%2Fg.example&shop=a%2Fb&code=000G40R40M30E209185GR38E1W'],
  ['a short code', 'gateway=https%3A%2F%2Fg.example&shop=a&code=000G4'],
])('claim link with %s is refused', (_, q) => {
  expect(() => parseClaim(new URLSearchParams(q))).toThrow()
})
test('claim link', () => {
  const c = parseClaim(new URLSearchParams('gateway=http%3A%2F%2Flocalhost%3A8080&shop=shop-1&code=000g40r40m30e209185gr38e1w'))
  expect([c.gateway, c.shop, c.code, c.id.length]).toEqual(['http://localhost:8080', 'shop-1', '000G40R40M30E209185GR38E1W', 64])
  expect(unhex(c.id)).toHaveLength(32)
})
