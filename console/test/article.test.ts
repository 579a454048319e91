import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../test/receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../test/support/harness.ts'
import { enter, leaveBrowser, openBrowser } from './browser.ts'

/**
 * The help article, followed sentence by sentence: the tests find everything by the English words on the screen.
 * One story in one browser, so each test begins where the one before ended.
 */

const articleEvents = [
  'Canceled purchase',
  'Approved purchase',
  'Refund claimed',
  'Refunded',
  'Chargeback',
  'Purchase expired',
  'Delayed',
]

// A browser, on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

let postback: Postback
let membersArea: OrdinaryReceiver
let crm: OrdinaryReceiver
let gone: OrdinaryReceiver
let browser: Browser
let page: Page

beforeAll(async () => {
  postback = await startPostback()
  membersArea = await receiver()
  crm = await receiver()
  gone = await receiver(() => ({ status: 404 }))
  await registerProducer(postback)
  await registerProducer(postback, 'producer', 2000)
  browser = await openBrowser()
  page = await enter(browser, postback)
})

afterAll(async () => {
  await leaveBrowser()
  await Promise.all([membersArea, crm, gone].map((it) => it?.close()))
  await postback?.close()
})

const tab = (name: string) =>
  page.getByRole('navigation', { name: 'Webhook' }).getByRole('link', { name, exact: true }).click()
const row = (text: string) => page.getByRole('row').filter({ hasText: text })
const report = (event: 'PURCHASE_APPROVED' | 'PURCHASE_REFUNDED', transaction: string) =>
  postback.api('PUT', `/v1/transactions/${transaction}`, sale(event, transaction))

interface Wish {
  readonly name: string
  readonly events: readonly string[]
  readonly url: string
  readonly product?: RegExp
}

/** Starts at the list, opens the form with "+", ends at the list. */
async function add({ name, events, url, product }: Wish) {
  await tab('Configurations')
  await page.getByText('+ Add configuration').click()
  await page.getByRole('textbox', { name: 'Name of the segmentation' }).fill(name)
  for (const event of events) await page.getByText(event, { exact: true }).click()
  if (product) {
    await page.getByText('A specific product').click()
    await page.getByRole('combobox', { name: 'Product', exact: true }).click()
    await page.getByRole('option', { name: product }).click()
  }
  await page.getByRole('textbox', { name: 'Sending URL' }).fill(url)
  await page.getByText('Save', { exact: true }).click()
  await row(name).first().waitFor()
}

test('“In the top menu, click on Browse; click on Tools; in the next screen, click on Webhook”', async () => {
  await page.getByText('Browse').click()
  await page.getByText('Tools', { exact: true }).click()
  await page.getByRole('heading', { name: 'Tools' }).waitFor()
  for (const tool of ['Hotconnect', 'Integrations']) await page.getByText(tool, { exact: true }).waitFor()
  await page.getByText('Webhook (API and notifications)').click()
  await page.getByRole('heading', { name: 'Configurations' }).waitFor()
  const tabs = await page.getByRole('navigation', { name: 'Webhook' }).getByRole('link').allTextContents()
  expect(tabs.slice(0, 6)).toEqual([
    'Configurations',
    'Documentation',
    'History',
    'Tests',
    'Sent posts',
    'Pending posts',
  ])
})

test('“You will be able to add your configurations by clicking on the + symbol … insert the name of the segmentation, and select the events”', async () => {
  await page.getByText('+ Add configuration').click()
  await page.getByRole('heading', { name: 'New configuration' }).waitFor()
  await page.getByRole('heading', { name: 'Sending URL' }).waitFor()
  const fields = await page.getByRole('main').getByRole('heading', { level: 2 }).allTextContents()
  expect(fields).toEqual(['Name of the segmentation', 'Events', 'Products', 'Sending URL'])
  // “The events available are: canceled purchase, approved purchase, refund claimed, refunded, chargeback, purchase expired and delayed.”
  const offered = await page
    .getByRole('checkbox')
    .evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).labels?.[0]?.textContent))
  expect(offered.slice(0, articleEvents.length)).toEqual(articleEvents)
  // “Select if you want the segmentation to be applied to all your products or only a specific product”
  await page.getByText('All products').waitFor()
  await page.getByText('A specific product').waitFor()
})

test('“A segmentation for recovering sales, selecting refund requests, chargebacks, overdue subscriptions”', async () => {
  const chosen = () =>
    page
      .getByRole('checkbox', { checked: true })
      .evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).labels?.[0]?.textContent))
  await page.getByText('Recover sales').click()
  expect(await chosen()).toEqual(
    expect.arrayContaining(['Refund claimed', 'Chargeback', 'Delayed', 'Purchase expired']),
  )
  await page.getByText('Refunds and chargebacks').click()
  expect(await chosen()).toEqual(['Refund claimed', 'Refunded', 'Chargeback'])
  await page.getByText('Overdue subscriptions').click()
  expect(await chosen()).toContain('Delayed')
})

