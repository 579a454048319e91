import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { type Entry, enter, findings, leaveBrowser, narrow, openBrowser, overflow, wide } from '../browser.ts'
import { type Language, speaking } from '../words.ts'

/** The page of each configuration, the list of many, and the form that always shows Save. */

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const account = 'producer'
const languages = [
  ['en', 'en'],
  ['pt-BR', 'pt-BR'],
  ['es-419', 'es'],
] as const satisfies readonly (readonly [Language, string])[]

let browser: Browser
let postback: Postback
let good: OrdinaryReceiver
let bad: OrdinaryReceiver
let page: Page
let members: string
let invoices: string

beforeAll(async () => {
  browser = await openBrowser()
  postback = await startPostback()
  good = await receiver(() => ({ status: 200, body: 'access given' }))
  bad = await receiver(() => ({ status: 503, body: 'Down for maintenance' }))
  await registerProducer(postback)
  await postback.api('PUT', `/v1/accounts/${account}`, { name: 'Padaria Boa', timeZone: 'UTC' })
  members = await create('Members area', good.url, ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'])
  invoices = await create('Invoices', bad.url, ['PURCHASE_APPROVED'], { maxPerSecond: 5 })
  await sell('HP1000000001')
  await eventually(
    () => postback.api('GET', '/v1/deliveries?state=failed', undefined, { account }),
    ({ body }) => body.data.length === 1,
  )
})

afterEach(() => leaveBrowser())

afterAll(async () => {
  await Promise.all([good, bad].map((it) => it?.close()))
  await postback?.close()
})

async function create(name: string, url: string, events: readonly string[], more = {}): Promise<string> {
  const { status, body } = await postback.api('POST', '/v1/configurations', { name, url, events, ...more }, { account })
  expect(status).toBe(201)
  return body.id
}

const sell = (transaction: string) =>
  postback.api('PUT', `/v1/transactions/${transaction}`, sale('PURCHASE_APPROVED', transaction))
/** While something needs attention, signing in leads there. */
async function enterList(entry: Entry = {}): Promise<Page> {
  const entered = await enter(browser, postback, entry)
  await entered.goto(`${postback.url}/webhook/configurations`)
  return entered
}

const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
const isInView = (box: { x: number; y: number; width: number; height: number } | null) => {
  const { width, height } = page.viewportSize() ?? wide
  return box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height
}

test.each(languages)('in %s the name leads to the page: state, figures, posts, facts', async (language, locale) => {
  const say = speaking(language)
  page = await enterList({ language: locale })
  await page.getByRole('link', { name: 'Members area', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Members area' }).waitFor()
  await page.getByText(say('words:configurationStates.active'), { exact: true }).waitFor()
  const state = page.getByRole('region', { name: say('configurations:page.stateTitle') })
  await state.getByText(say('configurations:page.lastDay'), { exact: true }).waitFor()
  await state.getByText(say('configurations:page.lastMonth'), { exact: true }).waitFor()
  const figures = say('configurations:figures.attempts_one', { count: 1 })
  await expect.poll(() => state.getByText(figures, { exact: true }).count()).toBe(2)
  await page
    .getByRole('list', { name: say('configurations:page.posts') })
    .getByText('HP1000000001')
    .waitFor()
  for (const title of ['page.test.title', 'page.secret', 'page.past.title']) {
    await page.getByRole('heading', { level: 2, name: say(`configurations:${title}`), exact: true }).waitFor()
  }
  const past = page.getByRole('list', { name: say('configurations:page.past.title') })
  await past.getByText(say('configurations:page.past.created'), { exact: true }).waitFor()
})

test('its state is in words: what fails leads to exactly those posts', async () => {
  page = await enterList()
  await row('Invoices').getByRole('link', { name: 'See the failing posts: Invoices' }).click()
  await page.waitForURL(`**/webhook/history?configuration=${invoices}&state=retrying%2Cfailed`)
  await page.getByRole('row').filter({ hasText: 'HP1000000001' }).waitFor()
  await page.goto(`${postback.url}/webhook/configurations/${invoices}`)
  await page.getByText(/^5 attempts failed since the last success, the first .+ ago\.$/).waitFor()
  await page.getByText('At most 5 posts a second').waitFor()
  await page.getByRole('link', { name: 'See the failing posts', exact: true }).click()
  await page.waitForURL(`**/webhook/history?configuration=${invoices}&state=retrying%2Cfailed`)
})

test('a test is sent at once, its answer stands beneath, and posts appear as they happen', async () => {
  page = await enterList()
  const streaming = page.waitForResponse(/deliveries\/stream/)
  await page.goto(`${postback.url}/webhook/configurations/${members}`)
  await streaming
  const posts = page.getByRole('list', { name: 'Last posts' })
  await page.getByRole('combobox', { name: 'Event' }).selectOption({ label: 'Refunded' })
  await page.getByRole('button', { name: 'Test now' }).click()
  await page.getByText('1 of 1 delivered').waitFor()
  await posts.getByRole('listitem').filter({ hasText: 'Refunded' }).filter({ hasText: 'Test' }).waitFor()
  await sell('HP1000000002')
  await posts.getByRole('listitem').filter({ hasText: 'HP1000000002' }).getByText('Delivered').waitFor()

  // Its secret, which is recorded here too.
  await page.getByRole('button', { name: 'Reveal the secret' }).click()
  await page.getByText(/^whsec_/).waitFor()
  await page.reload()
  await page.getByRole('list', { name: 'Past actions' }).getByText('Signing secret revealed').waitFor()
})

test('the menu has Test, History and Duplicate', async () => {
  page = await enterList()
  const open = () => row('Members area').getByRole('button', { name: 'More about Members area' }).click()
  await open()
  expect(await page.getByRole('menuitem').allTextContents()).toEqual(['Test', 'History', 'Duplicate'])
  await page.getByRole('menuitem', { name: 'History' }).click()
  await page.waitForURL(`**/webhook/history?configuration=${members}`)
  await page.goBack()
  await open()
  await page.getByRole('menuitem', { name: 'Test' }).click()
  await page.getByRole('button', { name: 'Test now' }).waitFor()
  await page.goBack()
  await open()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await page.getByRole('heading', { level: 1, name: 'New configuration' }).waitFor()
  const name = page.getByRole('textbox', { name: 'Name of the segmentation' })
  await expect.poll(() => name.inputValue()).toBe('Members area (copy)')
  expect(await page.getByRole('textbox', { name: 'Sending URL' }).inputValue()).toBe(good.url)
  expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(2)
})

test.each(languages)('in %s Edit, Disable and Remove are in view at the right', async (language, locale) => {
  const say = speaking(language)
  page = await enterList({ language: locale })
  for (const viewport of [wide, { width: 1440, height: 900 }]) {
    await page.setViewportSize(viewport)
    for (const name of ['Members area', 'Invoices']) {
      for (const label of ['editOf', 'disableOf', 'removeOf', 'moreOf']) {
        const action = page.getByLabel(say(`configurations:actions.${label}`, { name }), { exact: true })
        expect(isInView(await action.boundingBox()), `${label} ${viewport.width}`).toBe(true)
      }
    }
  }
})

test.each(languages)('in %s events are ticks of one line, and Save is always in view', async (language, locale) => {
  const say = speaking(language)
  page = await enter(browser, postback, { language: locale, viewport: { width: 1440, height: 900 } })
  await page.goto(`${postback.url}/webhook/configurations/${members}/edit`)
  await page.getByText(say('configurations:form.chosen', { chosen: 2, all: 16 }), { exact: true }).waitFor()
  const boxes = page.getByRole('region', { name: say('configurations:form.events') }).getByRole('checkbox')
  expect(await boxes.count()).toBe(16)
  const places = await boxes.evaluateAll((all) => all.map((box) => box.getBoundingClientRect()))
  const presets = await page.getByRole('group', { name: say('configurations:form.presets.label') }).boundingBox()
  const bottom = Math.max(...places.map((place) => place.bottom))
  expect(bottom - (presets?.y ?? 0)).toBeLessThanOrEqual(350)
  const save = page.getByRole('button', { name: say('configurations:form.save'), exact: true })
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport)
    for (const to of [0, 400, 100_000]) {
      await page.evaluate((top) => window.scrollTo({ top, behavior: 'instant' }), to)
      expect(isInView(await save.boundingBox()), `${viewport.width} px, ${to}`).toBe(true)
    }
  }
})

test.each(['light', 'dark'] as const)(
  'the page and the menu are accessible in %s, and fit a phone',
  async (colorScheme) => {
    page = await enterList({ colorScheme, reducedMotion: 'reduce' })
    await page.getByRole('button', { name: 'More about Members area' }).click()
    await page.getByRole('menuitem', { name: 'Test' }).waitFor()
    expect(await findings(page)).toEqual([])
    await page.goto(`${postback.url}/webhook/configurations/${invoices}`)
    await page.getByRole('list', { name: 'Last posts' }).waitFor()
    for (const viewport of [wide, narrow]) {
      await page.setViewportSize(viewport)
      await expect.poll(() => overflow(page)).toBe(0)
      expect(await findings(page)).toEqual([])
    }
  },
)

test('of 2,000 configurations one is found by words, and of 3,000 products one is chosen', async () => {
  const many = 'many'
  await registerProducer(postback, many, 100_000)
  const each = async (count: number, make: (index: number) => Promise<unknown>) => {
    for (let first = 0; first < count; first += 50) {
      await Promise.all(Array.from({ length: Math.min(50, count - first) }, (_, index) => make(first + index)))
    }
  }
  await each(2_000, (index) =>
    postback.api(
      'POST',
      '/v1/configurations',
      { name: `Recebedor nº ${index}`, url: `${good.url}/${index}`, events: ['SWITCH_PLAN'] },
      { account: many },
    ),
  )
  await each(3_000, (index) =>
    postback.api('PUT', `/v1/products/${200_000 + index}`, { name: `Curso ${index} de pães`, accountId: many }),
  )
  page = await enter(browser, postback, { accountId: many })
  const list = page.getByRole('table', { name: 'Configurations' })
  await list.getByRole('rowheader').first().waitFor()
  expect(await list.getByRole('rowheader').count()).toBe(50)
  await page.getByRole('searchbox', { name: 'Find a configuration' }).fill('recebedor 1234')
  await list.getByRole('link', { name: 'Recebedor nº 1234', exact: true }).waitFor()
  await expect.poll(() => list.getByRole('rowheader').count()).toBe(1)
  expect(new URL(page.url()).searchParams.get('q')).toBe('recebedor 1234')
  await page.getByRole('searchbox').fill('nobody')
  await page.getByText('No configuration has these words').waitFor()
  await page.getByRole('button', { name: 'Clear the search' }).click()
  await expect.poll(() => list.getByRole('rowheader').count()).toBe(50)

  await page.getByRole('link', { name: '+ Add configuration' }).click()
  await page.getByRole('radio', { name: 'A specific product' }).check()
  const product = page.getByRole('combobox', { name: 'Product', exact: true })
  await product.click()
  await page.getByText('There are more: type a word of the name.').waitFor()
  await product.fill('PAES 2999')
  await page.getByRole('option', { name: 'Curso 2999 de pães (202999)' }).click()
  expect(await product.inputValue()).toBe('Curso 2999 de pães (202999)')
})
