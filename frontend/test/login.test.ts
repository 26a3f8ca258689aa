// The sign-in page in a real browser, in every state that a wallet, a person, a clock or the gateway can bring it to.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { random } from '../src/profile/bytes.ts'
import { handoffs } from '../src/shared/handoff.ts'
import { type FakeWallet, type WalletPlan, addWallet, hasBrowser, launch, look, phone, visitor } from './browser.ts'
import { World } from './world.ts'

describe.skipIf(!hasBrowser)('sign-in page', () => {
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
    Object.assign(world.signin, { verifiedShop: true, life: 180, learns: ['pairwise_id'], chains: [1, 8453], walletconnect: '', consent: null, over: false, refusals: {}, verified: [], challenged: [], consented: 0 })
  })

  // visit opens the page with these wallets.
  async function visit(plans: WalletPlan[] = [{}], options: object = {}): Promise<{ page: Page; c: BrowserContext; wallets: FakeWallet[] }> {
    const c = await visitor(browser, complaints, options)
    open.push(c)
    const wallets = []
    for (const plan of plans) wallets.push(await addWallet(c, plan))
    const page = await c.newPage()
    await page.goto(`${world.gateway}/login/${'a'.repeat(1500)}`)
    return { page, c, wallets }
  }
  const at = (page: Page, step: string): Promise<void> => page.locator(`main[data-step=${step}]`).waitFor()
  const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { name }).waitFor()
  const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '')
  async function reviewed(page: Page): Promise<void> {
    await page.locator('.wallet').first().click()
    await at(page, 'review')
  }
  const message = (page: Page): Promise<string | null> => page.locator('#message').textContent()
  const shop = (): (typeof world.shops)[0] => world.shops[0]!

  test('one wallet: which shop, what it learns, the exact text; then the signature of exactly that text', async () => {
    const { page, wallets } = await visit()
    await at(page, 'choose')
    await page.locator('.wallet').waitFor()
    await look(page, 'login-choose')
    await reviewed(page)
    expect(await focused(page)).toBe('sign')
    const words = await page.locator('main').innerText()
    expect(words.indexOf('Paper Lantern')).toBeGreaterThanOrEqual(0)
    expect(words.indexOf('A number that only means you')).toBeGreaterThan(words.indexOf('Paper Lantern'))
    expect(words.indexOf('The exact text')).toBeGreaterThan(words.indexOf('A number that only means you'))
    await page.locator('#exact summary').click()
    expect(await message(page)).toContain(wallets[0]!.addresses[0])
    await look(page, 'login-review')
    await page.locator('#sign').click()
    await page.waitForURL(`${shop().origin}/?verify`)
    expect(world.signin.verified).toEqual(wallets[0]!.addresses)
    expect(world.signin.challenged[0]!.chain_id).toBe(1)
  })

  test('many wallets, one of them late: all are offered, and the focus stays where it was', async () => {
    const { page } = await visit([{ name: 'First Wallet' }, { name: 'Second Wallet' }, { name: 'Slow Wallet', late: 1500 }])
    await page.locator('.wallet').nth(1).waitFor()
    await page.locator('.wallet').nth(1).focus()
    const before = await focused(page)
    await page.locator('.wallet', { hasText: 'Slow Wallet' }).waitFor()
    expect(await page.locator('.wallet').count()).toBe(3)
    expect(await focused(page)).toBe(before)
    expect(await page.locator('[role=status]').textContent()).toBe('3 wallets found in this browser.')
    await look(page, 'login-many')
  })

  test.each([
    ['at once', 0],
    ['late', 900],
  ])('a wallet that is only at window.ethereum, %s', async (_, late) => {
    world.demo = true // the demo wallet announces itself and must not hide it
    const { page, wallets } = await visit([{ legacy: true, late }])
    await page.locator('.wallet', { hasText: 'Browser wallet' }).click()
    await at(page, 'review')
    await page.locator('#sign').click()
    await page.waitForURL(`${shop().origin}/?verify`)
    expect(world.signin.verified).toEqual(wallets[0]!.addresses)
  })

  test('window.ethereum is not listed beside a wallet that announces itself', async () => {
    const { page } = await visit([{ legacy: true }, { name: 'Modern Wallet', late: 1200 }])
    await page.locator('.wallet', { hasText: 'Browser wallet' }).waitFor()
    await page.locator('.wallet', { hasText: 'Modern Wallet' }).waitFor()
    expect(await page.locator('.wallet').count()).toBe(1)
  })

  test('no wallet on a desk: what a wallet is, what to do, no dead end', async () => {
    const { page } = await visit([])
    await heading(page, 'No wallet found in this browser')
    expect(await page.locator('.help li').count()).toBe(3)
    expect(await page.locator('.handoffs').count()).toBe(0)
    await look(page, 'login-none')
    await page.locator('#reload').click()
    await heading(page, 'No wallet found in this browser')
    await page.locator('#cancel').click()
    await page.waitForURL(`${shop().origin}/?cancel`)
  })

  test('no wallet on a phone: links that open the shop, not this page, in the wallets’ own browsers', async () => {
    const { page } = await visit([], phone)
    await heading(page, 'Open the shop in your wallet app')
    expect(await page.locator('.handoff').innerText()).toContain('belongs to this browser')
    const links = await page.locator('.handoffs a').evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href))
    expect(links).toHaveLength(handoffs.length)
    for (const l of links) {
      const plain = decodeURIComponent(decodeURIComponent(l))
      expect(plain).toContain(`${shop().sector}/start`)
      expect(plain).not.toContain('/login/')
    }
    await look(page, 'login-phone')
  })

  test('a shop that registered itself is called by its address alone, with a caution', async () => {
    world.signin.verifiedShop = false
    const { page } = await visit()
    await page.locator('#caution').waitFor()
    expect(await page.locator('main').innerText()).not.toContain('Paper Lantern')
    expect(await page.title()).toBe(`Sign in to ${shop().sector}`)
    await look(page, 'login-unknown-shop')
    await reviewed(page)
    expect(await page.locator('#sign').innerText()).toBe(`Sign in to ${shop().sector}`)
  })

  test('the account and the chain are switched while the page is open: the text is written anew each time', async () => {
    const { page, wallets } = await visit([{ keys: [random(32), random(32)] }])
    const [wallet] = wallets as [FakeWallet]
    await reviewed(page)
    await wallet.set(page, { account: 1 })
    await wallet.emit(page, 'accountsChanged', [wallet.addresses[1]])
    await heading(page, 'You changed the account')
    expect(await message(page)).toContain(wallet.addresses[1])
    await look(page, 'login-switched')
    await wallet.emit(page, 'chainChanged', '0x2105')
    await heading(page, 'You changed the network')
    expect(await message(page)).toContain('Chain ID: 8453')
    expect(world.signin.challenged.map((c) => c.chain_id)).toEqual([1, 1, 8453])
    await page.locator('#sign').click()
    await page.waitForURL(`${shop().origin}/?verify`)
    expect(world.signin.verified).toEqual([wallet.addresses[1]])
  })

  test('a chain that is not accepted: explained, and asked what to do', async () => {
    const { page, wallets } = await visit()
    const [wallet] = wallets as [FakeWallet]
    await reviewed(page)
    await wallet.emit(page, 'chainChanged', '0x89')
    await at(page, 'chain')
    expect(await page.locator('main').innerText()).toContain('It is now on Polygon')
    await look(page, 'login-chain')
    await page.locator('#chain-8453').click()
    await at(page, 'review')
    expect(await message(page)).toContain('Chain ID: 8453')
    await wallet.emit(page, 'chainChanged', 137)
    await at(page, 'chain')
    await page.locator('#chain-stay').click()
    await at(page, 'review')
    expect(world.signin.challenged.at(-1)).not.toHaveProperty('chain_id')
    await page.locator('#sign').click()
    await page.waitForURL(`${shop().origin}/?verify`)
  })

  test('a wallet on an unknown chain from the start is not asked about it', async () => {
    const { page } = await visit([{ chain: 137 }])
    await reviewed(page)
    expect(world.signin.challenged).toEqual([{ address: expect.any(String) as string }])
  })

  test.each([
    [4001, 'You did not sign'],
    [-32002, 'Your wallet already has a question open'],
    [4100, 'Your wallet is locked'],
    [4200, 'This wallet cannot do that'],
    [4900, 'Your wallet closed the connection'],
    [-32603, 'The wallet did not answer as expected'],
  ])('the wallet answers %d when it should sign', async (error, title) => {
    const { page, wallets } = await visit()
    await reviewed(page)
    await wallets[0]!.set(page, { error })
    await page.locator('#sign').click()
    await heading(page, title)
    await look(page, `login-wallet${error}`)
    await wallets[0]!.set(page, { error: 0 })
    if (await page.locator('.wallet').count()) await reviewed(page)
    await page.locator('#sign').click()
    await page.waitForURL(`${shop().origin}/?verify`)
  })

  test.each([
    [4001, 'You did not sign'],
    [-32002, 'Your wallet already has a question open'],
    [4100, 'Your wallet is locked'],
  ])('the wallet answers %d when it should connect', async (error, title) => {
    const { page, wallets } = await visit()
    await page.locator('.wallet').waitFor()
    await wallets[0]!.set(page, { error })
    await page.locator('.wallet').click()
    await heading(page, title)
    expect(world.signin.challenged).toEqual([])
    await wallets[0]!.set(page, { error: 0 })
    await reviewed(page)
  })

  test('names that would turn the text around them are shown plain', async () => {
    const { page } = await visit([{ name: '\u202eteksaM\u0000\u2066 Wallet' }])
    await page.locator('.wallet').waitFor()
    expect(await page.locator('.wallet span').nth(1).innerText()).toBe('teksaM Wallet')
  })

  test('a wallet that stays silent: after a while the page helps, and another one can be taken', async () => {
    const { page, wallets } = await visit([{ name: 'Silent Wallet' }, { name: 'Other Wallet' }])
    await page.locator('.wallet', { hasText: 'Silent' }).waitFor()
    await wallets[0]!.set(page, { silent: true })
    await page.locator('.wallet', { hasText: 'Silent' }).click()
    await at(page, 'waiting')
    await look(page, 'login-waiting')
    await page.locator('#slow').waitFor()
    await look(page, 'login-slow')
    await page.locator('#other').click()
    await page.locator('.wallet', { hasText: 'Other' }).click()
    await at(page, 'review')
    expect(await message(page)).toContain(wallets[1]!.addresses[0])
  })

  test.each([
    ['disconnect', null],
    ['accountsChanged', []],
  ])('the wallet goes away: %s', async (event, value) => {
    const { page, wallets } = await visit()
    await reviewed(page)
    await wallets[0]!.emit(page, event, value)
    await heading(page, 'Your wallet closed the connection')
    await at(page, 'choose')
  })

  test('the account is switched in the wallet while it asks for the signature', async () => {
    const { page, wallets } = await visit([{ keys: [random(32), random(32)] }])
    const [wallet] = wallets as [FakeWallet]
    await reviewed(page)
    await wallet.set(page, { account: 1 }) // signs with another key than the text names
    await page.locator('#sign').click()
    await heading(page, 'The signature was not accepted')
    expect(world.signin.verified).toEqual([])
    await wallet.emit(page, 'accountsChanged', [wallet.addresses[1]])
    await heading(page, 'You changed the account')
    await page.locator('#sign').click()
    await page.waitForURL(`${shop().origin}/?verify`)
  })

  test.each([
    [401, 'bad_signature', 'The signature was not accepted', 'review'],
    [401, 'factory_not_allowed', 'This kind of smart wallet is not accepted yet', 'choose'],
    [401, 'delegate_not_allowed', 'This kind of smart wallet is not accepted here', 'choose'],
    [401, 'wallet_removed', 'This wallet was taken off its account', 'choose'],
    [401, 'domain_mismatch', 'The signature was not accepted', 'review'],
    [409, 'nonce_used', 'That text was used already', 'review'],
    [410, 'expired', 'The time for this sign-in is over', 'over'],
    [403, 'wrong_browser', 'This sign-in was begun in another browser', 'over'],
    [403, 'wrong_origin', 'This page was reached in a way we do not trust', 'over'],
    [429, 'too_many_requests', 'Too many tries', 'choose'],
    [503, 'chain_unavailable', 'Your smart wallet cannot be checked right now', 'review'],
    [503, 'unavailable', 'No answer from the sign-in service', 'choose'],
  ])('the gateway answers %d %s to the signature', async (status, error, title, step) => {
    const { page } = await visit()
    await reviewed(page)
    const first = await message(page)
    world.signin.refusals['verify'] = [{ status, error, ...(status === 429 ? { retryAfter: 42 } : {}) }]
    await page.locator('#sign').click()
    await heading(page, title)
    await at(page, step)
    if (status === 429) await page.getByText('Please wait 42 seconds').waitFor()
    if (step === 'review') expect(await message(page)).not.toBe(first)
    await look(page, `login-${error}`)
    if (step === 'over') {
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
      await page.locator('#start-again').click()
      return page.waitForURL(`${shop().origin}/start`)
    }
    if (step === 'choose') await reviewed(page)
    await page.locator('#sign').click()
    await page.waitForURL(`${shop().origin}/?verify`)
  })

  test.each([
    [403, 'wrong_browser', 'This sign-in was begun in another browser'],
    [410, 'expired', 'The time for this sign-in is over'],
    [503, 'unavailable', 'No answer from the sign-in service'],
  ])('the gateway answers %d %s to the page itself', async (status, error, title) => {
    world.signin.refusals['context'] = [{ status, error }]
    const { page } = await visit()
    await heading(page, title)
    await look(page, `login-context-${error}`)
    if (status !== 503) {
      // The way to the shop is not known here: the gateway is asked, and if it does not say either, the person is told.
      world.signin.refusals['cancel'] = [{ status, error }]
      await page.locator('#start-again').click()
      await page.getByText('Please go back to the shop’s page').waitFor()
      return heading(page, title)
    }
    await page.locator('#again').click()
    await reviewed(page)
  })

  test('the connection breaks: nothing is lost, the person can try again', async () => {
    const { page, c } = await visit()
    await reviewed(page)
    await c.setOffline(true)
    await page.locator('#sign').click()
    await heading(page, 'No answer from the sign-in service')
    await c.setOffline(false)
    await reviewed(page)
    await page.locator('#sign').click()
    await page.waitForURL(`${shop().origin}/?verify`)
  })

  test('the first time at a shop: what it asks is shown, and given only when allowed', async () => {
    Object.assign(world.signin, { learns: ['pairwise_id', 'username', 'alias_email', 'offline'], consent: ['pairwise_id', 'username', 'alias_email', 'offline'] })
    const { page } = await visit()
    expect(await page.locator('.learns [data-thing]').count()).toBe(4)
    await look(page, 'login-choose-all')
    await reviewed(page)
    await page.locator('#sign').click()
    await at(page, 'consent')
    expect(await page.locator('[data-thing]').count()).toBe(4)
    expect(await page.locator('main').innerText()).toContain(shop().sector)
    expect(await page.evaluate(() => document.activeElement?.tagName), 'Enter must not allow by accident').toBe('H1')
    expect(await page.getByRole('link', { name: 'your sign-ins' }).getAttribute('href')).toBe('/account')
    await look(page, 'login-consent')
    world.signin.refusals['consent'] = [{ status: 503, error: 'unavailable' }]
    await page.locator('#allow').click()
    await page.getByText('Your answer did not arrive').waitFor()
    expect(world.signin.consented).toBe(0)
    await page.locator('#allow').click()
    await page.waitForURL(`${shop().origin}/?consent`)
    expect(world.signin.consented).toBe(1)
  })

  test('a shop that registered itself is called by its address when it asks, too', async () => {
    Object.assign(world.signin, { verifiedShop: false, consent: ['pairwise_id'] })
    const { page } = await visit()
    await reviewed(page)
    await page.locator('#sign').click()
    await at(page, 'consent')
    await page.locator('#caution').waitFor()
    expect(await page.locator('h1').innerText()).toContain(shop().sector)
    expect(await page.locator('main').innerText()).not.toContain('Paper Lantern')
    await look(page, 'login-consent-unknown-shop')
  })

  test('not now: the shop learns nothing', async () => {
    world.signin.consent = ['pairwise_id']
    const { page } = await visit()
    await reviewed(page)
    await page.locator('#sign').click()
    await page.locator('#deny').click()
    await page.waitForURL(`${shop().origin}/?cancel`)
    expect(world.signin.consented).toBe(0)
  })

  test('at 150 of 180 seconds there is a countdown and a way to start again; at the end, the end', async () => {
    world.signin.life = 75 // more than a minute left: nothing to see yet
    const { page, c } = await visit()
    await page.clock.install()
    await page.reload()
    await reviewed(page)
    expect(await page.locator('#clock').count()).toBe(0)
    await page.locator('#exact summary').click()
    await page.clock.runFor(46_000) // 29 s left
    expect(await page.locator('#clock').textContent()).toMatch(/^This sign-in ends in (28|29|30) seconds\.$/)
    expect(await page.locator('#exact').evaluate((d) => (d as HTMLDetailsElement).open), 'the clock must not fold what was opened').toBe(true)
    expect(await page.locator('#restart').isVisible()).toBe(true)
    await look(page, 'login-last-minute')
    await page.clock.runFor(30_000)
    await heading(page, 'The time for this sign-in is over')
    expect(await page.locator('#clock').count()).toBe(0)
    await look(page, 'login-expired')
    await page.locator('#start-again').click()
    await page.waitForURL(`${shop().origin}/start`)
    await c.close()
  })

  test('“start again” in the last minute goes to the shop', async () => {
    world.signin.life = 50
    const { page } = await visit()
    await page.locator('#restart').click()
    await page.waitForURL(`${shop().origin}/start`)
  })

  test('a device whose clock is wrong by an hour still counts right', async () => {
    world.signin.life = 50
    const c = await visitor(browser, complaints)
    open.push(c)
    const page = await c.newPage()
    await page.clock.setSystemTime(Date.now() + 3_600_000)
    await page.goto(`${world.gateway}/login/abc`)
    await page.locator('#clock').waitFor()
    expect(await page.locator('#clock').textContent()).toMatch(/in (4[5-9]|50) seconds/)
  })

  test('reloaded, left and come back to: the page asks what is still true', async () => {
    const { page } = await visit()
    await reviewed(page)
    await page.reload()
    await reviewed(page)
    await page.locator('#sign').click()
    await page.waitForURL(`${shop().origin}/?verify`)
    world.signin.over = true
    await page.goBack()
    await heading(page, 'The time for this sign-in is over')
    await page.locator('#start-again').click() // known although the sign-in is over
    await page.waitForURL(`${shop().origin}/start`)
  })

  test('a page from the browser’s cache of pages loads itself again', async () => {
    const { page } = await visit()
    await reviewed(page)
    world.signin.over = true
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
    await heading(page, 'The time for this sign-in is over')
  })

  test('two tabs: the one that is too late says so', async () => {
    const { page, c } = await visit()
    const second = await c.newPage()
    await second.goto(page.url())
    await reviewed(second)
    await reviewed(page)
    await page.locator('#sign').click()
    await page.waitForURL(`${shop().origin}/?verify`)
    await heading(second, 'You signed in, in another tab')
    await look(second, 'login-elsewhere')
    expect(world.signin.verified).toHaveLength(1)
  })

  test('keyboard alone, from the skip link to the shop', async () => {
    world.signin.consent = ['pairwise_id']
    const { page } = await visit()
    await page.locator('.wallet').waitFor()
    const until = async (id: RegExp): Promise<void> => {
      for (let i = 0; i < 30 && !id.test(await focused(page)); i++) await page.keyboard.press('Tab')
      expect(await focused(page)).toMatch(id)
    }
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip')
    await page.keyboard.press('Enter')
    await until(/^wallet-/)
    await page.keyboard.press('Enter')
    await at(page, 'review')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    await until(/^sign$/)
    await page.keyboard.press('Enter')
    await at(page, 'consent')
    await until(/^allow$/)
    await page.keyboard.press('Space')
    await page.waitForURL(`${shop().origin}/?consent`)
  })

  test('French, with every screen of the way', async () => {
    Object.assign(world.signin, { consent: ['pairwise_id', 'username', 'alias_email', 'offline'], learns: ['pairwise_id', 'username'], walletconnect: 'project' })
    const { page } = await visit([{}], { locale: 'fr-CA' })
    await page.locator('.wallet').first().waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr')
    await look(page, 'login-fr-choose')
    await reviewed(page)
    await look(page, 'login-fr-review')
    await page.locator('#sign').click()
    await at(page, 'consent')
    await look(page, 'login-fr-consent')
    await page.getByRole('button', { name: 'English' }).click()
    await heading(page, 'Your first time at Paper Lantern')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Français')
  })

  test('no screen broke the content policy or threw', () => expect(complaints).toEqual([]))
})