test('“You must allow your affiliate to have access to the buyer’s information. Here’s how to do it”', async () => {
  await page.getByText(/link and the code of the bank payment slip/).waitFor()
  await page.getByText('here is where you do it').click()
  await page.getByRole('dialog').getByText('Leave without saving', { exact: true }).click()
  await page.getByRole('heading', { name: 'Affiliates', level: 1 }).waitFor()
})

test('“Click on Save. You may create as many configurations as you wish”', async () => {
  await add({ name: 'Release access', events: articleEvents, url: membersArea.url })
  await add({ name: 'Mailing list', events: ['Approved purchase'], url: crm.url, product: /\(2000\)/ })
  await add({ name: 'Call them back', events: ['Canceled purchase', 'Purchase expired'], url: crm.url })
  const list = page.getByRole('table', { name: 'Configurations' })
  expect(await list.getByRole('rowheader').allInnerTexts()).toEqual([
    'Call them back',
    'Mailing list',
    'Release access',
  ])
  await row('Release access').getByText('7 events').waitFor()
  await row('Release access').getByText('All products').waitFor()
  await row('Mailing list').getByText('Baking Bread at Home').waitFor()
})

test('“… edit, disable or remove them from your list. Select the button that corresponds to the action on the right-hand side”', async () => {
  const actions = row('Mailing list').getByRole('cell').last()
  expect(await actions.getByRole('link').or(actions.getByRole('button')).allTextContents()).toEqual([
    'Edit',
    'Disable',
    'Remove',
  ])
  const [left, right] = [
    await row('Mailing list').getByText('Active').boundingBox(),
    await actions.getByText('Edit').boundingBox(),
  ]
  expect(right?.x).toBeGreaterThan(left?.x ?? Number.POSITIVE_INFINITY)

  await actions.getByText('Edit').click()
  await page.getByRole('textbox', { name: 'Name of the segmentation' }).fill('Newsletter')
  await page.getByText('Save', { exact: true }).click()
  await row('Newsletter').getByText('Disable').click()
  await page.getByRole('dialog').getByText('Disable', { exact: true }).click()
  await row('Newsletter').getByText('Disabled', { exact: true }).waitFor()
  await page.getByText('You disabled it.').waitFor()

  await row('Call them back').getByText('Remove').click()
  await page.getByRole('dialog').getByText('Remove', { exact: true }).click()
  await row('Call them back').waitFor({ state: 'detached' })
})

test('“If the inserted URL contains any errors, the configuration will be disabled automatically”', async () => {
  // At once, where it can be seen when it is saved …
  await add({ name: 'Old site', events: ['Refunded'], url: 'https://members.example.invalid/webhook' })
  await row('Old site').getByText('Disabled', { exact: true }).waitFor()
  await page.getByText('The name in the address does not exist.').waitFor()
  // … else when a post has used up its attempts at it.
  await add({ name: 'Moved page', events: ['Refunded'], url: gone.url })
  await report('PURCHASE_REFUNDED', 'HP0000000404')
  await gone.arrivals(5)
  await eventually(
    async () => (await postback.api('GET', '/v1/configurations', undefined, { account: 'producer' })).body.data,
    (all) => all.some((it: { name: string; state: string }) => it.name === 'Moved page' && it.state === 'disabled'),
  )
  await page.reload()
  await row('Moved page').getByText('Disabled', { exact: true }).waitFor()
  await page.getByText('The address contains an error: every attempt failed because of it.').waitFor()
  // “… so that new notifications are not sent unnecessarily.”
  await report('PURCHASE_REFUNDED', 'HP0000000405')
  await membersArea.arrivals(2)
  await page.reload()
  await page.getByText('1 post is held').first().waitFor()
  expect(gone.arrived).toHaveLength(5)
})

test('“Just click on the tab Documentation and see the parameters”', async () => {
  await tab('Documentation')
  await page.getByText('We recommend asking a programmer for help').waitFor()
  const table = page.getByRole('table', { name: /^Parameters of/ })
  expect(await table.getByRole('columnheader').allTextContents()).toEqual([
    'Name of the parameter',
    'Sent to the affiliate',
    'Description',
    'Format',
    'Size',
  ])
  const cells = await table.getByRole('row').filter({ hasText: 'data.buyer.email' }).getByRole('cell').allTextContents()
  expect(cells).toHaveLength(4)
  for (const cell of cells) expect(cell.trim()).not.toBe('')
})

