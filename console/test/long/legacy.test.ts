import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { type Postback, registerProducer, startPostback } from '../../../test/support/harness.ts'
import { findings, leaveBrowser, linkFor, openBrowser, wide } from '../browser.ts'

// A browser on a busy machine, with several accessibility checks in one story.
vi.setConfig({ testTimeout: 120_000 })

const markup = '<script>window.ran = 1</script><img src=x onerror="window.ran = 2">'
const token = 'fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e'

let browser: Browser
let postback: Postback
let hook: OrdinaryReceiver
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(() => leaveBrowser())

beforeEach(async () => {
  postback = await startPostback()
  hook = await receiver(() => ({ status: 200, body: 'welcome back' }))
  await registerProducer(postback)
  await postback.api('PUT', '/v1/accounts/producer', {
    name: 'Padaria Boa',
    locale: 'en',
    timeZone: 'America/Sao_Paulo',
  })
  context = await browser.newContext({ viewport: wide, locale: 'en-US' })
  page = await context.newPage()
  await page.goto(await linkFor(postback, 'producer'))
  await page.getByRole('heading', { level: 1 }).waitFor()
})

afterEach(async () => {
  await context.close()
  await postback.close()
  await hook.close()
})

function post(id: number, more: object = {}) {
  const body = `callback_type=1&hottok=${token}&aff=&name=${encodeURIComponent(`Ana ${markup}`)}&status=approved`
  return {
    id,
    at: Date.UTC(2019, 2, 4, 12) + id * 60_000,
    url: hook.url,
    event: 'PURCHASE_APPROVED',
    transaction: `HP${1_000 + id}`,
    product: 1000,
    status: 500,
    attempts: 5,
    contentType: 'application/x-www-form-urlencoded',
    body,
    response: `${markup} wrong key ${token}`,
    ...more,
  }
}

async function importPosts(...posts: readonly object[]) {
  const headers = { 'content-type': 'application/x-ndjson' }
  const text = posts.map((it) => JSON.stringify(it)).join('\n')
  const reply = await postback.api('POST', '/v1/legacy-posts/import', text, { account: 'producer', headers })
  expect(reply.body).toMatchObject({ imported: posts.length })
}

function configure() {
  const configuration = { name: 'Give access', url: hook.url, events: ['PURCHASE_APPROVED'] }
  return postback.api('POST', '/v1/configurations', configuration, { account: 'producer' })
}

async function open(tab: 'Sent posts' | 'Pending posts') {
  await page.getByRole('link', { name: tab, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: tab }).waitFor()
}

const row = (text: string) => page.getByRole('row').filter({ hasText: text })

it('says what these tabs are for when nothing was imported, and how the operator imports posts', async () => {
  await open('Sent posts')
  await page.getByRole('heading', { name: 'No sent legacy posts' }).waitFor()
  await page.getByText('postback import posts.csv --account producer').waitFor()
  expect(await page.getByRole('main').getByRole('search').count()).toBe(0)
  expect(await findings(page)).toEqual([])
  await open('Pending posts')
  await page.getByRole('heading', { name: 'No pending legacy posts' }).waitFor()
})

it('shows the sent body and the response as text, without the old token', async () => {
  await importPosts(post(1, { status: 200, attempts: 1 }), post(2))
  await open('Sent posts')
  await row('HP1001').getByText('200').waitFor()
  await row('HP1001').getByText('Baking Bread at Home').waitFor()
  expect(await row('HP1002').count()).toBe(0)
  expect(await page.getByRole('button', { name: /Process again/ }).count()).toBe(0)
  expect(await findings(page)).toEqual([])

  await row('HP1001').getByRole('link', { name: 'Approved purchase' }).click()
  await page.getByRole('heading', { level: 1, name: 'Approved purchase · HP1001' }).waitFor()
  await page.getByText('confirmed it with 200 on Mar 4, 2019', { exact: false }).waitFor()
  const payload = page.getByRole('region', { name: 'Sent payload' })
  await payload.getByText(`Ana ${markup}`).waitFor()
  await payload.getByText('••••••••').waitFor()
  await page.getByText('Raw', { exact: true }).click()
  await payload.getByText('callback_type=1&hottok=••••••••&aff=&name=Ana%20', { exact: false }).waitFor()
  expect(await findings(page)).toEqual([])

  await page.getByRole('tab', { name: 'History of responses' }).click()
  await page
    .getByRole('region', { name: 'Last answer to the earlier tool' })
    .last()
    .getByText(`${markup} wrong key ••••••••`)
    .waitFor()
  await page.getByRole('list', { name: 'Past actions' }).getByText('Imported').waitFor()
  expect(await findings(page)).toEqual([])
  expect(await page.content()).not.toContain(token)
  expect(await page.evaluate(() => (window as { ran?: number }).ran)).toBeUndefined()

  await page.getByRole('link', { name: 'Sent posts' }).last().click()
  await row('HP1001').waitFor()
})

