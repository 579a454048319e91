import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { enter, findings, leaveBrowser, narrow, openBrowser, overflow, show, wide } from '../browser.ts'

/** Every screen in each of its states: loading, empty, in error and filled; in light and dark, wide and as narrow as phones are. */

// Several accessibility checks for each screen, on a busy machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 })

interface Screen {
  readonly name: string
  readonly path: string
  /** A text of the filled screen. */
  readonly filled: string | RegExp
  /** The screen loads no data of the account, so it has no loading or error state. */
  readonly still?: boolean
  /** A text of the screen in an empty account; absent: the screen does not depend on the account. */
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
  // An event with few parameters, because all look alike and each costs time.
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
  browser = await openBrowser()
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
  await leaveBrowser()
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

/** The requests for the sign-in and for the frame around every page. */
const around = /\/v1\/(me|console)$/

/** Answers in place of the server, for all requests of the page itself. */
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

/** Checks every rule in light, and only the colour rules in dark: the rest is the same there. */
async function expectAccessible(page: Page) {
  await show(page, { colorScheme: 'light' })
  expect(await findings(page), 'light').toEqual([])
  await show(page, { colorScheme: 'dark' })
  expect(await findings(page, { rules: ['color-contrast'] }), 'dark').toEqual([])
}

/** Checks the system preference for more contrast: text at seven to one. */
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
