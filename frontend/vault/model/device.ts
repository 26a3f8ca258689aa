// A remembered device: R wrapped under a WebCrypto key that cannot be taken out of this browser, and a cache of sealed
// receipts. All of it is ciphertext or public.
import { type Bytes, random, unhex, hex, sha256 } from '../../src/profile/bytes.ts'

export interface Remembered {
  address: string // whose carnet: needed to check and to move its head
  rdns: string
  key: CryptoKey
  iv: Bytes
  ct: Bytes
}

const stores = ['device', 'sealed'] as const
type Store = (typeof stores)[number]

function database(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const r = indexedDB.open('carnet', 1)
    r.onupgradeneeded = () => stores.forEach((s) => r.result.createObjectStore(s))
    r.onsuccess = () => done(r.result)
    r.onerror = () => failed(r.error ?? new Error('no storage'))
  })
}

async function run<R>(store: Store, mode: IDBTransactionMode, act: (s: IDBObjectStore) => IDBRequest<R>): Promise<R> {
  const db = await database()
  try {
    return await new Promise((done, failed) => {
      const tx = db.transaction(store, mode, { durability: 'strict' })
      const r = act(tx.objectStore(store))
      tx.oncomplete = () => done(r.result)
      tx.onerror = tx.onabort = () => failed(tx.error ?? new Error('storage failed'))
    })
  } finally {
    db.close()
  }
}

export async function remember(root: Bytes, address: string, rdns: string): Promise<void> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const iv = random(12)
  const ct = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, root))
  await run('device', 'readwrite', (s) => s.put({ address, rdns, key, iv, ct } satisfies Remembered, 'root'))
  await navigator.storage?.persist?.().catch(() => false)
}

export const remembered = (): Promise<Remembered | undefined> => run<Remembered | undefined>('device', 'readonly', (s) => s.get('root'))

export const recall = async (r: Remembered): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: r.iv }, r.key, r.ct))

export async function forget(): Promise<void> {
  await run('device', 'readwrite', (s) => s.clear())
  await run('sealed', 'readwrite', (s) => s.clear())
}

/** keepSealed caches a sealed receipt under the hash of its content. */
export const keepSealed = (sealed: Bytes): Promise<unknown> => run('sealed', 'readwrite', (s) => s.put(sealed, hex(sha256(sealed))))

export async function cachedSealed(content: string): Promise<Bytes | null> {
  const b = await run<Bytes | undefined>('sealed', 'readonly', (s) => s.get(content))
  return b && hex(sha256(b)) === hex(unhex(content)) ? b : null
}
