import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { findings, leaveBrowser, linkFor, narrow, openBrowser, overflow, wide } from '../browser.ts'
import { type Language, speaking } from '../words.ts'

/** The help article's walk through the configurations, by the article's words, in a real browser. */

const account = 'producer'
let postback: Postback
let browser: Browser
let context: BrowserContext
let page: Page
let receiver: Receiver

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => leaveBrowser())

beforeEach(async () => {
  receiver = await startReceiver()
  postback = await startPostback()
  await registerProducer(postback, account)
  context = await browser.newContext({ locale: 'en-US', viewport: wide })
  page = await context.newPage()
})
afterEach(async () => {
  await context.close()
  await postback.close()
  receiver.close()
})

test('a configuration is added, edited, disabled, enabled and removed as the help article says', async () => {
  await signIn()
  await page.getByRole('button', { name: 'Browse' }).click()
  await page.getByRole('menuitem', { name: 'Tools' }).click()
  await page
    .getByRole('link', { name: /^Webhook/ })
    .first()
    .click()
  await page.getByRole('link', { name: '+ Add configuration' }).click()

  await page.getByLabel('Name of the segmentation').and(page.locator('input')).fill('Give access')
  for (const event of [
    'Canceled purchase',
    'Approved purchase',
    'Refund claimed',
    'Refunded',
    'Chargeback',
    'Purchase expired',
    'Delayed',
  ]) {
    await page.getByRole('checkbox', { name: event, exact: true }).check()
  }
  await page.getByRole('radio', { name: 'A specific product' }).check()
  await page.getByRole('combobox', { name: 'Product', exact: true }).click()
  await page.getByRole('option', { name: /Baking Bread at Home/ }).click()
  await page.getByLabel('Sending URL').and(page.locator('input')).fill(receiver.url)
  await page.getByRole('button', { name: 'Save' }).click()

  const row = page.getByRole('row', { name: /Give access/ })
  await row.waitFor()
  expect(await page.getByText(/^whsec_/).count()).toBe(1)
  expect(await row.textContent()).toMatch(/7 events[\s\S]*Baking Bread at Home[\s\S]*2\.0\.0[\s\S]*Active/)

  await row.getByRole('link', { name: /^Edit/ }).click()
  await page.getByRole('checkbox', { name: 'Complete purchase' }).check()
  await page.getByRole('button', { name: 'Check address' }).click()
  await page.getByText('The address works.').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await row.getByText('8 events').waitFor()
  // The secret of a new configuration is shown once.
  expect(await page.getByText(/^whsec_/).count()).toBe(0)

  await row.getByRole('button', { name: /^Disable/ }).click()
  await page
    .getByRole('dialog')
    .getByText(/is held/)
    .waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await row.getByText('Disabled').waitFor()

  await postback.api('POST', '/v1/events', {
    event: 'PURCHASE_APPROVED',
    data: sale('PURCHASE_APPROVED', 'HP1000000001'),
  })
  await page.reload()
  await page.getByText('1 post is held').waitFor()
  expect(receiver.posts).toHaveLength(0)
  await row.getByRole('button', { name: /^Enable/ }).click()
  const latest = page.getByRole('dialog').getByRole('radio', { name: /latest of each sale/ })
  expect(await latest.isChecked()).toBe(true)
  await page.getByRole('dialog').getByRole('button', { name: 'Enable and send the latest' }).click()
  await row.getByText('Active').waitFor()
  await eventually(
    async () => receiver.posts.length,
    (count) => count === 1,
  )

  await row.getByRole('button', { name: /^Remove/ }).click()
  await page.getByRole('dialog').getByText('The posts already sent stay in the history.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Create your first configuration').waitFor()
}, 60_000)

