import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { EventName } from '../../../src/domain/event.ts'
import { type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { enter, findings, leaveBrowser, linkFor, narrow, openBrowser, overflow, show, wide } from '../browser.ts'
import { type Language, speaking } from '../words.ts'

/** What needs attention: the cards, the way out of each, and the figures below them. */

// A browser, on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let postback: Postback
let browser: Browser

beforeAll(async () => {
  postback = await startPostback()
  browser = await openBrowser()
})

afterAll(async () => {
  await leaveBrowser()
  await postback?.close()
})

const events: readonly EventName[] = ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED']
let accounts = 0

/** An account with a system that posts go to. */
async function shop(name = 'Invoices') {
  const accountId = `shop-${++accounts}`
  const product = 3000 + accounts
  await registerProducer(postback, accountId, product)
  const system = await receiver()
  const call = async (method: string, path: string, body?: unknown) => {
    const reply = await postback.api(method, path, body, { account: accountId })
    expect(reply.status, `${method} ${path}: ${reply.text}`).toBeLessThan(300)
    return reply.body
  }
  const { id } = await call('POST', '/v1/configurations', { name, url: system.url, events })
  const code = (transaction: string) => `${transaction}X${accounts}`
  return {
    accountId,
    system,
    call,
    configurationId: id as string,
    code,
    report: (transaction: string, event: EventName = 'PURCHASE_APPROVED') =>
      call('PUT', `/v1/transactions/${code(transaction)}`, sale(event, code(transaction), product)),
    /** Waits until so many posts have failed. */
    failed: (count: number) =>
      eventually(
        () => call('GET', '/v1/deliveries/count?state=failed'),
        (answer: { count: number }) => answer.count === count,
      ),
  }
}

function goDown(system: OrdinaryReceiver) {
  system.answer(() => ({ status: 503, headers: { 'content-type': 'text/plain' }, body: 'Down for maintenance' }))
}

function comeBack(system: OrdinaryReceiver) {
  system.answer(() => ({ status: 200 }))
}

/** Faults in what the page itself shows; the frame around it has tests of its own. */
const faults = (page: Page) => findings(page, { within: 'main', strict: true })

const languages = [
  ['en', 'en'],
  ['pt-BR', 'pt-BR'],
  ['es-419', 'es'],
] as const satisfies readonly (readonly [Language, string])[]

describe.each(languages)('“my server was down since this morning” in %s', (language, tag) => {
  test('takes two acts from signing in until all have arrived', async () => {
    const say = speaking(language)
    const { accountId, system, report, failed, code } = await shop()
    goDown(system)
    for (const sold of ['HPA', 'HPB', 'HPC', 'HPD']) await report(sold)
    await failed(4)
    await report('HPA', 'PURCHASE_REFUNDED')
    await failed(5)
    const before = system.arrived.length

    const page = await enter(browser, postback, { accountId, language: tag, locale: tag })
    expect(new URL(page.url()).pathname).toBe('/webhook/attention')
    const tab = page.getByRole('link', { name: `${say('shell:webhook.attention')} 1`, exact: true })
    expect(await tab.getAttribute('aria-current')).toBe('page')
    const card = page.getByRole('region', { name: /503 “Down for maintenance”/ })
    const title = await card.getByRole('heading', { level: 2 }).innerText()
    expect(title).toMatch(/^Invoices: 5 /)
    await card.getByText(say('words:failures.http-503.sentence', { status: 503 })).waitFor()

    comeBack(system)
    // The first act: one post, the newest. A double click is one press.
    await card.getByRole('button', { name: say('attention:try.of', { name: 'Invoices' }) }).dblclick()
    await card.getByText(say('attention:try.arrived', { status: 200 })).waitFor()
    expect(system.arrived.length - before).toBe(1)

    // Four are left. One of them would give access back to a buyer who was refunded: it is listed and left out.
    const all = card.getByRole('button', { name: say('attention:ways.all_other', { number: 3 }), exact: true })
    await card.getByRole('button', { name: say('attention:ways.latest', { number: 3 }), exact: true }).waitFor()
    await card.getByText(say('attention:ways.advised')).waitFor()
    const left = card.getByRole('checkbox', { name: say('attention:ways.revoked_one', { number: 1 }) })
    expect(await left.isChecked()).toBe(false)
    await card.getByRole('link', { name: new RegExp(code('HPA')) }).waitFor()

    // The second act: the rest, in order.
    await all.dblclick()
    await card.getByText(say('attention:progress.allArrived_other', { number: 3 })).waitFor()
    const sent = system.arrived.slice(before + 1).map(({ body }) => JSON.parse(body).data.purchase.transaction)
    expect(sent).toEqual(['HPB', 'HPC', 'HPD'].map(code))
    expect(await faults(page)).toEqual([])

    await card.getByRole('button', { name: say('attention:progress.close') }).click()
    await page.getByRole('heading', { name: say('attention:well.all_other', { number: 4 }) }).waitFor()
    await page.getByRole('link', { name: say('shell:webhook.attention'), exact: true }).waitFor()
    await page.context().close()
    await system.close()
  })
})

test('a try that fails again says why, and sends nothing else', async () => {
  const { accountId, system, report, failed } = await shop()
  goDown(system)
  await report('HPA')
  await report('HPB')
  await failed(2)
  const before = system.arrived.length
  const page = await enter(browser, postback, { accountId })
  await page.getByRole('button', { name: 'Try one: Invoices' }).click()
  await page.getByText('It failed again: Your system is busy').waitFor()
  expect(await page.getByRole('button', { name: /in order|Latest/ }).count()).toBe(0)
  const one = new Set(system.arrived.slice(before).map(({ body }) => JSON.parse(body).data.purchase.transaction))
  expect(one.size).toBe(1)
  await page.context().close()
  await system.close()
})

test('what was refunded since goes out only when the reader ticks it', async () => {
  const { accountId, system, report, failed, code } = await shop()
  goDown(system)
  for (const sold of ['HPA', 'HPB', 'HPC']) await report(sold)
  await failed(3)
  await report('HPA', 'PURCHASE_REFUNDED')
  await failed(4)
  comeBack(system)
  const page = await enter(browser, postback, { accountId })
  await page.getByRole('button', { name: 'Try one: Invoices' }).click()
  await page.getByRole('button', { name: 'All 2 in order' }).waitFor()
  const before = system.arrived.length
  await page.getByRole('checkbox', { name: 'Also send 1 post of a sale that has ended since' }).check()
  await page.getByRole('button', { name: 'All 3 in order' }).click()
  await page.getByText('All 3 have arrived.').waitFor()
  const sent = system.arrived.slice(before).map(({ body }) => JSON.parse(body).data.purchase.transaction)
  expect(sent).toEqual(['HPA', 'HPB', 'HPC'].map(code))
  await page.context().close()
  await system.close()
})

test('signing in leads to the configurations while all is well, and to the page that was asked for in any case', async () => {
  const { accountId, system, report, failed, call } = await shop()
  await report('HPA')
  await system.arrivals(1)
  await eventually(
    () => call('GET', '/v1/deliveries/count?state=delivered'),
    (answer: { count: number }) => answer.count === 1,
  )
  const well = await enter(browser, postback, { accountId })
  expect(new URL(well.url()).pathname).toBe('/webhook/configurations')
  // Its old address leads to it.
  await well.goto(`${postback.url}/webhook/overview`)
  await well.waitForURL(/\/webhook\/attention$/)
  await well.getByRole('heading', { name: 'All is well: 1 post arrived in the last 7 days.' }).waitFor()
  expect(await faults(well)).toEqual([])
  await well.context().close()

  goDown(system)
  await report('HPB')
  await failed(1)
  const page = await browser.newPage()
  await page.goto(`${postback.url}/sign-in?to=%2Fwebhook%2Ftests`)
  const link = new URL(await linkFor(postback, accountId))
  await page.goto(`${postback.url}/sign-in?to=%2Fwebhook%2Ftests${link.hash}`)
  await page.reload()
  await page.waitForURL(/\/webhook\//)
  expect(new URL(page.url()).pathname).toBe('/webhook/tests')
  // The menu opens the configurations, also while something needs attention.
  await page.goto(`${postback.url}/tools`)
  await page.getByRole('link', { name: 'Webhook (API and notifications)' }).click()
  await page.getByRole('heading', { level: 1, name: 'Configurations' }).waitFor()
  await page.close()
  await system.close()
})

test('each figure is a link to exactly those posts', async () => {
  const { accountId, system, report, failed } = await shop()
  await report('HPA')
  await system.arrivals(1)
  goDown(system)
  await report('HPB')
  await report('HPC')
  await failed(2)
  const page = await enter(browser, postback, { accountId })
  await page.goto(`${postback.url}/webhook/attention`)
  const figures = page.getByRole('region', { name: 'Figures' }).getByRole('listitem').getByRole('link')
  await page.getByRole('link', { name: /^2\s*Failed$/ }).waitFor()
  expect((await figures.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '))).toEqual([
    '3 Posts',
    '1 Delivered',
    '2 Failed',
    '0 Retrying',
    '0 Held',
  ])
  await page.getByRole('link', { name: /^2\s*Failed$/ }).click()
  await page.getByRole('heading', { level: 1, name: 'History' }).waitFor()
  await page.getByRole('row').nth(2).waitFor()
  expect(await page.getByRole('row').count()).toBe(1 + 2)
  await page.context().close()
  await system.close()
})

test('each chart can be read as a table', async () => {
  const { accountId, system, report } = await shop()
  await report('HPA')
  await system.arrivals(1)
  const page = await enter(browser, postback, { accountId })
  await page.goto(`${postback.url}/webhook/attention`)
  const chart = page.getByRole('region', { name: '1 post arrived by itself.' })
  await chart.getByRole('img', { name: '1 post arrived by itself.' }).waitFor()
  await chart.getByRole('button', { name: 'Show as table: Posts' }).click()
  const rows = chart.getByRole('row')
  await rows.first().waitFor()
  expect(await rows.first().getByRole('columnheader').allInnerTexts()).toEqual(['Day (UTC)', 'Delivered', 'Failed'])
  expect(await rows.last().getByRole('cell').allInnerTexts()).toEqual(['1', '0'])
  expect(await rows.count()).toBe(1 + 7)
  expect(await faults(page)).toEqual([])
  await page.context().close()
  await system.close()
})

test('what a fault disabled is named, with its held posts and the way to correct it; on phones and in the dark too', async () => {
  const { accountId, system, report, call } = await shop('Old site')
  system.answer(() => ({ status: 410 }))
  await report('HPA')
  await eventually(
    () => call('GET', '/v1/attention'),
    ({ data }) => data[0]?.held?.count === 1,
  )
  const page = await enter(browser, postback, { accountId })
  const card = page.getByRole('region', { name: /^Old site: disabled since/ })
  await card.getByText('The address said that it is gone for good (410).').waitFor()
  await card.getByText(/^1 post is held\. The oldest is kept until /).waitFor()
  for (const viewport of [wide, narrow]) {
    await page.setViewportSize(viewport)
    for (const colorScheme of ['light', 'dark'] as const) {
      await show(page, { colorScheme })
      expect(await faults(page)).toEqual([])
      expect(await overflow(page)).toBe(0)
    }
  }
  await card.getByRole('link', { name: 'Correct the configuration: Old site' }).click()
  await page.getByRole('heading', { level: 1, name: 'Edit configuration' }).waitFor()
  await page.context().close()
  await system.close()
})

test('first steps are ticked off until the first sale has arrived, and can be hidden', async () => {
  const { accountId, system, report, call } = await shop()
  const page = await enter(browser, postback, { accountId })
  const steps = page.getByRole('region', { name: 'First steps' })
  await steps.waitFor()
  const states = () =>
    steps
      .getByRole('listitem')
      .getByRole('img')
      .evaluateAll((marks) => marks.map((mark) => mark.getAttribute('aria-label')))
  expect(await states()).toEqual(['done', 'open', 'open', 'open', 'open'])
  expect(await faults(page)).toEqual([])
  await call('POST', '/v1/tests', { event: 'PURCHASE_APPROVED', urls: [system.url] })
  await system.arrivals(1)
  await steps.getByRole('link', { name: 'Place the token in your system' }).click()
  await page.getByRole('button', { name: 'Reveal the token' }).click()
  await page.getByRole('button', { name: /hide/i }).first().waitFor()
  await page.goto(`${postback.url}/webhook/configurations`)
  await eventually(
    async () => {
      await page.reload()
      await steps.waitFor()
      return states()
    },
    (marks) => marks.join() === 'done,done,done,done,open',
  )
  const other = await enter(browser, postback, { accountId })
  const hidden = other.getByRole('region', { name: 'First steps' })
  await hidden.getByRole('button', { name: 'Hide the first steps' }).click()
  await other.reload()
  await other.getByRole('link', { name: 'Invoices' }).first().waitFor()
  expect(await hidden.count()).toBe(0)
  await other.context().close()

  await report('HPA')
  await system.arrivals(2)
  await eventually(
    () => call('GET', '/v1/deliveries/count?state=delivered&test=false'),
    (answer: { count: number }) => answer.count === 1,
  )
  await page.reload()
  await page.getByText('Invoices').first().waitFor()
  await eventually(
    () => steps.count(),
    (count) => count === 0,
  )
  await page.context().close()
  await system.close()
})
