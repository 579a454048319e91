import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Answer, type Arrival, type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { enter, findings, leaveBrowser, narrow, openBrowser, overflow, show } from '../browser.ts'
import { speaking } from '../words.ts'

/** A producer finds out why a system refuses posts: it looks for the token only in the body, or it has another reason. */

vi.setConfig({ testTimeout: 120_000 })

let browser: Browser
let postback: Postback
let site: OrdinaryReceiver
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(() => leaveBrowser())

beforeEach(async () => {
  postback = await startPostback({ POSTBACK_RETRY_SCHEDULE: '1h,1h,1h,1h' })
  await registerProducer(postback)
})

afterEach(async () => {
  await page?.context().close()
  await postback.close()
  await site.close()
})

const tokenIn = ({ body }: Arrival): string | undefined => JSON.parse(body).hottok
const onlyInBody = (arrival: Arrival): Answer => ({
  status: tokenIn(arrival) === arrival.headers['x-hotmart-hottok'] ? 200 : 401,
})

const api = (method: string, path: string, body?: unknown) =>
  postback.api(method, path, body as never, { account: 'producer' })

async function configure(behaviour: (arrival: Arrival) => Answer | Promise<Answer>): Promise<string> {
  site = await receiver(behaviour)
  const configuration = { name: 'Members area', url: site.url, events: ['PURCHASE_APPROVED'] }
  return (await api('POST', '/v1/configurations', configuration)).body.id
}

/** Reports sales, and waits until each post has its answer. */
async function sell(...transactions: string[]): Promise<Record<string, string>> {
  for (const code of transactions) await api('PUT', `/v1/transactions/${code}`, sale('PURCHASE_APPROVED', code))
  const { body } = await eventually(
    () => api('GET', '/v1/deliveries'),
    ({ body }) => transactions.every((code) => body.data.some((it: Row) => it.transaction === code && it.status)),
  )
  return Object.fromEntries(body.data.map(({ transaction, id }: Row) => [transaction, id]))
}

interface Row {
  readonly id: string
  readonly transaction: string
  readonly status: number | null
}

const delivered = (count: number) =>
  eventually(
    () => api('GET', '/v1/deliveries?state=delivered'),
    ({ body }) => body.data.length === count,
  )
const isOn = async (id: string) => (await api('GET', `/v1/configurations/${id}`)).body.hottokInBody
const button = () => page.getByRole('button', { name: 'Also send the token in the body and try one' })
const steps = () => page.getByRole('main').locator('ol').first().getByRole('listitem').allInnerTexts()

test('one post shows that a system looks only in the body, and the other posts follow', async () => {
  const id = await configure(onlyInBody)
  const { HP1 } = await sell('HP1', 'HP2', 'HP3', 'HP4')
  page = await enter(browser, postback)
  await page.goto(`${postback.url}/webhook/deliveries/${HP1}`)
  await button().waitFor()
  expect(await steps()).toEqual([
    expect.stringMatching(/^Some systems look for the token only in the body/),
    expect.stringMatching(/^Compare the verification token/),
    expect.stringMatching(/^After a rotation/),
  ])
  expect(await isOn(id)).toBe(false)
  expect(await findings(page, { within: 'main', strict: true })).toEqual([])

  await button().click()
  await page.getByText('That was it').waitFor()
  await page.getByText(/accepted the post with 200/).waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('That was it')
  expect(await isOn(id)).toBe(true)
  // Only one post had the token in the body.
  expect(site.arrived.filter((arrival) => tokenIn(arrival) !== undefined)).toHaveLength(1)
  // It was opened on the answer.
  await page.getByRole('tab', { name: 'Sent Payload' }).click()
  await page.getByRole('region', { name: 'Sent payload' }).getByText('hottok').waitFor()
  expect(await findings(page, { within: 'main', strict: true })).toEqual([])

  await page.getByRole('button', { name: 'Send the other 3 failed posts again' }).click()
  await page.getByText('3 posts are sent again.').waitFor()
  await delivered(4)
  expect(site.arrived).toHaveLength(8)
  await page.getByRole('link', { name: 'See what has become of them' }).click()
  await page.waitForURL('**/webhook/history/replays/rpl_*')
  await page.getByText('All 3 have arrived').waitFor()

  // New posts have the token in the body at their first attempt.
  await sell('HP5')
  await delivered(5)
  expect(site.arrived).toHaveLength(9)
})

