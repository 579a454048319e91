import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { enter, findings, leaveBrowser, openBrowser } from '../browser.ts'

let postback: Postback
let good: OrdinaryReceiver
let browser: Browser
let page: Page

beforeAll(async () => {
  postback = await startPostback()
  good = await receiver()
  await registerProducer(postback)
  const configuration = { name: 'Members area', url: good.url, events: ['PURCHASE_APPROVED'] }
  await postback.api('POST', '/v1/configurations', configuration, { account: 'producer' })
  for (const transaction of ['HP1', 'HP2', 'HP3']) {
    await postback.api('PUT', `/v1/transactions/${transaction}`, sale('PURCHASE_APPROVED', transaction))
  }
  await good.arrivals(3)
  await eventually(
    async () => (await postback.api('GET', '/v1/stats?groupBy=outcome', undefined, { account: 'producer' })).body.data,
    (rows) => rows.reduce((total: number, row: { count: number }) => total + row.count, 0) === 3,
  )
  browser = await openBrowser()
  page = await enter(browser, postback)
})

afterAll(async () => {
  await leaveBrowser()
  await good?.close()
  await postback?.close()
})

/** Faults in what the page itself shows; the frame around it has tests of its own. */
async function axeFaults() {
  return findings(page, { within: 'main', strict: true })
}

test('the overview says in a sentence whether all is well', async () => {
  await page.goto(`${postback.url}/webhook/overview`)
  await page.getByRole('heading', { name: 'All well: 3 posts delivered in the last 24 hours.' }).waitFor()
  await page.locator('.recharts-surface').first().waitFor()
  expect(await axeFaults()).toEqual([])
})

test('each chart is a table for whoever wants one', async () => {
  await page.goto(`${postback.url}/webhook/overview?range=7d`)
  const chart = page.getByRole('region', { name: 'All 3 attempts were delivered.' })
  await chart.getByRole('button', { name: 'Show as table: Attempts by outcome' }).click()
  const rows = chart.getByRole('row')
  await rows.first().waitFor()
  expect(await rows.first().getByRole('columnheader').allInnerTexts()).toEqual(['Day (UTC)', 'Delivered', 'Attempts'])
  expect(await rows.last().getByRole('cell').allInnerTexts()).toEqual(['3', '3'])
  expect(await rows.count()).toBe(1 + 7)
  expect(await axeFaults()).toEqual([])
})

test('a configuration that was disabled by a fault is named, with what to do', async () => {
  await postback.api(
    'POST',
    '/v1/configurations',
    { name: 'Old site', url: 'https://nowhere.invalid/hook', events: ['PURCHASE_APPROVED'] },
    { account: 'producer' },
  )
  await page.goto(`${postback.url}/webhook/overview`)
  await page.getByRole('heading', { name: /1 configuration has a problem\./ }).waitFor()
  await page.getByRole('link', { name: 'Mend the configuration Old site' }).waitFor()
  expect(await axeFaults()).toEqual([])
})
