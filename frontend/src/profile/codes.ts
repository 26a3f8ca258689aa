// Codes that people type: Crockford base32, claim codes and recovery codes (docs/protocol.md section 6).
import { type Bytes, Refused, equal, sha256 } from './bytes.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function encode(b: Uint8Array): string {
  let bits = 0
  let acc = 0
  let out = ''
  for (const byte of b) {
    acc = (acc << 8) | byte
    bits += 8
    while (bits >= 5) {
      out += alphabet[(acc >>> (bits - 5)) & 31]!
      bits -= 5
    }
    acc &= (1 << bits) - 1
  }
  if (bits > 0) out += alphabet[(acc << (5 - bits)) & 31]!
  return out
}

/** fold takes what a person typed to canonical characters: no spaces or hyphens, upper case, I L as 1, O as 0. */
export const fold = (s: string): string =>
  s.replace(/[\s-]/g, '').toUpperCase().replace(/[IL]/g, '1').replace(/O/g, '0')

function decode(s: string, length: number): Bytes {
  const folded = fold(s)
  if (folded.length !== Math.ceil((length * 8) / 5))
    throw new Refused('code_length', `code has ${folded.length} characters, not ${Math.ceil((length * 8) / 5)}`)
  const out = new Uint8Array(length)
  let bits = 0
  let acc = 0
  let n = 0
  for (const c of folded) {
    const v = alphabet.indexOf(c)
    if (v < 0) throw new Refused('code_character', `code has the character ${JSON.stringify(c)}`)
    acc = (acc << 5) | v
    bits += 5
    if (bits >= 8) {
      out[n++] = (acc >>> (bits - 8)) & 255
      bits -= 8
    }
    acc &= (1 << bits) - 1
  }
  if (acc !== 0) throw new Refused('code_padding', 'code has bits after its end')
  return out
}

function groups(s: string, sizes: number[]): string[] {
  const out: string[] = []
  let at = 0
  for (const n of sizes) {
    out.push(s.slice(at, at + n))
    at += n
  }
  return out
}

/** Claim codes: 16 bytes, 26 characters; shown in groups of 5-5-5-5-6. */
export const claimCode = (b: Uint8Array): string => encode(b)
export const showClaimCode = (b: Uint8Array): string => groups(encode(b), [5, 5, 5, 5, 6]).join('-')
export const parseClaimCode = (s: string): Bytes => decode(s, 16)

/** Recovery codes: 20 bytes and a check byte, 34 characters in groups of 4, the last of 2. */
export function recoveryGroups(code: Uint8Array): string[] {
  const full = new Uint8Array(21)
  full.set(code)
  full[20] = sha256(code)[0]!
  return groups(encode(full), [4, 4, 4, 4, 4, 4, 4, 4, 2])
}
export const showRecoveryCode = (code: Uint8Array): string => recoveryGroups(code).join('-')

export function parseRecoveryCode(s: string): Bytes {
  const full = decode(s, 21)
  const code = full.slice(0, 20)
  if (!equal(full.slice(20), sha256(code).slice(0, 1)))
    throw new Refused('code_check', 'recovery code does not match its own check')
  return code
}
