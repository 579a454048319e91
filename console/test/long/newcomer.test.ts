import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { receiver } from '../../../test/receivers/ordinary.ts'
import { type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { enter, leaveBrowser, openBrowser } from '../browser.ts'
import { type Language, speaking, textKeys } from '../words.ts'

/** A person who sees the console for the first time, does not program, and reads only their own language. */

// A long story, on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

let browser: Browser
let postback: Postback

beforeAll(async () => {
  postback = await startPostback()
  browser = await openBrowser()
})

afterAll(async () => {
  await leaveBrowser()
  await postback?.close()
})

const languages = [
  ['en', 'en', 1001],
  ['pt-BR', 'pt-BR', 1002],
  ['es-419', 'es', 1003],
] as const satisfies readonly (readonly [Language, string, number])[]

test.each(languages)(
  'adds, tests, has a failure explained, mends it and processes again in %s',
  async (language, tag, product) => {
    const say = speaking(language)
    const accountId = `producer-${tag}`
    await registerProducer(postback, accountId, product)
    const system = await receiver()
    const page = await enter(browser, postback, { accountId, language: tag, locale: tag })
    expect(await page.locator('html').getAttribute('lang')).toBe(language)

    // The empty page says what to do. Without an address, the test inbox shows what a post is.
    await page.getByText(say('configurations:empty.title')).waitFor()
    await page.getByRole('link', { name: say('shell:webhook.tests'), exact: true }).click()
    await page.getByRole('button', { name: say('tests:form.send') }).click()
    await page.getByText(say('tests:results.done_one', { delivered: 1, count: 1 })).waitFor()
    const inbox = page.getByRole('region', { name: say('tests:inbox.name') })
    await inbox.getByText('x-hotmart-hottok').waitFor()
    await inbox.getByText('"PURCHASE_APPROVED"').waitFor()

    // Adds a configuration with a ready-made choice of events.
    await page.getByRole('link', { name: say('shell:webhook.configurations'), exact: true }).click()
    await page
      .getByRole('link', { name: say('configurations:add') })
      .first()
      .click()
    await page.getByRole('button', { name: say('configurations:form.presets.giveAccess') }).click()
    await page.getByRole('textbox', { name: say('configurations:form.url') }).fill(system.url)
    await page.getByRole('button', { name: say('configurations:form.save'), exact: true }).click()

    // Tests it from the note that says it is saved.
    await page.getByRole('link', { name: say('configurations:saved.test') }).click()
    await page.getByRole('checkbox', { name: say('configurations:form.presets.giveAccess') }).check()
    await page.getByRole('button', { name: say('tests:form.send') }).click()
    await page.getByText(say('tests:results.done_one', { delivered: 1, count: 1 })).waitFor()
    await system.arrivals(1)

    // The receiver breaks, and a sale is reported.
    system.answer(() => ({ status: 500 }))
    const transaction = `HP000000${product}`
    await postback.api('PUT', `/v1/transactions/${transaction}`, sale('PURCHASE_APPROVED', transaction, product))
    await system.arrivals(6)
    await page.getByRole('link', { name: say('shell:webhook.history'), exact: true }).click()
    const row = page.getByRole('row').filter({ hasText: transaction })
    await row.getByText(say('words:states.failed'), { exact: true }).waitFor()
    await row.getByText(say('words:failures.http-500.title')).waitFor()

    // Reads the cause and the remedy.
    await row.getByRole('link', { name: say('words:events.PURCHASE_APPROVED') }).click()
    await page.getByText(say('words:failures.http-500.sentence', { status: 500 })).waitFor()
    await page.getByText(say('history:verdict.next')).waitFor()

    // Repairs the receiver, and processes the post again.
    system.answer(() => ({ status: 200 }))
    await page.getByRole('button', { name: say('history:again.label'), exact: true }).click()
    await page.getByRole('complementary').getByTitle(say('words:stateMeanings.delivered')).waitFor()
    expect(system.arrived).toHaveLength(7)

    // No text was missing: a missing text shows as its key.
    const keys = textKeys()
    for (const path of [
      'configurations',
      'history',
      'tests',
      'documentation',
      'affiliates',
      'attention',
      'sent-posts',
    ]) {
      await page.goto(`${postback.url}/webhook/${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      const lines = (await page.locator('body').innerText()).split('\n').map((line) => line.trim())
      expect(lines.filter((line) => keys.has(line))).toEqual([])
    }
    await page.context().close()
    await system.close()
  },
)
