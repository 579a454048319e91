import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { findings, leaveBrowser, linkFor, narrow, openBrowser, overflow, show, wide } from '../browser.ts'

// A browser on a busy machine, with several accessibility checks in one story.
vi.setConfig({ testTimeout: 120_000 })

const markup = '<script>window.ran = 1</script><img src=x onerror="window.ran = 2">'
const transaction = 'HP1234567890'

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
  hook = await receiver(() => ({ status: 500, headers: { 'content-type': 'text/html' }, body: markup }))
  await registerProducer(postback)
  await postback.api('PUT', '/v1/accounts/producer', {
    name: 'Padaria Boa',
    locale: 'en',
    timeZone: 'America/Sao_Paulo',
  })
  const configuration = { name: 'Give access', url: hook.url, events: ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'] }
  await postback.api('POST', '/v1/configurations', configuration, { account: 'producer' })

  context = await browser.newContext({ viewport: wide, locale: 'en-US' })
  page = await context.newPage()
  await page.goto(await linkFor(postback, 'producer'))
  await page.getByRole('link', { name: 'History', exact: true }).click()
  await page.getByRole('heading', { name: 'History', level: 1 }).waitFor()
})

afterEach(async () => {
  await context.close()
  await postback.close()
  await hook.close()
})

async function report(event: 'PURCHASE_APPROVED' | 'PURCHASE_REFUNDED', code = transaction, buyer = 'Ana Souza') {
  const data = sale(event, code) as { buyer: Record<string, unknown> } & Record<string, unknown>
  const body = { event, data: { ...data, buyer: { ...data.buyer, name: buyer } } }
  expect((await postback.api('POST', '/v1/events', body as never)).status).toBe(202)
}

async function settled(state: string, count = 1) {
  await eventually(
    () => postback.api('GET', `/v1/deliveries?state=${state}`, undefined, { account: 'producer' }),
    ({ body }) => body.data.length === count,
  )
}

const row = (code: string) => page.getByRole('row').filter({ hasText: code })
/** Of the result of processing many again. */
const counts = async () =>
  (await page.locator('main dl > div').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim())
/** Beside the list. */
const panel = () => page.getByRole('complementary', { name: 'The post that is open' })
/** The transactions of the rows, from the top. */
const order = async () =>
  (await page.getByRole('row').getByRole('link', { name: /^HP/ }).allInnerTexts()).map((text) => text.trim())
const live = () => page.getByRole('switch', { name: 'Live' })
const ran = () => page.evaluate(() => (window as { ran?: number }).ran)

it('finds a failed post, reads what went out and came back, and processes it again with the arrow', async () => {
  await report('PURCHASE_APPROVED', transaction, `Ana ${markup}`)
  await settled('failed')
  await page.reload()
  await page.getByRole('link', { name: 'Failed' }).click()
  await row(transaction).getByText('500').waitFor()
  await row(transaction).getByText('Error in your system').waitFor()
  await row(transaction).getByText('5/5').waitFor()
  expect(await findings(page)).toEqual([])

  await page.getByRole('link', { name: 'Approved purchase' }).click()
  await panel().getByRole('heading', { level: 2, name: transaction }).waitFor()
  await panel().getByText('Your system had an internal error (500).').waitFor()
  // It opens on the answer.
  await page.getByRole('region', { name: 'Answer to attempt 5' }).getByText(markup).waitFor()
  expect(await findings(page)).toEqual([])
  await page.getByRole('tab', { name: 'Sent Payload' }).click()
  await page.getByRole('tabpanel').getByText(markup.slice(0, 30)).waitFor()
  expect(await findings(page)).toEqual([])

  await page.getByRole('tab', { name: 'History of responses' }).click()
  await page.getByRole('button', { name: /^Attempt 1\b/ }).waitFor()
  expect(await page.getByRole('button', { name: /^Attempt \d/ }).count()).toBe(5)
  await page.getByRole('region', { name: 'Answer to attempt 5' }).getByText(markup).waitFor()
  await page.getByRole('heading', { name: 'Past actions' }).waitFor()
  expect(await findings(page)).toEqual([])
  await page.getByRole('tab', { name: 'Request headers' }).click()
  await page.getByText('x-hotmart-hottok').waitFor()
  await page.getByRole('tab', { name: 'Routing' }).click()
  await page.getByText('The configuration wants this event and gets it.').waitFor()
  expect(await ran()).toBeUndefined()

  hook.answer(() => ({ status: 200 }))
  await page.goBack()
  await page.getByRole('switch', { name: 'Live' }).click({ force: true })
  await page.getByRole('switch', { name: 'Live', exact: true }).and(page.locator(':checked')).waitFor()
  await row(transaction).getByRole('button', { name: 'Process again' }).click()
  await row(transaction).getByText('Delivered').waitFor()
  await row(transaction).getByText('200').waitFor()
  await row(transaction).getByText('series 2').waitFor()
  expect(hook.arrived).toHaveLength(6)
})