test('“On this tab, you will also find the verification and security token”', async () => {
  await page.getByRole('heading', { name: 'Verification and security token' }).waitFor()
  const { body } = await postback.api('GET', '/v1/hottok', undefined, { account: 'producer' })
  expect(await page.content()).not.toContain(body.hottok)
  await page.getByText('Reveal the token').click()
  await page.getByText(body.hottok, { exact: true }).waitFor()
})

test('“Posts with errors will be reprocessed until they have a positive response or until they complete 5 attempts”', async () => {
  membersArea.answer(() => ({ status: 500, body: 'database is away' }))
  const before = membersArea.arrived.length
  await report('PURCHASE_APPROVED', 'HP0000000500')
  await membersArea.arrivals(before + 5)
  await tab('History')
  await row('HP0000000500').getByText('5/5').waitFor()
  // “The status will always be indicated by the HTTP codes.”
  await row('HP0000000500').getByText('500', { exact: true }).waitFor()
  await row('HP0000000500').getByText('Failed', { exact: true }).waitFor()
  await row('HP0000000500').getByText('a•••@example.com').waitFor()
  expect(membersArea.arrived).toHaveLength(before + 5)
})

test('“If you want to process it again, just click the button with an arrow next to the status of the post”', async () => {
  membersArea.answer(() => ({ status: 200, body: 'access given' }))
  const status = await row('HP0000000500').getByText('500', { exact: true }).boundingBox()
  const arrow = row('HP0000000500').getByRole('button', { name: 'Process again' })
  const place = await arrow.boundingBox()
  const gap = (place?.x ?? 0) - ((status?.x ?? 0) + (status?.width ?? 0))
  expect(gap).toBeGreaterThanOrEqual(0)
  expect(gap).toBeLessThan(40)
  await arrow.click()
  await row('HP0000000500').getByText('200', { exact: true }).waitFor()
  await row('HP0000000500').getByText('Delivered', { exact: true }).waitFor()
})

test('“You can also view the Sent Payload and the History of Responses … in addition to having past actions recorded”', async () => {
  await row('HP0000000500').getByText('Approved purchase').click()
  await page.getByRole('tab', { name: 'Sent Payload' }).click()
  await page.getByRole('tabpanel').getByText('"PURCHASE_APPROVED"').waitFor()
  await page.getByRole('tab', { name: 'History of responses' }).click()
  const attempts = page.getByRole('button', { name: /^Attempt \d/ })
  await attempts.first().waitFor()
  expect((await attempts.allTextContents()).map((text) => text.slice(0, 9))).toEqual([
    'Attempt 6',
    'Attempt 5',
    'Attempt 4',
    'Attempt 3',
    'Attempt 2',
    'Attempt 1',
  ])
  await page.getByText('access given').waitFor()
  await attempts.nth(1).click()
  await page.getByText('database is away').waitFor()
  const past = page.getByRole('list', { name: 'Past actions' })
  expect(await past.getByText('Attempted', { exact: true }).count()).toBe(6)
  await past.getByText('Processed again').waitFor()
  await past.getByText('Created').waitFor()
})

test('“You will be able to consult the posts sent before the update. Just click on the tabs Sent Posts or Pending Posts”', async () => {
  await tab('Sent posts')
  await page.getByRole('heading', { name: 'Sent posts', level: 1 }).waitFor()
  await tab('Pending posts')
  await page.getByRole('heading', { name: 'Pending posts', level: 1 }).waitFor()
})

test('“You can run tests … with test events in the product and selected URLs”', async () => {
  const [toMembers, toCrm] = [membersArea.arrived.length, crm.arrived.length]
  await tab('Tests')
  await page.getByRole('combobox', { name: 'Event', exact: true }).selectOption({ label: 'Refunded' })
  await page
    .getByRole('combobox', { name: 'Product', exact: true })
    .selectOption({ label: 'Baking Bread at Home (2000)' })
  await page.getByRole('textbox', { name: 'Address 1' }).fill(membersArea.url)
  await page.getByText('Add an address').click()
  await page.getByRole('textbox', { name: 'Address 2' }).fill(crm.url)
  await page.getByText('Send test').click()
  await page.getByText('2 of 2 delivered').waitFor()
  for (const [to, before] of [
    [membersArea, toMembers],
    [crm, toCrm],
  ] as const) {
    const arrived = (await to.arrivals(before + 1)).at(-1)
    expect(JSON.parse(arrived?.body ?? '{}')).toMatchObject({
      event: 'PURCHASE_REFUNDED',
      data: { product: { id: 2000 } },
    })
  }
})

test('“Do you need to talk to us?” has its place on every page', async () => {
  await page.getByRole('contentinfo').getByText('Help').click()
  await page.getByRole('heading', { name: 'Help', level: 1 }).waitFor()
  await page.getByText('When a post fails').waitFor()
})