test('a post that is refused for another reason leaves the switch off, and shows the other steps', async () => {
  const id = await configure(() => ({ status: 403, body: 'You have been blocked' }))
  const { HP1, HP2 } = await sell('HP1', 'HP2')
  page = await enter(browser, postback)
  await page.goto(`${postback.url}/webhook/history`)
  await page.getByRole('row').filter({ hasText: 'HP1' }).getByRole('link', { name: 'Approved purchase' }).click()
  await button().click()
  await page.getByText('That was not it').waitFor()
  expect(await isOn(id)).toBe(false)
  expect(site.arrived.map((arrival) => tokenIn(arrival) !== undefined)).toEqual([false, false, true])
  expect(await button().count()).toBe(0)
  expect(await steps()).toEqual([
    'Make an exception for this address in the plugin or firewall.',
    'Then press Process again, or wait for the next attempt.',
  ])
  expect((await api('GET', `/v1/deliveries/${HP1}`)).body).toMatchObject({ state: 'retrying', status: 403 })
  expect(await findings(page, { within: 'main', strict: true })).toEqual([])

  // A trial that failed is not offered for the next post. The switch remains for producers who know their system.
  await page.getByRole('link', { name: 'History', exact: true }).first().click()
  await page.getByRole('row').filter({ hasText: 'HP2' }).getByRole('link', { name: 'Approved purchase' }).click()
  await page.getByRole('switch', { name: 'Send the verification token inside each post too' }).waitFor()
  expect(page.url()).toContain(HP2)
  expect(await button().count()).toBe(0)
})

test('an answer of another kind proves nothing: the switch goes off, and the trial can be repeated', async () => {
  const id = await configure((arrival) => ({ status: tokenIn(arrival) === undefined ? 401 : 500 }))
  const { HP1 } = await sell('HP1', 'HP2')
  page = await enter(browser, postback)
  await page.goto(`${postback.url}/webhook/deliveries/${HP1}`)
  await button().click()
  await page.getByText('It does not tell').waitFor()
  await page.getByText(/gave another answer than before: 500/).waitFor()
  expect(await isOn(id)).toBe(false)
  await page.getByRole('link', { name: 'History', exact: true }).first().click()
  await page.getByRole('row').filter({ hasText: 'HP2' }).getByRole('link', { name: 'Approved purchase' }).click()
  await button().waitFor()
})

test('a post that was already processed again by hand can still be tried', async () => {
  const id = await configure(onlyInBody)
  const { HP1 } = await sell('HP1')
  await api('POST', `/v1/deliveries/${HP1}/resend`)
  await site.arrivals(2)
  page = await enter(browser, postback)
  await page.goto(`${postback.url}/webhook/deliveries/${HP1}`)
  await button().click()
  await page.getByText('No other post failed this way.').waitFor()
  expect(await isOn(id)).toBe(true)
  await delivered(1)
})

test('a page that is reloaded during the trial still switches it off', async () => {
  const answered = Promise.withResolvers<Answer>()
  const id = await configure((arrival) => (tokenIn(arrival) === undefined ? { status: 401 } : answered.promise))
  const { HP1 } = await sell('HP1')
  page = await enter(browser, postback)
  await page.goto(`${postback.url}/webhook/deliveries/${HP1}`)
  await button().click()
  await site.arrivals(2)
  expect(await isOn(id)).toBe(true)
  await page.reload()
  await page.getByText('Waiting for the answer of').waitFor()
  answered.resolve({ status: 401 })
  await page.getByText('That was not it').waitFor()
  expect(await isOn(id)).toBe(false)
})

