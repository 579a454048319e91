import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { EventName } from '../../../src/domain/event.ts'
import type { JsonObject } from '../../../src/domain/text/json.ts'
import { type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { enter, findings, leaveBrowser, narrow, openBrowser, overflow, show } from '../browser.ts'
import { type Language, speaking } from '../words.ts'

/** A buyer writes: she paid and has no access. From her e-mail address to the repair. */

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

interface Shop {
  readonly account: string
  readonly product: number
  readonly members: OrdinaryReceiver
  report(event: EventName, transaction: string, buyer?: JsonObject, more?: JsonObject): Promise<void>
  /** Once the index has the sale. */
  found(q: string, transaction: string): Promise<void>
  settled(transaction: string, state: string, count?: number): Promise<void>
}

const marina = { name: 'Marina Souza', email: 'marina@example.com' }

/** A producer whose members area answers 503, and whose invoices arrive. */
async function openShop(account: string, product: number): Promise<Shop> {
  await registerProducer(postback, account, product)
  const members = await receiver(() => ({ status: 503 }))
  const invoices = await receiver()
  const configure = (name: string, url: string, events: readonly EventName[]) =>
    postback.api('POST', '/v1/configurations', { name, url, events }, { account })
  await configure('Members area', members.url, ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'])
  await configure('Invoices', invoices.url, ['PURCHASE_APPROVED'])
  await configure('Newsletter', invoices.url, ['PURCHASE_COMPLETE'])
  return {
    account,
    product,
    members,
    async report(event, transaction, buyer = marina, more = {}) {
      const data = sale(event, transaction, product)
      const reported = { ...data, ...more, buyer: { ...(data.buyer as JsonObject), ...buyer } }
      const { status } = await postback.api('PUT', `/v1/transactions/${transaction}`, reported)
      expect(status).toBeLessThan(300)
    },
    async found(q, transaction) {
      await eventually(
        () => postback.api('POST', '/v1/sales/search', { q }, { account }),
        ({ body }) => body.data.some((it: { transaction: string }) => it.transaction === transaction),
      )
    },
    async settled(transaction, state, count = 1) {
      await eventually(
        () => postback.api('GET', `/v1/deliveries?transaction=${transaction}&state=${state}`, undefined, { account }),
        ({ body }) => body.data.length === count,
      )
    },
  }
}

const languages = [
  ['en', 'en', 3001],
  ['pt-BR', 'pt-BR', 3002],
  ['es-419', 'es', 3003],
] as const satisfies readonly (readonly [Language, string, number])[]

const box = (page: Page, name: string) => page.getByRole('combobox', { name })

describe.each(languages)('Marina paid and has no access, in %s', (language, tag, product) => {
  test('from her e-mail address to the repair in four acts', async () => {
    const say = speaking(language)
    const shop = await openShop(`shop-${tag}`, product)
    const transaction = `HP00000${product}`
    await shop.report('PURCHASE_APPROVED', transaction)
    await shop.found('marina@', transaction)
    await shop.settled(transaction, 'failed')
    const page = await enter(browser, postback, { accountId: shop.account, language: tag, locale: tag })
    const addresses: string[] = []
    page.on('request', (request) => addresses.push(request.url()))

    // One: typed, from the keyboard alone.
    await box(page, say('shell:find.label')).waitFor()
    await page.keyboard.type('/marina@example.com')
    const option = page.getByRole('option')
    await option.waitFor()
    expect(await option.innerText()).toMatch(
      new RegExp(`Marina Souza[^]*${say('words:saleStatuses.APPROVED')}[^]*${transaction}`),
    )
    await page
      .getByRole('status')
      .filter({ hasText: say('shell:find.count_one', { count: 1 }) })
      .waitFor()
    // Two.
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: say('sale:title', { transaction }) }).waitFor()
    expect(page.url()).toBe(`${postback.url}/webhook/sales/${transaction}`)
    const posts = page.getByRole('region', { name: say('sale:posts.title') })
    const members = posts.getByRole('listitem').filter({ hasText: 'Members area' })
    await members.getByText('503', { exact: true }).waitFor()
    await members.getByText(say('words:failures.http-503.title')).waitFor()
    await members.getByText(say('sale:posts.attempts', { used: 5, of: 5 })).waitFor()
    const newsletter = posts.getByRole('listitem').filter({ hasText: 'Newsletter' })
    await newsletter.getByText(say('sale:why.event-not-selected')).waitFor()
    expect(await findings(page)).toEqual([])

    shop.members.answer(() => ({ status: 200 }))
    // Three.
    await page.getByRole('button', { name: say('sale:again.open'), exact: true }).click()
    const dialog = page.getByRole('dialog')
    const event = say('words:events.PURCHASE_APPROVED')
    await dialog.getByText(say('sale:again.counted_one', { count: 1 })).waitFor()
    expect(await dialog.getByRole('listitem').allInnerTexts()).toEqual([
      say('sale:again.to', { event, configuration: 'Members area' }),
    ])
    await dialog.getByRole('radio', { name: say('sale:again.all_other', { count: 2 }) }).waitFor()
    expect(await findings(page)).toEqual([])
    // Four.
    await dialog.getByRole('button', { name: say('sale:again.confirm_one', { count: 1 }) }).click()
    await members.getByTitle(say('words:stateMeanings.delivered')).waitFor()
    await members.getByText('200', { exact: true }).waitFor()
    expect(shop.members.arrived).toHaveLength(6)

    // What was searched for stands in no address and in no storage.
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]))
    expect([...addresses, kept].filter((text) => /marina/i.test(text))).toEqual([])
    await page.context().close()
    await shop.members.close()
  })
})