it('shows a post of version 1.0.0 as a list of parameters, and as raw text', async () => {
  hook.answer(() => ({ status: 200 }))
  const old = { name: 'Old system', url: hook.url, events: ['PURCHASE_REFUNDED'], version: '1.0.0' }
  await postback.api('POST', '/v1/configurations', old, { account: 'producer' })
  await report('PURCHASE_REFUNDED', transaction, `Ana ${markup}`)
  await settled('delivered', 2)
  const { body } = await postback.api('GET', '/v1/deliveries', undefined, { account: 'producer' })
  const post = body.data.find((it: { version: string }) => it.version === '1.0.0')
  await page.goto(`${postback.url}/webhook/deliveries/${post.id}`)
  const payload = page.getByRole('region', { name: 'Sent payload' })
  await payload.getByText(`Ana ${markup}`).waitFor()
  expect(await payload.getByRole('term').allTextContents()).toEqual(
    expect.arrayContaining(['hottok', 'currency_code_from_', 'sck']),
  )
  expect(await payload.textContent()).toMatch(/hottok•+aff\(empty\)/)
  expect(await findings(page)).toEqual([])
  await page.getByText('Raw', { exact: true }).click()
  expect(await payload.textContent()).toMatch(/^callback_type=1&hottok=•+&aff=&.*&sck=$/)
  await page.evaluate(() => {
    const copied = window as { copied?: string }
    Object.defineProperty(navigator, 'clipboard', {
      value: {
        async writeText(text: string) {
          copied.copied = text
        },
      },
    })
  })
  await page.getByRole('button', { name: 'Copy as curl' }).click()
  const curl = await page.evaluate(() => (window as { copied?: string }).copied ?? '')
  expect(curl).toContain(`-H 'content-type: application/x-www-form-urlencoded'`)
  expect(curl).toContain(`--data-raw 'callback_type=1&hottok=YOUR_TOKEN&aff=&`)
  expect(await ran()).toBeUndefined()
})

