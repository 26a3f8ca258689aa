// Making, finding and opening a keyring: wallet and recovery code (docs/protocol.md section 6).
import { type Bytes, Refused, equal, random, utf8 } from '../../src/profile/bytes.ts'
import { parseRecoveryCode } from '../../src/profile/codes.ts'
import { personalHash, unlockMessage } from '../../src/profile/eip4361.ts'
import { type Slot, keyringBox, parseKeyring, printKeyring, unwrap, wrap } from '../../src/profile/keyring.ts'
import { type Provider, firstAccount, personalSign } from '../../src/shared/eip1193.ts'
import { firstBox, putEverywhere, readBox, writeBox } from './boxes.ts'
import type { Config } from './config.ts'
import { Trouble } from './http.ts'
import { walletFactor } from './session.ts'

export const hostsOf = (c: Config): string[] => [...new Set([location.origin, c.gateways[0]!])]

export interface Wallet {
  address: string
  factor: Bytes
}

async function unlockFactor(provider: Provider, address: string): Promise<Bytes> {
  const message = unlockMessage(location.origin, address)
  return walletFactor(await personalSign(provider, message, address), personalHash(utf8(message)), address)
}

/** signOnce is for opening a carnet that exists. */
export async function signOnce(provider: Provider, seen: (address: string) => void): Promise<Wallet> {
  const address = await firstAccount(provider)
  seen(address)
  return { address, factor: await unlockFactor(provider, address) }
}

/** signTwice compares: a wallet that signs the same text differently each time could never open the carnet again. */
export async function signTwice(provider: Provider, first: Wallet): Promise<Wallet> {
  if (!equal(first.factor, await unlockFactor(provider, first.address))) throw new Refused('not_plain', 'the wallet signs the same text differently each time')
  return first
}

export const hasKeyring = async (c: Config, w: Wallet): Promise<boolean> => (await firstBox(hostsOf(c), keyringBox('w', w.factor))) !== null

/** replaceKeyring adds a slot for a new code and puts the keyring where wallet and new code find it. */
export async function replaceKeyring(c: Config, w: Wallet, code: Bytes, root: Bytes): Promise<void> {
  const slot = await wrap('wc', w.factor, code, root)
  for (const host of hostsOf(c)) {
    const key = keyringBox('w', w.factor)
    const before = await readBox(host, key)
    const slots = before ? parseKeyring(before).slots.slice(-3) : []
    const keyring = printKeyring({ v: 1, slots: [...slots, slot] })
    await writeBox(host, key, keyring, before)
    await writeBox(host, keyringBox('c', code), keyring, null)
  }
}

/** newRoot makes the root key and its recovery code. Nothing is stored yet. */
export const newRoot = (): { root: Bytes; code: Bytes } => ({ root: random(32), code: random(20) })

/**
 * storeKeyring puts the wrapped root where the wallet, or the code, finds it. Refused('made_elsewhere'): the place that
 * answers first has another keyring of this wallet, so another device has made a carnet meanwhile.
 */
export async function storeKeyring(c: Config, w: Wallet, code: Bytes, root: Bytes): Promise<void> {
  const slot = await wrap('wc', w.factor, code, root)
  const keyring = printKeyring({ v: 1, slots: [slot] })
  const key = keyringBox('w', w.factor)
  let places = 0
  for (const host of hostsOf(c)) {
    try {
      await writeBox(host, key, keyring, null)
    } catch (e) {
      if (!(e instanceof Trouble)) throw e
      if (e.status !== 412) continue // made good by the other place
      const before = await readBox(host, key)
      const slots = before ? parseKeyring(before).slots : []
      const mine = await firstOpen(slots, w.factor, code).catch(() => null)
      if (!(mine && equal(mine, root))) {
        if (places === 0) throw new Refused('made_elsewhere', 'another device has just made a carnet for this wallet')
        await writeBox(host, key, printKeyring({ v: 1, slots: [...slots.slice(-3), slot] }), before)
      }
    }
    places++
  }
  if (places === 0 || (await putEverywhere(hostsOf(c), keyringBox('c', code), keyring)) === 0) throw new Trouble('unreachable', 0, 'no place took the keyring')
}

async function firstOpen(slots: Slot[], wallet: Bytes, code: Bytes): Promise<Bytes> {
  let wrong: unknown = new Refused('wrong_factor', 'no slot for wallet and code')
  for (const slot of slots.filter((s) => s.kind === 'wc')) {
    try {
      return await unwrap(slot, wallet, code)
    } catch (e) {
      wrong = e
    }
  }
  throw wrong
}

/** openKeyring returns the root key for a wallet and the recovery code as typed. Every keyring that either finds is tried. */
export async function openKeyring(c: Config, w: Wallet, typed: string): Promise<Bytes> {
  const code = parseRecoveryCode(typed)
  const keys = [keyringBox('w', w.factor), keyringBox('c', code)]
  const answers = await Promise.allSettled(keys.flatMap((key) => hostsOf(c).map((host) => readBox(host, key))))
  const boxes = answers.flatMap((a) => (a.status === 'fulfilled' && a.value ? [a.value] : []))
  const failed = answers.find((a) => a.status === 'rejected')
  if (boxes.length === 0) throw failed ? failed.reason : new Refused('no_keyring', 'no carnet is known for this wallet and code')
  const slots = boxes.flatMap((box) => {
    try {
      return parseKeyring(box).slots
    } catch {
      return [] // spoilt in one place; another may have it whole
    }
  })
  return firstOpen(slots, w.factor, code)
}
