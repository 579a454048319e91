import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { enter, findings, leaveBrowser, narrow, openBrowser, overflow, wide } from '../browser.ts'
import { type Language, speaking } from '../words.ts'

/** The page of one post: the answer first when it failed, the payload first when it arrived. */

vi.setConfig({ testTimeout: 120_000 })

const account = 'producer'
const failed = 'HP1000000001'
const arrived = 'HP1000000002'
const languages = [
  ['en', 'en'],
  ['pt-BR', 'pt-BR'],
  ['es-419', 'es'],
] as const satisfies readonly (readonly [Language, string])[]

let browser: Browser
let postback: Postback
let system: OrdinaryReceiver
let page: Page
const ids = new Map<string, string>()

beforeAll(async () => {
  browser = await openBrowser()
  postback = await startPostback()
  system = await receiver(() => ({ status: 503, body: 'Down for maintenance' }))
  await registerProducer(postback)
  await postback.api('PUT', `/v1/accounts/${account}`, { name: 'Padaria Boa', timeZone: 'UTC' })
  const configuration = { name: 'Give access', url: system.url, events: ['PURCHASE_APPROVED'] }
  await postback.api('POST', '/v1/configurations', configuration, { account })
  await postback.api('PUT', `/v1/transactions/${failed}`, sale('PURCHASE_APPROVED', failed))
  ids.set(failed, await settled(failed, 'failed'))
  system.answer(() => ({ status: 200, body: 'access given' }))
  await postback.api('PUT', `/v1/transactions/${arrived}`, sale('PURCHASE_APPROVED', arrived))
  ids.set(arrived, await settled(arrived, 'delivered'))
})

afterEach(() => leaveBrowser())

afterAll(async () => {
  await system?.close()
  await postback?.close()
})

async function settled(transaction: string, state: string): Promise<string> {
  const { body } = await eventually(
    () => postback.api('GET', `/v1/deliveries?transaction=${transaction}`, undefined, { account }),
    ({ body }) => body.data[0]?.state === state,
  )
  return body.data[0].id
}

const addressOf = (transaction: string) => `${postback.url}/webhook/deliveries/${ids.get(transaction)}`
const selected = () => page.getByRole('tab', { selected: true }).textContent()

test.each(languages)(
  'in %s a failed post opens on its answer, and one that arrived on its payload',
  async (language, locale) => {
    const say = speaking(language)
    page = await enter(browser, postback, { language: locale })
    await page.goto(addressOf(failed))
    const answer = page.getByRole('region', { name: say('history:responses.bodyOf', { number: 5 }) })
    await answer.getByText('Down for maintenance').waitFor()
    expect(await selected()).toBe(`${say('history:tabs.responses')} (5)`)

    // Whom it is about, and their sale.
    const facts = page.getByRole('main').locator('dl').last()
    await facts.getByText(say('history:columns.buyer'), { exact: true }).waitFor()
    const buyer = sale('PURCHASE_APPROVED', failed).buyer as { name: string; email: string }
    await facts.getByText(buyer.name, { exact: true }).waitFor()
    await facts.getByText(buyer.email, { exact: true }).waitFor()
    expect(await facts.getByRole('link', { name: failed, exact: true }).getAttribute('href')).toBe(
      `/webhook/sales/${failed}`,
    )

    // Timings in one line, until they are opened.
    const took = page.getByRole('tabpanel').locator('summary').first()
    const total = page.getByText(say('history:timings.total'), { exact: true })
    expect((await took.boundingBox())?.height).toBeLessThan(40)
    expect(await total.isVisible()).toBe(false)
    await took.click()
    expect(await total.isVisible()).toBe(true)

    // Attempts are told once; among the past actions they are a line, which opens.
    const past = page.getByRole('list', { name: say('history:actions.title') })
    expect(await past.locator('> li').count()).toBe(2)
    const attempts = past.getByText(say('history:actions.attempts_other', { count: 5 }))
    const each = past.getByText(say('words:actions.attempted'), { exact: true })
    expect(await each.first().isVisible()).toBe(false)
    await attempts.click()
    expect(await each.count()).toBe(5)
    expect(await each.first().isVisible()).toBe(true)

    await page.goto(addressOf(arrived))
    await page
      .getByRole('region', { name: say('history:tabs.payload') })
      .getByText(arrived)
      .waitFor()
    expect(await selected()).toBe(say('history:tabs.payload'))
  },
)

test('as curl it has placeholders for the token and the signature, with each tab', async () => {
  page = await enter(browser, postback)
  await page.goto(addressOf(failed))
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (text: string) => Object.assign(window, { copied: text }) },
    })
  })
  await page.getByRole('button', { name: 'Copy as curl' }).click()
  const curl = await page.evaluate(() => (window as { copied?: string }).copied ?? '')
  const { body } = await postback.api('GET', '/v1/hottok', undefined, { account })
  expect(curl).toMatch(/^curl 'http:\/\/127\.0\.0\.1:\d+[^']*' \\\n/)
  expect(curl).toContain(`-H 'x-hotmart-hottok: YOUR_TOKEN'`)
  expect(curl).toContain(`-H 'webhook-signature: v1,YOUR_SIGNATURE'`)
  expect(curl).not.toContain(body.hottok)
  expect(curl).not.toContain('•')
})

test('while a failed post arrives at last, the tab that is open stays', async () => {
  page = await enter(browser, postback)
  system.answer(() => ({ status: 500 }))
  await postback.api('PUT', '/v1/transactions/HP1000000003', sale('PURCHASE_APPROVED', 'HP1000000003'))
  ids.set('HP1000000003', await settled('HP1000000003', 'failed'))
  await page.goto(addressOf('HP1000000003'))
  await page.getByRole('button', { name: /^Attempt 5/ }).waitFor()
  system.answer(() => ({ status: 200 }))
  await page.getByRole('button', { name: 'Process again' }).click()
  await page.getByRole('button', { name: /^Attempt 6/ }).waitFor()
  expect(await selected()).toBe('History of responses (6)')
  await page.reload()
  await page.getByRole('region', { name: 'Sent payload' }).waitFor()
})

test.each(['light', 'dark'] as const)('it is accessible in %s, and fits a phone', async (colorScheme) => {
  page = await enter(browser, postback, { colorScheme, reducedMotion: 'reduce' })
  for (const [transaction, seen] of [
    [failed, 'Down for maintenance'],
    [arrived, '"PURCHASE_APPROVED"'],
  ] as const) {
    await page.goto(addressOf(transaction))
    await page.getByText(seen).waitFor()
    for (const viewport of [wide, narrow]) {
      await page.setViewportSize(viewport)
      await expect.poll(() => overflow(page)).toBe(0)
      expect(await findings(page)).toEqual([])
    }
  }
})