it('processes a pending post again, and says why if it may not', async () => {
  await importPosts(post(1), post(2, { status: -1 }))
  await open('Pending posts')
  await row('HP1001').getByRole('button', { name: 'Process again: Approved purchase · HP1001' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(new URL(hook.url).host).first().waitFor()
  await dialog.getByText('Its news is old.', { exact: false }).waitFor()
  await dialog.getByRole('button', { name: 'Process again' }).click()
  await dialog.getByText('None of your configurations goes to', { exact: false }).waitFor()
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(hook.arrived).toEqual([])

  await configure()
  await row('HP1001').getByRole('button').click()
  await dialog.getByRole('button', { name: 'Process again' }).click()
  await row('HP1001').getByText('Sent', { exact: true }).waitFor()
  await row('HP1001').getByText('200').waitFor()
  const { hottok } = (await postback.api('GET', '/v1/hottok', undefined, { account: 'producer' })).body
  expect(hook.arrived).toHaveLength(1)
  expect(hook.arrived[0]?.body).toContain(`callback_type=1&hottok=${hottok}&aff=&name=Ana%20`)
  // The pressed button still takes the focus, and says why it does nothing now.
  expect(await row('HP1001').getByRole('button').getAttribute('aria-disabled')).toBe('true')

  await open('Sent posts')
  await row('HP1001').getByRole('link', { name: 'Approved purchase' }).click()
  await page.getByText('It was processed again here', { exact: false }).waitFor()
  await page.getByRole('tab', { name: 'History of responses' }).click()
  await page.getByRole('region', { name: 'Answer to attempt 1' }).getByText('welcome back').waitFor()
  const actions = page.getByRole('list', { name: 'Past actions' })
  await actions.getByText('A person, in this console').waitFor()
  await actions.getByText('Delivered (200)').waitFor()
  expect(await findings(page)).toEqual([])
})

it('explains a failure in words, and enables the button again', async () => {
  hook.answer(() => ({ status: 401, body: 'who are you?' }))
  await configure()
  await importPosts(post(1, { status: null, attempts: 0, response: null }))
  await open('Pending posts')
  await row('HP1001').getByText('–').waitFor()
  await row('HP1001').getByRole('link').click()
  await page.getByText('It had not arrived when the earlier tool was replaced', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Process again' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Process again' }).click()
  await page.getByText('Another key wanted', { exact: true }).first().waitFor()
  await page.getByText('process it again once the cause is gone', { exact: false }).waitFor()
  hook.answer(() => ({ status: 204 }))
  await page.getByRole('button', { name: 'Process again' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Process again' }).click()
  await page.getByText('It was processed again here', { exact: false }).waitFor()
})

it('has filters in its address, and goes page by page', async () => {
  const posts = Array.from({ length: 120 }, (_, n) =>
    post(n, n === 7 ? { event: 'SWITCH_PLAN', product: 4711, status: 404 } : n === 8 ? { event: 'approved' } : {}),
  )
  await importPosts(...posts)
  await open('Pending posts')
  await row('HP1119').waitFor()
  await page.getByRole('button', { name: 'Next' }).click()
  await row('HP1069').waitFor()
  await page.getByRole('button', { name: 'Next' }).click()
  await row('HP1000').waitFor()
  await page.getByRole('link', { name: 'approved', exact: true }).waitFor()
  await row('Product 4711').waitFor()
  expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Previous' }).click()
  await row('HP1069').waitFor()

  await page.getByRole('searchbox', { name: 'Transaction' }).fill('HP1042')
  await row('HP1042').waitFor()
  await row('HP1069').waitFor({ state: 'detached' })
  expect(page.url()).toContain('transaction=HP1042')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await row('HP1119').waitFor()

  await page.getByRole('combobox', { name: 'Response status' }).click()
  await page.getByRole('option', { name: '404' }).click()
  await row('HP1007').waitFor()
  await row('HP1119').waitFor({ state: 'detached' })
  await page.goto(`${postback.url}/webhook/pending-posts?from=2019-03-04&to=2019-03-04&event=approved`)
  await row('HP1008').waitFor()
  expect(await findings(page)).toEqual([])
  await page.goto(`${postback.url}/webhook/pending-posts?from=2019-03-05`)
  await page.getByRole('heading', { name: 'No post matches these filters' }).waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).last().click()
  await row('HP1119').waitFor()
})

it('becomes cards on a phone, without sideways scrolling, and stays operable by keyboard', async () => {
  await importPosts(post(1, { url: `${hook.url}/${'long/'.repeat(40)}` }))
  await page.setViewportSize({ width: 360, height: 780 })
  await open('Pending posts')
  const card = page.getByRole('listitem').filter({ hasText: 'HP1001' })
  await card.getByText('Pending', { exact: true }).waitFor()
  const width = () => page.evaluate(() => document.documentElement.scrollWidth)
  expect(await width()).toBeLessThanOrEqual(360)
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'More filters' }).click()
  await page.getByLabel('First day').waitFor()
  await card.getByRole('link', { name: 'Approved purchase' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'HP1001' }).waitFor()
  // The focus moves to the post.
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('HP1001')
  expect(await width()).toBeLessThanOrEqual(360)
  expect(await findings(page)).toEqual([])
})

it('says that a post does not exist, and links back', async () => {
  await importPosts(post(1))
  await page.goto(`${postback.url}/webhook/pending-posts?post=nobody`)
  await page.getByRole('heading', { name: 'There is no such post' }).waitFor()
  await page.getByRole('link', { name: 'Pending posts' }).last().click()
  await row('HP1001').waitFor()
})