it('in live mode lets new posts slide in, and moves nothing while the reader is in the list', async () => {
  hook.answer(() => ({ status: 200 }))
  await report('PURCHASE_APPROVED', 'HP1000000001')
  await settled('delivered')
  await page.reload()
  await row('HP1000000001').waitFor()
  const streaming = page.waitForResponse(/deliveries\/stream/)
  await live().click({ force: true })
  await streaming
  await report('PURCHASE_APPROVED', 'HP1000000002')
  await row('HP1000000002').getByText('Delivered').waitFor()
  expect(await order()).toEqual(['HP1000000002', 'HP1000000001'])
  const said = page.locator('[aria-live=polite]').filter({ hasText: /^1 new post$/ })
  await said.waitFor({ state: 'attached' })

  // The pointer is in it.
  await row('HP1000000001').hover()
  await report('PURCHASE_APPROVED', 'HP1000000003')
  const waiting = page.getByRole('button', { name: '1 new post, show' })
  await waiting.waitFor()
  expect(await order()).toEqual(['HP1000000002', 'HP1000000001'])
  await page.mouse.move(5, 5)
  await row('HP1000000003').waitFor()
  await waiting.waitFor({ state: 'detached' })

  // Something is selected. The reader may still ask for them.
  await row('HP1000000001').getByRole('checkbox').check()
  await page.mouse.move(5, 5)
  await page.getByRole('heading', { level: 1 }).focus()
  await report('PURCHASE_APPROVED', 'HP1000000004')
  await waiting.click()
  await row('HP1000000004').waitFor()
  await page.getByRole('button', { name: 'Clear the selection' }).click()

  // It is paused.
  await page.getByRole('button', { name: 'Pause' }).click()
  await report('PURCHASE_APPROVED', 'HP1000000005')
  await waiting.waitFor()
  expect((await order())[0]).toBe('HP1000000004')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Go on' }).click()
  await row('HP1000000005').waitFor()
})

it('loads what came during a break as soon as it is live again', async () => {
  hook.answer(() => ({ status: 200 }))
  // A stream that ends at once, and what came before it did.
  await page.route(
    /deliveries\/stream/,
    async (route) => {
      await report('PURCHASE_APPROVED', 'HP1000000001')
      await settled('delivered')
      await route.fulfill({ contentType: 'text/event-stream', body: ': open\n\n' })
    },
    { times: 1 },
  )
  await live().click({ force: true })
  await row('HP1000000001').getByText('Delivered').waitFor()
})

it('polls every ten seconds and says so when no stream is free, and is live again when one is', async () => {
  hook.answer(() => ({ status: 200 }))
  const headers = { authorization: `Bearer ${postback.platformKey}`, 'postback-account': 'producer' }
  const others = new AbortController()
  const open = () => fetch(`${postback.url}/v1/deliveries/stream`, { headers, signal: others.signal })
  // We keep the answers: garbage collection would close them.
  const held = await Promise.all(Array.from({ length: 20 }, open))
  await page.getByRole('switch', { name: 'Live' }).click({ force: true })
  const note = page.getByRole('status').filter({ hasText: 'loaded again every 10 seconds' })
  await note.waitFor()
  expect(await note.textContent()).toContain('Too many live views of this account are open')
  expect(await findings(page)).toEqual([])
  await report('PURCHASE_APPROVED')
  await row(transaction).getByText('Delivered').waitFor()
  await note.waitFor()
  expect(held.map(({ status }) => status)).toEqual(Array(20).fill(200))
  others.abort()
  await note.waitFor({ state: 'detached' })
  await report('PURCHASE_APPROVED', 'HP1000000002')
  await row('HP1000000002').waitFor()
})

