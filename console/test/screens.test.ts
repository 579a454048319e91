import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../test/harness.ts'
import { type OrdinaryReceiver, receiver } from '../../test/receivers/ordinary.ts'
import { enter, findings, launchBrowser, narrow, overflow, show, wide } from './browser.ts'

/** Every screen in each of its states: loading, empty, in error and filled; in light and dark, wide and as narrow as phones are. */

// Each is looked over for accessibility several times, on a busy machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 })

interface Screen {
  readonly name: string
  readonly path: string
  /** What is there once it is filled. */
  readonly filled: string | RegExp
  /** Waits for nothing of the account: there is no loading, and nothing to be refused. */
  readonly still?: boolean
  /** What an account that has nothing yet reads; absent: nothing depends on what it has. */
  readonly empty?: string | RegExp
}

const screens: readonly Screen[] = [
  {
    name: 'configurations',
    path: '/webhook/configurations',
    filled: 'Give access',
    empty: 'Create your first configuration',
  },
  { name: 'a new configuration', path: '/webhook/configurations/new', filled: 'Sending URL' },
  // An event with few parameters: those of all others look alike, and each of them costs time.
  { name: 'documentation', path: '/webhook/documentation?event=CLUB_FIRST_ACCESS', filled: 'data.user.email' },
  { name: 'history', path: '/webhook/history', filled: 'HP0000000001', empty: 'Nothing sent yet' },
  { name: 'tests', path: '/webhook/tests', filled: 'Send test', empty: 'No tests yet' },
  { name: 'sent posts', path: '/webhook/sent-posts', filled: 'HPOLD1', empty: 'No sent legacy posts' },
  { name: 'pending posts', path: '/webhook/pending-posts', filled: 'HPOLD2', empty: 'No pending legacy posts' },
  { name: 'affiliates', path: '/webhook/affiliates', filled: 'Bruno Lima', empty: 'What you receive' },
  { name: 'needs attention', path: '/webhook/attention', filled: 'Posts by event', empty: /nothing was sent/i },
  { name: 'Hotconnect', path: '/hotconnect', filled: 'Shop system', empty: 'Create your first credential' },
  { name: 'integrations', path: '/integrations', filled: /Find or Create User/, still: true },
]

let browser: Browser
let postback: Postback
let system: OrdinaryReceiver

beforeAll(async () => {
  postback = await startPostback()
  system = await receiver()
  browser = await launchBrowser()
  await registerProducer(postback)
  await postback.api('PUT', '/v1/accounts/newcomer', { name: 'Newcomer' })
  await postback.api('PUT', '/v1/accounts/bruno', { name: 'Bruno' })
  const ok = async (method: string, path: string, body?: unknown) => {
    const reply = await postback.api(method, path, body, { account: 'producer' })
    expect(reply.status, `${method} ${path}: ${reply.text}`).toBeLessThan(300)
  }
  await ok('PUT', '/v1/products/1000/affiliates/B1', { accountId: 'bruno', name: 'Bruno Lima', sharesBuyerData: false })
  const configuration = { name: 'Give access', url: system.url, events: ['PURCHASE_APPROVED'] }
  await ok('POST', '/v1/configurations', configuration)
  const wrong = { name: 'Old site', url: 'https://members.example.invalid/hook', events: ['PURCHASE_REFUNDED'] }
  await ok('POST', '/v1/configurations', wrong)
  await ok('PUT', '/v1/transactions/HP0000000001', sale('PURCHASE_APPROVED', 'HP0000000001'))
  await ok('PUT', '/v1/transactions/HP0000000002', sale('PURCHASE_REFUNDED', 'HP0000000002'))
  await ok('POST', '/v1/tests', { event: 'PURCHASE_APPROVED', urls: [system.url], inbox: true })
  await ok('POST', '/v1/credentials', { name: 'Shop system' })
  await importPosts()
  await system.arrivals(2)
  await eventually(
    () => postback.api('GET', '/v1/deliveries?state=delivered', undefined, { account: 'producer' }),
    ({ body }) => body.data.length === 3,
  )
})

afterAll(async () => {
  await browser?.close()
  await system?.close()
  await postback?.close()
})

