import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { type Postback, registerProducer, startPostback } from '../../../test/support/harness.ts'
import { enter, findings, leaveBrowser, narrow, openBrowser, overflow } from '../browser.ts'

/** The pages for testing and for affiliates, as a producer uses them: a real browser, a real server, real receivers. */

let postback: Postback
let good: OrdinaryReceiver
let bad: OrdinaryReceiver
let browser: Browser
let page: Page

beforeAll(async () => {
  postback = await startPostback({ POSTBACK_RETRY_SCHEDULE: '1h,1h,1h,1h' })
  good = await receiver()
  bad = await receiver(() => ({ status: 500 }))
  await registerProducer(postback)
  await postback.api('PUT', '/v1/accounts/seller', { name: 'Seller' })
  const configuration = { name: 'Members area', url: good.url, events: ['PURCHASE_APPROVED'] }
  await postback.api('POST', '/v1/configurations', configuration, { account: 'producer' })
  browser = await openBrowser()
})

afterEach(() => page?.context().close())

afterAll(async () => {
  await leaveBrowser()
  await Promise.all([good?.close(), bad?.close()])
  await postback?.close()
})

async function open(path: string, accountId = 'producer') {
  page = await enter(browser, postback, { accountId })
  await page.goto(postback.url + path)
}

/** Accessibility faults of the page itself; the frame around it has its own tests. */
async function axeFaults() {
  return findings(page, { within: 'main', strict: true })
}

test('a test to a configuration and an address shows the answer of each', async () => {
  await open('/webhook/tests')
  await page.getByLabel('Members area').check()
  await page.getByLabel('Address 1', { exact: true }).fill(bad.url)
  await page.getByLabel('Name of the buyer').fill('Bia Prado')
  await page.getByRole('button', { name: 'Send test' }).click()

  const results = page.getByRole('region', { name: 'Results of the test' })
  await results.getByText('1 of 2 delivered').waitFor()
  expect(await results.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringMatching(/Members area[\s\S]*200[\s\S]*Delivered/),
    expect.stringMatching(/500[\s\S]*Error in your system[\s\S]*internal error/),
  ])
  const [arrived] = await good.arrivals(1)
  expect(JSON.parse(arrived?.body ?? '').data.buyer).toMatchObject({ name: 'Bia Prado', first_name: 'Bia' })
  const [free] = await bad.arrivals(1)
  expect(free?.headers).not.toHaveProperty('x-hotmart-hottok')

  await page.getByRole('table', { name: 'Past tests' }).getByRole('row').nth(2).waitFor()
  expect(await axeFaults()).toEqual([])
})

test('an error in a test is shown at its field, and nothing is sent', async () => {
  await open('/webhook/tests')
  await page.getByRole('button', { name: 'Send test' }).click()
  await page.getByText('Choose a configuration or your test inbox, or write an address.').waitFor()
  await page.getByLabel('Address 1', { exact: true }).fill('members.example.com')
  await page.getByRole('button', { name: 'Send test' }).click()
  await page.getByText('Write the whole address, beginning with https://').waitFor()
  // A rule of the server: the network is not allowed.
  await page.getByLabel('Address 1', { exact: true }).fill('http://10.0.0.1/hook')
  await page.getByRole('button', { name: 'Send test' }).click()
  await page.locator('input[type=url][aria-invalid=true]').waitFor()

  await page.getByText('JSON', { exact: true }).click()
  await page.getByLabel('Data of the event').fill('{ "buyer": ')
  await page.getByText(/This is not valid JSON/).waitFor()
  await page.getByRole('button', { name: 'Back to the example' }).click()
  expect(await page.getByLabel('Data of the event').inputValue()).toContain('Baking Bread at Home')
  expect(await axeFaults()).toEqual([])
})