test('a wrong form shows each error in words at its field, and keeps the typed text', async () => {
  await signIn()
  await page.getByRole('link', { name: '+ Add configuration' }).click()
  const name = page.getByLabel('Name of the segmentation').and(page.locator('input'))
  const url = page.getByLabel('Sending URL').and(page.locator('input'))
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Choose at least one event.').waitFor()
  expect(await name.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(await name.getAttribute('aria-invalid')).toBe('true')

  await page.getByRole('button', { name: 'Refunds and chargebacks' }).click()
  expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(3)
  await url.fill('https://school.example/my hooks')
  await page.getByText('There is a space in the address.').waitFor()

  // Errors that only the server can find.
  await url.fill('https://10.0.0.1/hooks')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('This address cannot be reached from the internet.').waitFor()
  await eventually(
    () => url.evaluate((element) => element === document.activeElement),
    (focused) => focused,
  )
  expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(3)

  await page.getByRole('link', { name: 'History' }).first().click()
  await page.getByRole('dialog').getByText('Leave without saving?').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  expect(await url.inputValue()).toBe('https://10.0.0.1/hooks')
}, 60_000)

test('a configuration of version 1.0.0 is offered only the events of that version', async () => {
  await signIn()
  await page.getByRole('link', { name: '+ Add configuration' }).click()
  await page.getByLabel('Name of the segmentation').and(page.locator('input')).fill('Old system')
  await page.getByLabel('Sending URL').and(page.locator('input')).fill(receiver.url)
  for (const event of ['Approved purchase', 'First access']) {
    await page.getByRole('checkbox', { name: event, exact: true }).check()
  }
  await page.getByText('Advanced settings').click()
  await page.getByRole('combobox', { name: 'Version' }).selectOption('1.0.0')
  await page.getByText(/version 1\.0\.0 does not have them: .*First access/).waitFor()
  expect(await page.getByRole('checkbox', { name: 'First access', exact: true }).count()).toBe(0)
  const token = page.getByRole('checkbox', { name: 'Send the verification token inside each post too' })
  expect([await token.isChecked(), await token.isDisabled()]).toEqual([true, true])
  await expectAccessible()
  await page.getByRole('button', { name: 'Save' }).click()
  const row = page.getByRole('row', { name: /Old system/ })
  expect(await row.textContent()).toMatch(/1 event[\s\S]*1\.0\.0/)

  await page.getByRole('link', { name: 'Tests', exact: true }).click()
  const choice = page.getByRole('checkbox', { name: 'Old system' })
  await choice.check()
  await page.getByRole('combobox', { name: 'Event' }).selectOption({ label: 'First access' })
  await page.getByText('version 1.0.0 does not have this event').waitFor()
  expect([await choice.isChecked(), await choice.isDisabled()]).toEqual([false, true])
}, 60_000)

test('a pace is set under the advanced settings, checked, shown, changed and cleared', async () => {
  await signIn()
  await page.getByRole('link', { name: '+ Add configuration' }).click()
  await page.getByLabel('Name of the segmentation').and(page.locator('input')).fill('Slow system')
  await page.getByLabel('Sending URL').and(page.locator('input')).fill(receiver.url)
  await page.getByRole('checkbox', { name: 'Approved purchase', exact: true }).check()
  const pace = page.getByRole('textbox', { name: 'Posts a second at most' })
  const advanced = page.getByText('Advanced settings')
  const save = page.getByRole('button', { name: 'Save' })
  await advanced.click()
  for (const wrong of ['0', '1001', '1.5', '-5']) {
    await pace.fill(wrong)
    // The section with the error cannot be closed.
    await advanced.click()
    await save.click()
    await page.getByText('Put in a whole number from 1 to 1000, or leave it empty.').waitFor()
    await expect.poll(() => pace.evaluate((element) => element === document.activeElement), wrong).toBe(true)
    expect(await pace.inputValue()).toBe(wrong)
  }
  await expectAccessible()
  await pace.fill('5')
  await save.click()
  const row = page.getByRole('row', { name: /Slow system/ })
  await row.getByText('At most 5 posts a second').waitFor()

  await row.getByRole('link', { name: /^Edit/ }).click()
  // The section is open, because a value in it is set.
  expect(await pace.inputValue()).toBe('5')
  await pace.fill('1')
  await save.click()
  await row.getByText('At most 1 post a second').waitFor()
  await row.getByRole('link', { name: /^Edit/ }).click()
  await pace.fill('')
  await save.click()
  await row.getByText(/At most/).waitFor({ state: 'detached' })
  await row.waitFor()
  const { body } = await postback.api('GET', '/v1/configurations', undefined, { account })
  expect(body.data).toMatchObject([{ name: 'Slow system', maxPerSecond: null }])
}, 60_000)

test('while a system has asked to wait, its configuration shows the end of the wait, in each language', async () => {
  await postback.api('PUT', `/v1/accounts/${account}`, { name: 'Producer', timeZone: 'UTC' })
  const configuration = { name: 'Mailing list', url: receiver.url, events: ['PURCHASE_APPROVED'] }
  const { body } = await postback.api('POST', '/v1/configurations', configuration, { account })
  receiver.refuse(429, { 'retry-after': '86400' })
  await postback.api('PUT', '/v1/transactions/HP1000000001', sale('PURCHASE_APPROVED', 'HP1000000001'))
  const { pausedUntil } = (
    await eventually(
      async () => (await postback.api('GET', `/v1/configurations/${body.id}`, undefined, { account })).body,
      ({ statedLimit }) => statedLimit !== null,
    )
  ).statedLimit
  const languages: readonly [Language, 'en' | 'pt-BR' | 'es'][] = [
    ['en', 'en'],
    ['pt-BR', 'pt-BR'],
    ['es-419', 'es'],
  ]
  for (const [language, locale] of languages) {
    const say = speaking(language)
    const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
    const date = day.format(new Date(pausedUntil))
    await page.goto(await linkFor(postback, account, locale))
    await page.waitForURL('**/webhook/**')
    await page.goto(`${postback.url}/webhook/configurations`)
    await page.getByRole('cell').getByText(say('configurations:waiting.then')).waitFor()
    expect(await page.getByRole('table').innerText()).toContain(say('ui:untilDate', { date }))
    await expectAccessible()
  }
  await page.goto(`${postback.url}/webhook/configurations/${body.id}`)
  await page.getByText('Su sistema pidió esperar').waitFor()
  await page.setViewportSize(narrow)
  await expect.poll(() => overflow(page)).toBe(0)
  await expectAccessible()

  // A disabled configuration waits for a person, and says only that.
  await postback.api('POST', `/v1/configurations/${body.id}/disable`, undefined, { account })
  await page.reload()
  // Beside its state, and among its past actions.
  await expect.poll(() => page.getByText('La desactivaste.').count()).toBe(2)
  expect(await page.getByText('pidió esperar').count()).toBe(0)
}, 60_000)

test('when the wait that a system asked for is over, its configuration no longer shows it', async () => {
  const configuration = { name: 'Mailing list', url: receiver.url, events: ['PURCHASE_APPROVED'] }
  await postback.api('POST', '/v1/configurations', configuration, { account })
  receiver.refuse(503, { 'retry-after': '600' })
  await postback.api('PUT', '/v1/transactions/HP1000000001', sale('PURCHASE_APPROVED', 'HP1000000001'))
  await eventually(
    async () => (await postback.api('GET', '/v1/configurations', undefined, { account })).body.data[0],
    ({ statedLimit }) => statedLimit !== null,
  )
  await page.clock.install()
  await signIn()
  const note = page.getByText('Its system asked to wait until')
  await note.waitFor()
  await page.clock.fastForward('10:01')
  await note.waitFor({ state: 'detached' })
  expect(await page.getByRole('row', { name: /Mailing list/ }).textContent()).toContain('Active')
}, 60_000)

test('an address that does not exist is saved disabled, and the list says why', async () => {
  await postback.api(
    'POST',
    '/v1/configurations',
    { name: 'Old site', url: 'https://members.example.invalid/webhook', events: ['PURCHASE_APPROVED'] },
    { account },
  )
  await signIn()
  const row = page.getByRole('row', { name: /Old site/ })
  await row.getByText('Disabled').waitFor()
  await page.getByText('The name in the address does not exist.').waitFor()
  await row.getByRole('button', { name: /^Enable/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click()
  await page.getByText('The address still has an error.').waitFor()
  await page.getByRole('dialog').getByRole('link', { name: 'Correct the address' }).click()
  await page.getByRole('button', { name: 'Check address' }).click()
  await page.getByText('There is no site of this name. Check the spelling.').waitFor()
}, 60_000)

test.each(['light', 'dark'] as const)(
  'list, dialog and form are accessible in %s',
  async (colorScheme) => {
    await postback.api(
      'POST',
      '/v1/configurations',
      { name: 'Give access', url: receiver.url, events: ['PURCHASE_APPROVED'] },
      { account },
    )
    const { body } = await postback.api(
      'POST',
      '/v1/configurations',
      { name: 'Mailing list', url: receiver.url, events: ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'], productId: 1000 },
      { account },
    )
    await postback.api('POST', `/v1/configurations/${body.id}/disable`, undefined, { account })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await signIn()
    await page.getByText('Mailing list').first().waitFor()
    await expectAccessible()
    await page.getByRole('button', { name: /^Enable/ }).click()
    await page.getByRole('dialog').waitFor()
    await expectAccessible()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.setViewportSize({ width: 360, height: 740 })
    await page.getByRole('listitem').getByText('Mailing list').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await expectAccessible()
    await page.setViewportSize(wide)
    await page.getByRole('link', { name: '+ Add configuration' }).click()
    await page.getByText('Advanced settings').click()
    await page.getByRole('radio', { name: 'A specific product' }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Give it a name.').waitFor()
    await expectAccessible()
  },
  60_000,
)

async function signIn() {
  await page.goto(await linkFor(postback, account))
  await page.waitForURL('**/webhook/**')
  // While something needs attention, signing in leads there.
  await page.getByRole('link', { name: 'Configurations', exact: true }).click()
  await page.getByRole('heading', { name: 'Configurations' }).waitFor()
}

async function expectAccessible() {
  // At the end of the page, where the bar with Save covers no tick.
  await page.evaluate(() => window.scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }))
  expect(await findings(page)).toEqual([])
}

interface Receiver {
  readonly url: string
  readonly posts: string[]
  /** Sets the answer from now on. */
  refuse(status: number, headers: Record<string, string>): void
  close(): void
}

async function startReceiver(): Promise<Receiver> {
  const posts: string[] = []
  let answer: { status: number; headers: Record<string, string> } = { status: 200, headers: {} }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      posts.push(body)
      response.writeHead(answer.status, answer.headers).end('ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/webhook`,
    posts,
    refuse: (status, headers) => {
      answer = { status, headers }
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