async function importPosts() {
  const post = (id: string, status: number) => ({
    id,
    at: '2020-03-04T10:00:00Z',
    url: system.url,
    event: 'PURCHASE_APPROVED',
    transaction: `HPOLD${id}`,
    product: 1000,
    status,
    attempts: 1,
    contentType: 'application/x-www-form-urlencoded',
    body: 'email=ana%40example.com',
    response: 'ok',
  })
  const lines = [post('1', 200), post('2', 500)].map((it) => JSON.stringify(it)).join('\n')
  const headers = { 'content-type': 'application/x-ndjson' }
  const reply = await postback.api('POST', '/v1/legacy-posts/import', lines, { account: 'producer', headers })
  expect(reply.body).toMatchObject({ imported: 2 })
}

/** What tells who is signed in, and what stands around every page. */
const around = /\/v1\/(me|console)$/

/** Answers in the server's place, for all that belongs to the page itself. */
function instead(page: Page, answer: (route: Route) => Promise<void> | undefined) {
  return page.route(/\/v1\//, (route) =>
    around.test(new URL(route.request().url()).pathname) ? route.continue() : answer(route),
  )
}

async function expectToFit(page: Page) {
  for (const viewport of [narrow, wide]) {
    await page.setViewportSize(viewport)
    await expect.poll(() => overflow(page), `wider than ${viewport.width} px`).toBe(0)
  }
}

/** In light by every rule, in dark by those of colours: nothing else is another there. */
async function expectAccessible(page: Page) {
  await show(page, { colorScheme: 'light' })
  expect(await findings(page), 'light').toEqual([])
  await show(page, { colorScheme: 'dark' })
  expect(await findings(page, { rules: ['color-contrast'] }), 'dark').toEqual([])
}

/** What a person asks of the system: text that stands out seven to one. */
async function expectContrast(page: Page) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await show(page, { colorScheme, contrast: 'more' })
    expect(await findings(page, { rules: ['color-contrast-enhanced'] }), `more contrast, ${colorScheme}`).toEqual([])
  }
  await page.emulateMedia({ contrast: 'no-preference' })
}

describe('an account with everything in it', () => {
  let page: Page
  beforeAll(async () => {
    page = await enter(browser, postback, { reducedMotion: 'reduce' })
  })
  afterAll(() => page.context().close())

  test.each(screens)('sees $name', async ({ path, filled }) => {
    await page.goto(postback.url + path)
    await page.getByRole('main').getByText(filled).first().waitFor()
    await page.waitForLoadState('networkidle')
    await expectToFit(page)
    await expectAccessible(page)
    await expectContrast(page)
  })
})

describe('an account with nothing yet', () => {
  let page: Page
  beforeAll(async () => {
    page = await enter(browser, postback, { accountId: 'newcomer', reducedMotion: 'reduce' })
  })
  afterAll(() => page.context().close())

  test.each(screens.filter(({ empty }) => empty))('reads what to do in $name', async ({ path, empty = '' }) => {
    await page.goto(postback.url + path)
    await page.getByRole('main').getByText(empty).first().waitFor()
    await expectToFit(page)
    await expectAccessible(page)
  })
})

describe('when the server', () => {
  let page: Page
  beforeAll(async () => {
    page = await enter(browser, postback, { reducedMotion: 'reduce' })
  })
  afterEach(() => page.unrouteAll({ behavior: 'ignoreErrors' }))
  afterAll(() => page.context().close())

  test.each(screens.filter(({ still }) => !still))('takes its time, $name says so', async ({ path }) => {
    await instead(page, () => undefined)
    await page.goto(postback.url + path)
    await page.locator('main [aria-busy=true]').first().waitFor()
    await expectAccessible(page)
  })

  test.each(screens.filter(({ still }) => !still))('refuses, $name says so', async ({ path }) => {
    const problem = { type: 'about:blank', title: 'Forbidden', status: 403, code: 'forbidden', detail: 'Not for you.' }
    await instead(page, (route) =>
      route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
    )
    await page.goto(postback.url + path)
    await page.getByRole('main').getByRole('alert').first().waitFor()
    await expectAccessible(page)
  })
})