test('a story is shown before it is sent, then each step with its answers as they arrive', async () => {
  const site = await receiver(({ headers }) => (headers['postback-attempt'] === '1' ? {} : { status: 409 }))
  await open('/webhook/tests')
  await page.getByRole('radio', { name: 'A story' }).press('Space')
  await page.getByLabel('Story', { exact: true }).selectOption({ label: 'Refund asked for and given' })
  const steps = page.getByRole('list', { name: 'What happens in the story' }).getByRole('listitem')
  expect(await steps.allInnerTexts()).toEqual([
    expect.stringMatching(/Approved purchase\s+after 90 seconds/),
    expect.stringMatching(/Refund claimed\s+after 3 days/),
    expect.stringMatching(/Refunded\s+after 4 days/),
  ])
  await page.getByLabel('Members area').check()
  await page.getByLabel('Address 1', { exact: true }).fill(site.url)
  await page.getByLabel('E-mail of the buyer').fill('me@example.com')
  await page.getByLabel('Send everything twice').check()
  await page.getByLabel('Out of order').check()
  await page.getByText('12 posts in all.').waitFor()
  expect(await axeFaults()).toEqual([])
  await page.getByRole('button', { name: 'Send test' }).click()

  const results = page.getByRole('region', { name: 'Results of the test' })
  await results.getByText('3 of 6 delivered').waitFor()
  expect(await results.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
    expect.stringMatching(/3\s+Refunded\s+HP00\d{12}/),
    expect.stringMatching(/1\s+Approved purchase/),
    expect.stringMatching(/2\s+Refund claimed/),
  ])
  const refunded = page.getByRole('region', { name: /Refunded/ }).getByRole('listitem')
  await refunded.getByText('answer with any 2xx to an id that you have handled').waitFor()
  expect(await refunded.allInnerTexts()).toEqual([
    expect.stringMatching(
      /Members area[\s\S]*Delivered[\s\S]*Sent 2 times with the same id\. Your answers: 200 and 200\./,
    ),
    expect.stringMatching(/409[\s\S]*The first time it was accepted/),
  ])
  expect(await axeFaults()).toEqual([])
  for (const { body } of site.arrived) expect(JSON.parse(body).data.buyer.email).toBe('me@example.com')
  await site.close()
})

test('a purchase is single or of a subscription, as chosen, and the payload shows that before it is sent', async () => {
  const site = await receiver()
  await open('/webhook/tests')
  const bought = page.getByRole('radiogroup', { name: 'What is bought' })
  const chosen = () => bought.getByRole('radio', { checked: true }).getAttribute('value')
  const data = page.getByLabel('Data of the event')
  expect(await chosen()).toBe('single')
  await page.getByText('JSON', { exact: true }).click()
  expect(await data.inputValue()).not.toContain('subscriber')
  await bought.getByRole('radio', { name: 'Subscription' }).press('Space')
  await page.getByText('With plan, subscriber, number of the charge').waitFor()
  await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('"subscriber"'))
  await data.fill((await data.inputValue()).replace('"recurrence_number": 1', '"recurrence_number": 3'))
  await page.getByLabel('Address 1', { exact: true }).fill(site.url)
  expect(await axeFaults()).toEqual([])
  await page.getByRole('button', { name: 'Send test' }).click()
  const [arrived] = await site.arrivals(1)
  expect(JSON.parse(arrived?.body ?? '').data).toMatchObject({
    product: { name: 'Baking Bread at Home' },
    purchase: { recurrence_number: 3, price: { value: 64.9 } },
    subscription: { status: 'ACTIVE', plan: { name: 'Monthly plan' }, subscriber: { code: 'I9OT62C3' } },
  })

  await page.getByLabel('Event', { exact: true }).selectOption('PURCHASE_DELAYED')
  expect(await chosen()).toBe('subscription')
  await page.getByLabel('Event', { exact: true }).selectOption('CLUB_FIRST_ACCESS')
  await bought.waitFor({ state: 'detached' })
  await page.getByLabel('Event', { exact: true }).selectOption('PURCHASE_APPROVED')
  expect(await chosen()).toBe('single')
  await page.getByLabel('Classic values of Hotmart’s own test tool').check()
  await bought.waitFor({ state: 'detached' })
  await site.close()
})

