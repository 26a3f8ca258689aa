// The account page in a real browser: what was allowed and taking it back, wallets added by two signatures and removed.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { random } from '../src/profile/bytes.ts'
import { addressOf } from '../src/profile/secp256k1.ts'
import { type FakeWallet, type WalletPlan, addWallet, hasBrowser, launch, look, phone, visitor } from './browser.ts'
import { World } from './world.ts'

describe.skipIf(!hasBrowser)('account page', () => {
  const world = new World()
  const complaints: string[] = []
  let browser: Browser
  let open: BrowserContext[] = []

  beforeAll(async () => {
    await world.start()
    browser = await launch()
  }, 30_000)
  afterAll(async () => {
    await browser?.close()
    world.stop()
  })
  beforeEach(async () => {
    for (const c of open) await c.close()
    open = []
    world.demo = false
    Object.assign(world.signin, {
      walletconnect: '', refusals: {}, signedIn: false, wallets: [],
      shops: [
        { client_id: 'paper-lantern', name: 'Paper Lantern', host: 'lantern.example', gets: ['pairwise_id', 'alias_email'] },
        { client_id: 'https://self.example/client', name: '', host: 'self.example', gets: ['pairwise_id', 'username', 'offline'] },
      ],
    })
  })
  async function visit(plans: WalletPlan[] = [{}], options: object = {}): Promise<{ page: Page; wallets: FakeWallet[] }> {
    const c = await visitor(browser, complaints, options)
    open.push(c)
    const wallets = []
    for (const plan of plans) wallets.push(await addWallet(c, plan))
    const page = await c.newPage()
    await page.goto(`${world.gateway}/account`)
    return { page, wallets }
  }
  const at = (page: Page, step: string): Promise<void> => page.locator(`main[data-step=${step}]`).waitFor()
  const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.tagName ?? '')
  async function signIn(page: Page, wallet = 0): Promise<void> {
    await page.locator('.wallet').nth(wallet).click()
    await page.locator('#sign').click()
    await at(page, 'account')
  }

  test('signing in shows the shops and the wallets, and says what each shop gets', async () => {
    const { page } = await visit()
    await at(page, 'sign_in-choose')
    await page.locator('.wallet').waitFor()
    expect(await page.locator('main').innerText()).not.toContain('Paper Lantern')
    await look(page, 'account-enter')
    await page.locator('.wallet').click()
    await at(page, 'sign_in-review')
    await look(page, 'account-enter-review')
    await page.locator('#sign').click()
    await at(page, 'account')
    expect(await focused(page)).toBe('H1')
    expect(await page.locator('[data-shop]').count()).toBe(2)
    expect(await page.locator('[data-shop="https://self.example/client"] [data-thing]').count()).toBe(3)
    expect(await page.locator('[data-wallet]').count()).toBe(1)
    await look(page, 'account')
    await page.reload()
    await at(page, 'account') // still signed in
  })

  test('a yes to a shop is taken back, after a question', async () => {
    const { page } = await visit()
    await signIn(page)
    await page.getByRole('button', { name: 'Take back what Paper Lantern may know' }).click()
    await look(page, 'account-revoke')
    await page.locator('#keep').click()
    expect(world.signin.shops).toHaveLength(2)
    await page.getByRole('button', { name: 'Take back what Paper Lantern may know' }).click()
    await page.locator('#revoke-yes').click()
    await page.locator('.notice.good', { hasText: 'Paper Lantern has to ask again' }).waitFor()
    expect(await page.locator('[role=status]').textContent()).toContain('Paper Lantern has to ask again')
    expect(await page.locator('[data-shop]').count()).toBe(1)
    await page.getByRole('button', { name: 'Take back what self.example may know' }).click()
    await page.locator('#revoke-yes').click()
    await page.getByText('None so far').waitFor()
    await look(page, 'account-no-shops')
  })

  test('a wallet is added when both have signed, and removed again; the last one stays', async () => {
    const { page, wallets } = await visit([{ name: 'Present Wallet' }, { name: 'New Wallet' }])
    const [present, fresh] = wallets.map((w) => w.addresses[0]!) as [string, string]
    await signIn(page)
    await page.getByRole('button', { name: /^Remove the wallet/ }).click()
    await page.getByRole('heading', { name: 'This is your only wallet' }).waitFor()
    await look(page, 'account-last')

    await page.locator('#add').click()
    await at(page, 'add-choose')
    await look(page, 'account-add')
    await page.locator('.wallet', { hasText: 'New' }).click()
    await at(page, 'add-review')
    expect(await page.locator('#message').textContent()).toContain(fresh)
    await page.locator('#sign').click()
    await at(page, 'add_confirm-choose')
    expect(world.signin.wallets, 'one signature is not enough').toHaveLength(1)
    await page.locator('.wallet', { hasText: 'New' }).click() // the wrong one
    await page.getByRole('heading', { name: 'That is another account' }).waitFor()
    await look(page, 'account-confirm-wrong')
    await page.locator('.wallet', { hasText: 'Present' }).click()
    await at(page, 'add_confirm-review')
    const text = await page.locator('#message').textContent()
    expect(text).toContain(present)
    expect(text).toContain(fresh)
    await look(page, 'account-confirm')
    await page.locator('#sign').click()
    await page.locator('.notice.good', { hasText: 'The wallet was added' }).waitFor()
    expect(world.signin.wallets.map((w) => w.address)).toEqual([present, fresh])
    await look(page, 'account-two-wallets')

    await page.locator(`[data-wallet="${world.signin.wallets[1]!.id}"] button`).click()
    await look(page, 'account-remove')
    await page.locator('#remove-yes').click()
    await at(page, 'remove-choose')
    await page.locator('.wallet', { hasText: 'New' }).click() // the one that is to go does not decide
    await page.getByRole('heading', { name: 'That is another account' }).waitFor()
    expect(world.signin.wallets).toHaveLength(2)
    await page.locator('.wallet', { hasText: 'Present' }).click()
    await at(page, 'remove-review')
    expect(await page.locator('#message').textContent()).toContain(`Take the wallet ${fresh} off my account.`)
    await look(page, 'account-remove-sign')
    await page.locator('#sign').click()
    await page.locator('.notice.good', { hasText: 'The wallet was removed' }).waitFor()
    expect(world.signin.wallets.map((w) => w.address)).toEqual([present])
  })

  test('both accounts in one wallet: the person changes the account there, and the page follows', async () => {
    const keys = [random(32), random(32)]
    const { page, wallets } = await visit([{ keys }])
    const [w] = wallets as [FakeWallet]
    await signIn(page)
    await page.locator('#add').click()
    await w.set(page, { account: 1 })
    await page.locator('.wallet').click()
    await page.locator('#sign').click()
    await at(page, 'add_confirm-choose')
    await page.locator('.wallet').click()
    await page.getByRole('heading', { name: 'That is another account' }).waitFor()
    await w.set(page, { account: 0 })
    await w.emit(page, 'accountsChanged', [w.addresses[0]])
    await at(page, 'add_confirm-review')
    await page.locator('#sign').click()
    await page.locator('.notice.good').waitFor()
    expect(world.signin.wallets.map((x) => x.address)).toEqual(keys.map(addressOf))
  })

  test('adding is given up, or refused by the gateway: nothing changes', async () => {
    const { page } = await visit([{ name: 'Present Wallet' }, { name: 'New Wallet' }])
    await signIn(page)
    await page.locator('#add').click()
    await page.locator('#cancel').click()
    await at(page, 'account')
    world.signin.refusals['verify'] = [{ status: 409, error: 'already_linked' }]
    await page.locator('#add').click()
    await page.locator('.wallet', { hasText: 'New' }).click()
    await page.locator('#sign').click()
    await page.getByRole('heading', { name: 'This wallet is linked already' }).waitFor()
    world.signin.refusals['verify'] = [{ status: 409, error: 'too_many_wallets' }]
    await page.locator('#add').click()
    await page.locator('.wallet', { hasText: 'New' }).click()
    await page.locator('#sign').click()
    await page.getByRole('heading', { name: 'Your account has as many wallets as it may have' }).waitFor()
    expect(world.signin.wallets).toHaveLength(1)
  })

  test.each([
    ['last_wallet', 409, 'This is your only wallet'], // another tab was faster
    ['unavailable', 503, 'No answer from the sign-in service'],
    ['wrong_origin', 403, 'This page was reached in a way we do not trust'],
    ['signed_out', 401, 'You were signed out'],
  ])('removing is refused with %s: said, and nothing pretended', async (error, status, heading) => {
    const { page } = await visit()
    await signIn(page)
    world.signin.wallets.push({ id: 'x', address: addressOf(random(32)), kind: 'contract', chain_id: 8453, first: false, current: false })
    await page.reload()
    await page.getByText('Smart wallet on Base').waitFor()
    await page.locator('[data-wallet=x] button').click()
    await page.locator('#remove-yes').click()
    await page.locator('.wallet').click()
    world.signin.refusals['verify'] = [{ status, error }]
    await page.locator('#sign').click()
    await page.getByRole('heading', { name: heading }).waitFor()
    await look(page, `account-${error}`)
    if (status === 503) await page.locator('#cancel').click() // it may be tried again
    expect(await page.locator('[data-wallet]').count()).toBe(status === 401 ? 0 : 2)
    expect(world.signin.wallets).toHaveLength(2)
  })

  test('signing out shows nothing any more', async () => {
    const { page } = await visit()
    await signIn(page)
    await page.locator('#sign-out').click()
    await at(page, 'sign_in-choose')
    expect(await page.locator('[data-shop]').count()).toBe(0)
  })

  test('when the time is over the list goes away by itself', async () => {
    const { page } = await visit()
    await page.clock.install()
    await page.reload()
    await signIn(page)
    await page.clock.runFor(601_000)
    await page.getByRole('heading', { name: 'You were signed out' }).waitFor()
    expect(await page.locator('[data-shop]').count()).toBe(0)
  })

  test('the service does not answer: said, with a way to try again', async () => {
    world.signin.refusals['context'] = [{ status: 503, error: 'unavailable' }]
    const { page } = await visit()
    await page.locator('#again').waitFor()
    await look(page, 'account-broken')
    await page.locator('#again').click()
    await at(page, 'sign_in-choose')
  })

  test('French on a phone, with keyboard alone to sign in', async () => {
    const { page } = await visit([{}], { ...phone, locale: 'fr-FR' })
    await page.locator('.wallet').first().waitFor()
    for (let i = 0; i < 10 && !(await page.evaluate(() => document.activeElement?.classList.contains('wallet'))); i++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await at(page, 'sign_in-review')
    await page.keyboard.press('Enter')
    await at(page, 'account')
    await page.getByRole('heading', { name: 'Vos portefeuilles' }).waitFor()
    await look(page, 'account-fr')
  })

  test('no screen broke the content policy or threw', () => expect(complaints).toEqual([]))
})