describe('the search', () => {
  let shop: Shop
  let page: Page
  beforeAll(async () => {
    shop = await openShop('searching', 3010)
    for (const [code, name] of [
      ['HP7000000001', 'Ana Prado'],
      ['HP7000000002', 'Ana Reis'],
      ['HP7000000003', 'João Nunes'],
    ] as const) {
      await shop.report('PURCHASE_APPROVED', code, { name, email: `${code.toLowerCase()}@example.com` })
      await shop.found(code, code)
    }
    page = await enter(browser, postback, { accountId: shop.account })
  })

  test('is a combobox: arrows choose, Enter opens, Escape closes', async () => {
    const search = box(page, 'Find a sale')
    await search.fill('an')
    await page.getByText('Type at least three letters, or four characters of a code.').waitFor()
    await search.fill('ana')
    const options = page.getByRole('option')
    await options.nth(1).waitFor()
    expect(await options.count()).toBe(2)
    expect(await search.getAttribute('aria-expanded')).toBe('true')
    const chosen = () => page.getByRole('option', { selected: true }).innerText()
    expect(await chosen()).toContain('Ana Reis')
    expect(await search.getAttribute('aria-activedescendant')).toBe(
      await page.getByRole('option', { selected: true }).getAttribute('id'),
    )
    await search.press('ArrowDown')
    expect(await chosen()).toContain('Ana Prado')
    await search.press('ArrowDown')
    expect(await chosen()).toContain('Ana Reis')
    await show(page, { colorScheme: 'dark' })
    expect(await findings(page)).toEqual([])
    await show(page, { colorScheme: 'light' })
    expect(await findings(page)).toEqual([])
    await search.press('ArrowUp')
    await search.press('Escape')
    await options.first().waitFor({ state: 'detached' })
    expect(await search.inputValue()).toBe('')

    await search.fill('joao nunes')
    await options.first().waitFor()
    await search.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Sale HP7000000003' }).waitFor()
    expect(await search.inputValue()).toBe('')
  })

  test('says that nothing was found, and what can be searched for', async () => {
    await box(page, 'Find a sale').fill('zacarias')
    await page.getByText('Search by e-mail, by words of the buyer’s name').waitFor()
    await page.getByRole('status').filter({ hasText: 'No sale found' }).waitFor()
    await box(page, 'Find a sale').press('Escape')
  })

  test('goes to a pasted delivery and to the sale of a pasted event', async () => {
    const { body } = await postback.api('GET', '/v1/deliveries?transaction=HP7000000001', undefined, {
      account: shop.account,
    })
    const [delivery] = body.data
    await box(page, 'Find a sale').fill(` ${delivery.id} `)
    await page.waitForURL(`${postback.url}/webhook/deliveries/${delivery.id}`)
    await box(page, 'Find a sale').fill(delivery.eventId)
    await page.waitForURL(`${postback.url}/webhook/sales/HP7000000001`)
    await page.getByRole('heading', { level: 1, name: 'Sale HP7000000001' }).waitFor()
  })

  test('leaves the slash to fields', async () => {
    await page.goto(`${postback.url}/webhook/configurations/new`)
    const url = page.getByRole('textbox', { name: 'Sending URL' })
    await url.fill('')
    await url.pressSequentially('https://a/b')
    expect(await url.inputValue()).toBe('https://a/b')
    await url.fill('')
    await page.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.press('/')
    await box(page, 'Find a sale').and(page.locator(':focus')).waitFor()
    expect(await box(page, 'Find a sale').inputValue()).toBe('')
  })

  test('lies behind a button on phones', async () => {
    await page.setViewportSize(narrow)
    await page.goto(`${postback.url}/webhook/history`)
    await page.getByRole('button', { name: 'Find a sale' }).click()
    const search = box(page, 'Find a sale')
    await search.fill('ana')
    await page.getByRole('option').first().waitFor()
    expect(await overflow(page)).toBe(0)
    expect(await findings(page)).toEqual([])
    await page.getByRole('option').first().click()
    await page.getByRole('heading', { level: 1, name: /^Sale / }).waitFor()
    await search.waitFor({ state: 'hidden' })
    expect(await overflow(page)).toBe(0)
    expect(await findings(page)).toEqual([])
    await page.setViewportSize({ width: 1280, height: 900 })
  })
})