test('the classic values are sent unchanged, and only for events that have them', async () => {
  const site = await receiver()
  await open('/webhook/tests')
  await page.getByLabel('Event', { exact: true }).selectOption('ORDER_FULFILLMENT')
  const classic = page.getByLabel('Classic values of Hotmart’s own test tool')
  expect(await classic.isDisabled()).toBe(true)
  await page.getByLabel('Event', { exact: true }).selectOption('PURCHASE_REFUNDED')
  await classic.check()
  await page.getByLabel('Name of the buyer').waitFor({ state: 'detached' })
  await page.getByLabel('Address 1', { exact: true }).fill(site.url)
  await page.getByRole('button', { name: 'Send test' }).click()
  const [arrived] = await site.arrivals(1)
  expect(JSON.parse(arrived?.body ?? '').data).toMatchObject({
    product: { id: 0, name: 'Produto test postback2' },
    purchase: { status: 'REFUNDED', transaction: 'HP16015479281022' },
  })
  await page.getByRole('region', { name: 'Results of the test' }).getByText('1 of 1 delivered').waitFor()
  expect(await axeFaults()).toEqual([])
  await site.close()
})

test.each([
  ['pt-BR', 'Assinatura', 'Uma história', 'O que acontece na história', 'depois de 3 dias', 'Enviar tudo duas vezes'],
  ['es', 'Suscripción', 'Una historia', 'Qué pasa en la historia', 'después de 3 días', 'Enviar todo dos veces'],
] as const)(
  'a subscription and a story are told in %s, on a narrow screen too',
  async (language, kind, story, course, moment, twice) => {
    page = await enter(browser, postback, { language, viewport: narrow })
    await page.goto(`${postback.url}/webhook/tests`)
    await page.getByRole('radio', { name: kind }).press('Space')
    expect(await overflow(page)).toBe(0)
    await page.getByRole('radio', { name: story }).press('Space')
    await page.locator('select').first().selectOption('refund')
    await page.getByRole('list', { name: course }).getByText(moment).waitFor()
    await page.getByLabel(twice).waitFor()
    expect(await overflow(page)).toBe(0)
    expect(await axeFaults()).toEqual([])
  },
)

test('a producer adds an affiliate and shares buyer data with it', async () => {
  await open('/webhook/affiliates')
  await page.getByRole('button', { name: 'Add an affiliate to Baking Bread at Home' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Bruno Lima')
  await dialog.getByLabel('Affiliate code').fill('Q58388177J')
  await dialog.getByLabel('Account').fill('seller')
  await dialog.getByRole('button', { name: 'Add an affiliate' }).click()

  const sharing = page.getByRole('switch', { name: 'Bruno Lima receives the buyer’s data' })
  await sharing.waitFor()
  expect(await sharing.isChecked()).toBe(false)
  await sharing.press('Space')
  await page.getByText(/payment slip or PIX code is issued/).waitFor()
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const saved = await postback.api('GET', '/v1/products/1000/affiliates', undefined, { account: 'producer' })
  expect(saved.body.data).toMatchObject([{ affiliateCode: 'Q58388177J', sharesBuyerData: true }])

  const theirs = page.getByRole('region', { name: 'Affiliate', exact: true })
  await theirs.waitFor()
  expect(await theirs.textContent()).not.toContain('ana.souza@example.com')
  expect(await page.getByRole('region', { name: 'Producer', exact: true }).textContent()).toContain(
    'ana.souza@example.com',
  )
  expect(await axeFaults()).toEqual([])
})

test('an affiliate reads what it gets and why fields are missing', async () => {
  await open('/webhook/affiliates', 'seller')
  await page.getByRole('heading', { name: 'What you receive', exact: true }).waitFor()
  await page.getByText('You have 0 posts in your history.').waitFor()
  expect(await axeFaults()).toEqual([])
})

test.each(['sent', 'pending'])('the tab of %s posts says what it is for', async (state) => {
  await open(`/webhook/${state}-posts`)
  await page.getByText(`No ${state} legacy posts`).waitFor()
  expect(await axeFaults()).toEqual([])
})