test('if posts were accepted before, the switch is beside the step, and refused posts are sent again', async () => {
  const id = await configure(() => ({ status: 200 }))
  await sell('HP1')
  await delivered(1)
  site.answer(onlyInBody)
  const { HP2 } = await sell('HP2', 'HP3')
  page = await enter(browser, postback)
  await page.goto(`${postback.url}/webhook/deliveries/${HP2}`)
  const toggle = page.getByRole('switch', { name: 'Send the verification token inside each post too' })
  await toggle.waitFor()
  expect(await button().count()).toBe(0)
  expect((await steps()).at(-1)).toMatch(/^Some systems look for the token only in the body/)
  expect(await findings(page, { within: 'main', strict: true })).toEqual([])
  await toggle.press('Space')
  await page.getByText('This post was sent without the token in the body').waitFor()
  expect(await isOn(id)).toBe(true)
  // The arrow of the history follows the configuration, too.
  await page.getByRole('button', { name: 'Process again' }).click()
  await delivered(2)
  await page.getByText('This post was sent without the token in the body').waitFor({ state: 'detached' })
  await page.goto(`${postback.url}/webhook/history`)
  await page.getByRole('button', { name: 'Process several again…' }).click()
  await page.getByRole('dialog').getByRole('radio', { name: 'All posts' }).check()
  await page.getByRole('dialog').getByRole('button', { name: 'Process again' }).click()
  await eventually(
    () => api('GET', '/v1/deliveries?transaction=HP3'),
    ({ body }) => body.data[0].state === 'delivered',
  )
})

test('a test shows it, too, before the first sale', async () => {
  const id = await configure(onlyInBody)
  page = await enter(browser, postback)
  await page.goto(`${postback.url}/webhook/tests`)
  await page.getByRole('radio', { name: 'A story' }).press('Space')
  await page.getByLabel('Story', { exact: true }).selectOption({ label: 'Refund asked for and given' })
  await page.getByLabel('Members area').check()
  await page.getByRole('button', { name: 'Send test' }).click()
  const results = page.getByRole('region', { name: 'Results of the test' })
  await results.getByText('0 of 3 delivered').waitFor()
  await button().waitFor()
  expect(await button().count()).toBe(1)
  const first = results.locator('ol ol').getByRole('listitem')
  expect(await first.allInnerTexts()).toEqual([
    expect.stringMatching(/Also send the token in the body and try one/),
    expect.stringMatching(/^Compare the verification token/),
    expect.stringMatching(/^After a rotation/),
  ])
  expect(await findings(page, { within: 'main', strict: true })).toEqual([])
  await button().click()
  await results.getByText('1 of 3 delivered').waitFor()
  expect(await isOn(id)).toBe(true)
  await results.getByRole('button', { name: 'Send the other 2 failed posts again' }).click()
  await results.getByText('3 of 3 delivered').waitFor()
  expect(await findings(page, { within: 'main', strict: true })).toEqual([])
})

test.each(['pt-BR', 'es-419'] as const)(
  'all steps have texts in %s and fit a narrow screen, light and dark',
  async (language) => {
    const say = speaking(language)
    await configure(onlyInBody)
    const { HP1 } = await sell('HP1', 'HP2')
    page = await enter(browser, postback, { language: language === 'es-419' ? 'es' : language, viewport: narrow })
    await page.goto(`${postback.url}/webhook/deliveries/${HP1}`)
    await page.getByRole('button', { name: say('body-token:try.button') }).waitFor()
    await show(page, { colorScheme: 'dark' })
    expect(await overflow(page)).toBe(0)
    expect(await findings(page, { within: 'main', strict: true })).toEqual([])
    await page.getByRole('button', { name: say('body-token:try.button') }).click()
    await page.getByText(say('body-token:accepted.title'), { exact: true }).waitFor()
    await page.getByRole('button', { name: say('body-token:rest.others_one') }).waitFor()
    expect(await overflow(page)).toBe(0)
    for (const colorScheme of ['dark', 'light'] as const) {
      await show(page, { colorScheme })
      expect(await findings(page, { within: 'main', strict: true })).toEqual([])
    }
  },
)