it('counts first, then processes many again, and shows the progress', async () => {
  for (const code of ['HP1000000001', 'HP1000000002', 'HP1000000003']) await report('PURCHASE_APPROVED', code)
  await settled('failed', 3)
  hook.answer(() => ({ status: 200 }))
  await page.goto(`${postback.url}/webhook/history?state=failed`)
  await page.getByRole('button', { name: 'Process several again' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('3 posts').waitFor()
  await dialog.getByText(new URL(hook.url).host).waitFor()
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Process again' }).click()
  await page.getByText('All 3 have arrived').waitFor()
  await page.waitForURL('**/webhook/history/replays/rpl_*')
  expect(await counts()).toEqual(['Arrived 3', 'Still waiting 0', 'Failed 0', 'Left as they are 0'])
  await settled('delivered', 3)
})

it('keeps the result of processing many again at its own address, until all have arrived', async () => {
  for (const code of ['HP1000000001', 'HP1000000002']) await report('PURCHASE_APPROVED', code)
  await settled('failed', 2)
  const used = hook.arrived.length
  hook.answer(({ body }) => ({ status: body.includes('HP1000000001') ? 200 : 503 }))
  await page.goto(`${postback.url}/webhook/history?state=failed`)
  await page.getByRole('button', { name: 'Process several again' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Process again' }).click()
  await page.getByText('1 post has not arrived').waitFor()
  expect(await counts()).toEqual(['Arrived 1', 'Still waiting 0', 'Failed 1', 'Left as they are 0'])

  await page.reload()
  await page.getByText('1 post has not arrived').waitFor()
  const failures = page.getByRole('region', { name: 'Failed' })
  await failures.getByRole('link', { name: 'Approved purchase' }).waitFor()
  expect(await failures.getByRole('link', { name: 'Approved purchase' }).count()).toBe(1)
  for (const scheme of ['light', 'dark'] as const) {
    await show(page, { colorScheme: scheme })
    expect(await findings(page, { within: 'main', strict: true })).toEqual([])
  }
  await page.setViewportSize(narrow)
  expect(await overflow(page)).toBe(0)
  await page.setViewportSize(wide)

  // After the receiver is repaired, the failed one counts as arrived, too.
  hook.answer(() => ({ status: 200 }))
  await failures.getByRole('button', { name: 'Process again' }).click()
  await page.getByText('All 2 have arrived').waitFor()
  expect(await counts()).toEqual(['Arrived 2', 'Still waiting 0', 'Failed 0', 'Left as they are 0'])
  await failures.waitFor({ state: 'detached' })
  expect(hook.arrived).toHaveLength(used + 7)

  await page.goto(`${postback.url}/webhook/history/replays/rpl_0`)
  await page.getByText('There is no such result').waitFor()
})

it('asks before a delivered post is sent a second time, and cancels one that waits', async () => {
  hook.answer(() => ({ status: 200 }))
  await report('PURCHASE_APPROVED')
  await settled('delivered')
  await page.goto(`${postback.url}/webhook/history`)
  await row(transaction).getByRole('button', { name: 'Process again' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Your system has confirmed this post already. It will receive it a second time.').waitFor()
  expect(hook.arrived).toHaveLength(1)
  const answer = Promise.withResolvers<{ status: number; headers: Record<string, string> }>()
  hook.answer(() => answer.promise)
  await dialog.getByRole('button', { name: 'Process again' }).click()
  await hook.arrivals(2)
  answer.resolve({ status: 503, headers: { 'retry-after': '600' } })
  await row(transaction).getByRole('button', { name: 'Cancel post' }).click()
  await dialog.getByText('It will not be sent any more.').waitFor()
  await dialog.getByRole('button', { name: 'Cancel post' }).click()
  await page.getByText('The post was cancelled.').waitFor()
  await row(transaction).getByRole('button', { name: 'Cancel post' }).waitFor({ state: 'detached' })
  expect(hook.arrived).toHaveLength(2)
})

it('warns before a sale that was refunded since is processed again', async () => {
  await report('PURCHASE_APPROVED')
  await settled('failed')
  await report('PURCHASE_REFUNDED')
  await settled('failed', 2)
  await page.goto(`${postback.url}/webhook/history?event=PURCHASE_APPROVED`)
  const sent = hook.arrived.length
  await row(transaction).getByRole('button', { name: 'Process again' }).click()
  await page.getByRole('dialog').getByText('This sale has since been refunded.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('link', { name: 'Approved purchase' }).click()
  await page.getByText('Think twice before you process this again').waitFor()
  expect(hook.arrived).toHaveLength(sent)
})

it('says of a refusal how long the wait is, that it is not counted, and what to do', async () => {
  const refusals = ['0', '0', '3600']
  hook.answer(() => ({ status: 200 }))
  await report('PURCHASE_APPROVED', 'HP1000000001')
  await settled('delivered')
  hook.answer(() => ({ status: 429, headers: { 'retry-after': refusals.shift() ?? '3600' } }))
  await report('PURCHASE_APPROVED')
  await eventually(
    () => postback.api('GET', `/v1/deliveries?transaction=${transaction}`, undefined, { account: 'producer' }),
    ({ body }) => body.data[0].attemptsTotal === 3,
  )
  await report('PURCHASE_REFUNDED', 'HP1000000002')
  await page.reload()
  await row(transaction).getByText('Too many at once').waitFor()
  // Posts without an attempt wait for the same time.
  for (const code of [transaction, 'HP1000000002']) {
    expect(await row(code).textContent()).toMatch(/0\/5next in (1 hour|5\d minutes)/)
  }
  await row(transaction).getByRole('link', { name: 'Approved purchase' }).click()
  await page.getByText(/^Your system takes fewer posts at a time, and asked us to wait until /).waitFor()
  await page.getByText(/^0 of 5 attempts are used\. The next one is on /).waitFor()
  await page.getByText('Postback sends it nothing until then, then one post, then slowly more.').waitFor()
  await page.getByText('set “Posts a second at most” in the configuration').waitFor()

  await page.getByRole('tab', { name: 'History of responses' }).click()
  const last = page.getByRole('button', { name: /^Attempt 3\b/ })
  expect(await last.innerText()).toMatch(/429[\s,]*Too many at once, asked to wait until .+[\s,]*Not counted/)
  await page.getByText(/^Series 1 · not counted · Automatic/).waitFor()
  await page.getByText('It is not counted among the 5 attempts: your system took another post').waitFor()
  expect(await page.getByText('Refused (429), asked to wait, not counted').count()).toBe(3)
  expect(await findings(page)).toEqual([])

  await page.goto(`${postback.url}/webhook/history?transaction=HP1000000002`)
  await row('HP1000000002').getByRole('link', { name: 'Refunded' }).click()
  await page.getByText(/^It will be sent from .* on, as 127\.0\.0\.1:\d+ asked us to wait\.$/).waitFor()
})

it('counts the refusals of a system that accepts nothing, and says how long it asked to wait', async () => {
  hook.answer(() => ({ status: 503, headers: { 'retry-after': '0' } }))
  await report('PURCHASE_APPROVED')
  await settled('failed')
  await page.reload()
  await row(transaction).getByText('5/5').waitFor()
  await row(transaction).getByRole('link', { name: 'Approved purchase' }).click()
  await page
    .getByText(/^Your system says that it cannot answer right now \(503\), and asked us to wait until /)
    .waitFor()
  // No further attempt follows.
  expect(await page.getByText('Postback sends it nothing until then').count()).toBe(0)
  await page.getByText('When it works again, press Process again.').waitFor()
  await page.getByRole('tab', { name: 'History of responses' }).click()
  await page.getByText(/^Series 1 · 5\/5 · Automatic/).waitFor()
  expect(await page.getByText('Not counted').count()).toBe(0)
})

it('becomes cards on a phone, without sideways scrolling, and stays operable by keyboard', async () => {
  await report('PURCHASE_APPROVED')
  await settled('failed')
  await page.setViewportSize({ width: 360, height: 780 })
  await page.reload()
  const card = page.getByRole('listitem').filter({ hasText: transaction })
  await card.getByText('Error in your system').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect(await findings(page)).toEqual([])
  await card.getByRole('link', { name: 'Approved purchase' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: transaction }).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  expect(await findings(page)).toEqual([])
})

it('shows many posts at first sight, each in one line, without columns that the reader does not want', async () => {
  hook.answer(() => ({ status: 200 }))
  const codes = Array.from({ length: 20 }, (_, n) => `HP20000000${10 + n}`)
  for (const code of codes) await report('PURCHASE_APPROVED', code)
  await settled('delivered', 20)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.reload()
  await row(codes[0] ?? '').waitFor()
  const boxes = () => page.locator('[data-post]').evaluateAll((rows) => rows.map((it) => it.getBoundingClientRect()))
  const inSight = (rows: readonly { bottom: number }[], height: number) =>
    rows.filter(({ bottom }) => bottom <= height).length
  expect(inSight(await boxes(), 900)).toBeGreaterThanOrEqual(15)
  expect(new Set((await boxes()).map(({ height }) => Math.round(height)))).toEqual(new Set([36]))

  const heads = () => page.getByRole('columnheader').allInnerTexts()
  const all = ['Status', 'Event', 'Transaction', 'Buyer', 'Product', 'Configuration', 'Attempts', 'State and reason']
  expect((await heads()).filter(Boolean)).toEqual([...all, 'Time'])
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Product' }).uncheck()
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.reload()
  await row(codes[0] ?? '').waitFor()
  expect(await heads()).not.toContain('Product')

  await page.setViewportSize({ width: 390, height: 844 })
  await page
    .getByRole('listitem')
    .filter({ hasText: codes[19] ?? '' })
    .waitFor()
  expect(inSight(await boxes(), 844)).toBeGreaterThanOrEqual(5)
})

it('shows each filter once, with its count, and takes it away with a press', async () => {
  await report('PURCHASE_APPROVED', 'HP1000000001')
  await settled('failed')
  hook.answer(() => ({ status: 200 }))
  await report('PURCHASE_REFUNDED', 'HP1000000002')
  await settled('delivered')
  await page.reload()
  const filters = page.getByRole('search', { name: 'Filter the history' })
  await filters.getByRole('link', { name: 'Failed 1' }).waitFor()
  await filters.getByRole('link', { name: 'Delivered 1' }).waitFor()
  await filters.getByRole('button', { name: 'Filter', exact: true }).click()
  expect(await findings(page)).toEqual([])
  await page.getByRole('combobox', { name: 'Period' }).click()
  await page.getByRole('option', { name: 'Last hour' }).click()
  await page.keyboard.press('Escape')
  await filters.getByRole('link', { name: 'Delivered 1' }).click()
  await row('HP1000000001').waitFor({ state: 'detached' })
  await page.waitForURL(/state=delivered/)
  expect(new URL(page.url()).searchParams.get('period')).toBe('1h')
  expect(await findings(page)).toEqual([])
  await filters.getByRole('link', { name: 'Delivered 1' }).click()
  await row('HP1000000001').waitFor()
  await filters.getByRole('button', { name: 'Remove the filter Period: Last hour' }).click()
  await expect.poll(() => new URL(page.url()).search).toBe('')
})

it('processes a selection again, with its number on the button', async () => {
  for (const code of ['HP1000000001', 'HP1000000002', 'HP1000000003', 'HP1000000004']) {
    await report('PURCHASE_APPROVED', code)
  }
  await settled('failed', 4)
  const used = hook.arrived.length
  hook.answer(() => ({ status: 200 }))
  await page.reload()
  await row('HP1000000004').getByRole('checkbox').click()
  await page.getByRole('button', { name: 'Process 1 again' }).waitFor()
  await row('HP1000000002')
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] })
  await row('HP1000000003').getByRole('link', { name: 'Approved purchase' }).click()
  await panel().getByRole('tab', { name: 'Sent Payload' }).waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await show(page, { colorScheme })
    expect(await findings(page, { within: 'main', strict: true })).toEqual([])
  }
  await page.getByRole('button', { name: 'Process 3 again' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('3 posts').waitFor()
  await dialog.getByText('The posts that you have selected.').waitFor()
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Process again' }).click()
  await page.getByText('All 3 have arrived').waitFor()
  expect(hook.arrived).toHaveLength(used + 3)
  expect(hook.arrived.slice(used).some(({ body }) => body.includes('HP1000000001'))).toBe(false)
})

it('takes only failed posts of a filter unless told otherwise, and asks for the number of very many', async () => {
  hook.answer(() => ({ status: 200 }))
  await report('PURCHASE_APPROVED', 'HP1000000001')
  await settled('delivered')
  hook.answer(() => ({ status: 500 }))
  await report('PURCHASE_APPROVED', 'HP1000000002')
  await settled('failed')
  await page.reload()
  await page.getByRole('button', { name: 'Process several again' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('1 post', { exact: true }).waitFor()
  expect(await dialog.getByRole('radio', { name: 'Only failed posts (1)' }).isChecked()).toBe(true)
  await dialog.getByRole('radio', { name: 'All posts, confirmed ones too (2)' }).check()
  await dialog.getByText('2 posts', { exact: true }).waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })

  // As if there were more than a press is for.
  await page.route('**/v1/replays', async (route) => {
    if (!JSON.parse(route.request().postData() ?? '{}').dryRun) return route.continue()
    await route.fulfill({ json: { count: 501, exact: true } })
  })
  await page.getByRole('button', { name: 'Process several again' }).click()
  await dialog.getByText('501 posts', { exact: true }).waitFor()
  const start = dialog.getByRole('button', { name: 'Process again' })
  expect(await start.getAttribute('aria-disabled')).toBe('true')
  await dialog.getByRole('textbox', { name: 'Number of posts' }).fill('50')
  await start.click({ force: true })
  expect(await findings(page)).toEqual([])
  expect(new URL(page.url()).pathname).toBe('/webhook/history')
  await dialog.getByRole('textbox', { name: 'Number of posts' }).fill('501')
  await start.click()
  await page.waitForURL('**/webhook/history/replays/rpl_*')
})

it('goes from post to post with keys, beside the list', async () => {
  for (const code of ['HP1000000001', 'HP1000000002', 'HP1000000003']) await report('PURCHASE_APPROVED', code)
  await settled('failed', 3)
  const used = hook.arrived.length
  hook.answer(() => ({ status: 200 }))
  await page.goto(`${postback.url}/webhook/history?state=failed`)
  const focused = () => page.evaluate(() => document.activeElement?.closest('[data-post]')?.textContent ?? '')
  await row('HP1000000003').getByRole('link', { name: 'Approved purchase' }).focus()
  await page.keyboard.press('j')
  await expect.poll(focused).toContain('HP1000000002')
  await page.keyboard.press('Enter')
  await panel().getByRole('heading', { level: 2, name: 'HP1000000002' }).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('HP1000000002')
  await page.keyboard.press('j')
  await panel().getByRole('heading', { level: 2, name: 'HP1000000001' }).waitFor()
  await panel().getByRole('button', { name: 'Previous post' }).click()
  await panel().getByRole('heading', { level: 2, name: 'HP1000000002' }).waitFor()
  await page.keyboard.press('r')
  await hook.arrivals(used + 1)
  await panel().getByTitle('The receiver confirmed it.').waitFor()
  expect(hook.arrived.at(-1)?.body).toContain('HP1000000002')
  await page.keyboard.press('Escape')
  await panel().waitFor({ state: 'detached' })
  await expect.poll(focused).toContain('HP1000000002')
  expect(new URL(page.url()).search).toBe('?state=failed')

  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Process the post again').waitFor()
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('switch', { name: 'Use these keys' }).click({ force: true })
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await row('HP1000000003').getByRole('link', { name: 'Approved purchase' }).focus()
  await page.keyboard.press('j')
  expect(await focused()).toContain('HP1000000003')
})

it('comes back from the page of a post to its filter and row', async () => {
  await report('PURCHASE_APPROVED', 'HP1000000001')
  await settled('failed')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${postback.url}/webhook/history?state=failed`)
  await page.getByRole('listitem').getByRole('link', { name: 'Approved purchase' }).click()
  await page.getByRole('heading', { level: 1, name: 'HP1000000001' }).waitFor()
  await page.getByRole('main').getByRole('link', { name: 'History', exact: true }).click()
  await page.waitForURL('**/webhook/history?state=failed')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('[data-post]')?.textContent ?? ''))
    .toContain('HP1000000001')
})