describe('the page of a sale', () => {
  test('tells its states, sends only what is still true, and leads to the switch', async () => {
    const shop = await openShop('refunding', 3020)
    const code = 'HP8000000001'
    await shop.report('PURCHASE_APPROVED', code)
    await shop.settled(code, 'failed')
    await shop.report('PURCHASE_REFUNDED', code)
    await shop.settled(code, 'failed', 2)
    const page = await enter(browser, postback, { accountId: shop.account })
    await page.goto(`${postback.url}/webhook/history`)
    await page.getByRole('link', { name: code }).first().click()
    await page.getByRole('heading', { level: 1, name: `Sale ${code}` }).waitFor()
    const states = page.getByRole('list', { name: 'What became of the sale' }).getByRole('listitem')
    await states.nth(1).waitFor()
    expect((await states.allInnerTexts()).map((text) => text.split('\n')[0])).toEqual(['Approved', 'Refunded'])

    await page.getByRole('button', { name: 'Process again', exact: true }).click()
    const dialog = page.getByRole('dialog')
    // The invoice of the approval has arrived; the approval itself is not so any more.
    await dialog.getByText('1 post will be sent:').waitFor()
    expect(await dialog.getByRole('listitem').allInnerTexts()).toEqual(['Refunded to Members area'])
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })

    // The arrow asks before an approval of a refunded sale, as in the history.
    const approved = page.getByRole('region', { name: 'Approved purchase' })
    await approved.getByRole('button', { name: 'Process again: Approved purchase' }).first().click()
    await page.getByRole('dialog').getByText('This sale has since been refunded.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await approved
      .getByRole('listitem')
      .filter({ hasText: 'Newsletter' })
      .getByRole('link', { name: 'Select the event' })
      .click()
    await page.getByRole('checkbox', { name: 'Approved purchase' }).and(page.locator(':focus')).waitFor()
    await page.context().close()
    await shop.members.close()
  })

  test('links renewals, and says when there is no such sale', async () => {
    const shop = await openShop('renewing', 3030)
    const subscription = { subscription: { subscriber: { code: 'SUBMARINA' }, plan: { id: 1, name: 'Monthly' } } }
    await shop.report('PURCHASE_APPROVED', 'HP9000000001', marina, subscription)
    await shop.report('PURCHASE_APPROVED', 'HP9000000002', marina, subscription)
    await shop.found('marina@', 'HP9000000002')
    const page = await enter(browser, postback, { accountId: shop.account })
    await page.goto(`${postback.url}/webhook/sales/HP9000000001`)
    const related = page.getByRole('region', { name: 'Belongs together' })
    await related.getByText('Payment of the same subscription').waitFor()
    await page.getByText('Monthly').waitFor()
    await related.getByRole('link', { name: 'HP9000000002' }).click()
    await page.getByRole('heading', { level: 1, name: 'Sale HP9000000002' }).waitFor()
    await page.goto(`${postback.url}/webhook/sales/HPNONE`)
    await page.getByText('There is no such sale').waitFor()
    await page.context().close()
    await shop.members.close()
  })

  test('hides the buyer from an affiliate with whom the producer does not share', async () => {
    const shop = await openShop('sharing', 3040)
    await postback.api('PUT', '/v1/accounts/partner', { name: 'Partner' })
    const affiliation = { accountId: 'partner', name: 'Partner', sharesBuyerData: false }
    await postback.api('PUT', '/v1/products/3040/affiliates/AFFMARINA', affiliation)
    await shop.report('PURCHASE_APPROVED', 'HP9100000001', marina, {
      affiliates: [{ affiliate_code: 'AFFMARINA', name: 'Partner' }],
    })
    await shop.found('HP9100000001', 'HP9100000001')
    const page = await enter(browser, postback, { accountId: 'partner' })
    await box(page, 'Find a sale').fill('HP9100000001')
    await page.getByRole('option').getByText('Buyer not shown').waitFor()
    await box(page, 'Find a sale').press('Enter')
    await page.getByText('The producer does not share buyer data.').waitFor()
    expect(await page.locator('body').innerText()).not.toContain('arina')
    await page.context().close()
    await shop.members.close()
  })
})
