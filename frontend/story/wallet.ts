// A wallet extension for the tests: announced by EIP-6963 inside the page, signing with viem outside of it.
import type { BrowserContext } from 'playwright-core'
import { type Hex, hexToString } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

export interface TestWallet {
  key: Hex
  address: Hex
  signed: string[] // texts signed by personal_sign, in order; typed data as "<primaryType>"
}

interface Request {
  method: string
  params?: unknown[]
}

export async function injectWallet(context: BrowserContext, key: Hex = generatePrivateKey()): Promise<TestWallet> {
  const account = privateKeyToAccount(key)
  const wallet: TestWallet = { key, address: account.address, signed: [] }
  await context.exposeFunction('testWalletRequest', async (json: string): Promise<unknown> => {
    const { method, params = [] } = JSON.parse(json) as Request
    switch (method) {
      case 'eth_requestAccounts':
      case 'eth_accounts':
        return [account.address]
      case 'eth_chainId':
        return '0x7a69'
      case 'personal_sign': {
        const raw = params[0] as Hex
        wallet.signed.push(hexToString(raw))
        return account.signMessage({ message: { raw } })
      }
      case 'eth_signTypedData_v4': {
        const data = JSON.parse(params[1] as string)
        delete data.types.EIP712Domain
        wallet.signed.push(data.primaryType)
        return account.signTypedData(data)
      }
      default:
        throw new Error(`the test wallet has no method ${method}`)
    }
  })
  await context.addInitScript(() => {
    const ask = (window as unknown as { testWalletRequest(json: string): Promise<unknown> }).testWalletRequest
    const provider = { request: (r: unknown) => ask(JSON.stringify(r)), on: () => undefined, removeListener: () => undefined }
    const icon = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"%3E%3Crect width="32" height="32" rx="8" fill="%231E6B52"/%3E%3Ccircle cx="16" cy="16" r="7" fill="white"/%3E%3C/svg%3E'
    const info = Object.freeze({ uuid: '6f1c9d2e-3b0a-4a55-9b7e-2f6d7c1a0b11', name: 'Extension wallet', icon, rdns: 'test.carnet.extension' })
    const announce = (): boolean => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }))
    window.addEventListener('eip6963:requestProvider', announce)
    announce()
  })
  return wallet
}
