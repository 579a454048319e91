import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Postback, registerProducer, startPostback } from '../../../test/support/harness.ts'
import { enter, findings, leaveBrowser, openBrowser } from '../browser.ts'

/** The Documentation tab in a real browser. */

const asProducer = { account: 'producer' }

describe('the Documentation tab', () => {
  let postback: Postback
  let browser: Browser

  beforeAll(async () => {
    postback = await startPostback()
    await registerProducer(postback)
    for (const name of ['Give access', 'Recover sales']) {
      const configuration = { name, url: 'http://127.0.0.1:9/', events: ['PURCHASE_APPROVED'] }
      await postback.api('POST', '/v1/configurations', configuration, asProducer)
    }
    browser = await openBrowser()
  })

  afterAll(async () => {
    await leaveBrowser()
    await postback.close()
  })

  const hottok = async () => (await postback.api('GET', '/v1/hottok', undefined, asProducer)).body

  async function open(
    search = '',
    options: BrowserContextOptions = {},
    language: 'en' | 'pt-BR' | 'es' = 'en',
  ): Promise<Page> {
    const page = await enter(browser, postback, { ...options, language })
    await page.goto(`${postback.url}/webhook/documentation${search}`)
    await page.locator('#secrets').getByRole('combobox').waitFor()
    return page
  }

  it('recommends a programmer, and shows each event with the five columns', async () => {
    const page = await open()
    await page.getByRole('heading', { name: 'We recommend asking a programmer for help' }).waitFor()
    await page.getByRole('button', { name: 'Copy the link for your programmer' }).waitFor()

    const links = page.getByRole('navigation', { name: 'Events' }).getByRole('link')
    expect((await links.allTextContents()).slice(0, 7)).toEqual([
      'Canceled purchase',
      'Approved purchase',
      'Refund claimed',
      'Refunded',
      'Chargeback',
      'Purchase expired',
      'Delayed',
    ])
    const table = page.getByRole('table', { name: 'Parameters of: Approved purchase' })
    expect(await table.getByRole('columnheader').allTextContents()).toEqual([
      'Name of the parameter',
      'Sent to the affiliate',
      'Description',
      'Format',
      'Size',
    ])
    await table.getByRole('row', { name: /data\.buyer\.email.*Only with buyer data shared/ }).waitFor()

    await page.getByRole('textbox', { name: 'Find a parameter' }).fill('buyer.email')
    await page
      .getByRole('status')
      .filter({ hasText: /^1 of \d+ parameters$/ })
      .waitFor()

    await links.filter({ hasText: 'Chargeback' }).click()
    await page.getByRole('heading', { name: 'Chargeback' }).waitFor()
    expect(new URL(page.url()).searchParams.get('event')).toBe('PURCHASE_CHARGEBACK')
    await page.context().close()
  })

  it.each([
    [
      'pt-BR',
      'Aguardando pagamento (boleto ou PIX gerado)',
      /billet_barcode.*pagamento por boleto.*Código de barras do boleto/,
    ],
    ['es', 'Esperando el pago (boleto o PIX emitido)', /billet_barcode.*pago con boleto.*Código de barras del boleto/],
  ])('explains the parameters in the language of the console: %s', async (locale, title, row) => {
    const page = await open('?event=PURCHASE_BILLET_PRINTED&parameter=billet_barcode', {}, locale)
    await page.getByRole('heading', { name: title }).waitFor()
    await page.getByRole('row', { name: row }).waitFor()
    await page.context().close()
  })

  it('shows an example with the product of the reader, the headers and the schema', async () => {
    const page = await open('?view=example')
    const example = page.getByRole('region', { name: 'Example of PURCHASE_APPROVED' })
    await example.getByText('"Baking Bread at Home"').waitFor()
    expect(await example.textContent()).toContain('"id": 1000')
    await page.getByRole('combobox', { name: 'Product in the example' }).selectOption({ label: 'A made-up product' })
    await example.getByText('1234567', { exact: true }).waitFor()

    await page.getByRole('tab', { name: 'Headers' }).click()
    await page.getByRole('rowheader', { name: /x-hotmart-hottok/ }).waitFor()

    await page.getByRole('tab', { name: 'JSON Schema' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download the JSON Schema' }).click()
    expect((await download).suggestedFilename()).toBe('PURCHASE_APPROVED-2.0.0.schema.json')
    await page.context().close()
  })

  it('shows a purchase of version 1.0.0 as a form', async () => {
    const page = await open('?view=example&version=1.0.0')
    const example = page.getByRole('region', { name: 'Example of PURCHASE_APPROVED' })
    await example.getByText('productOfferPaymentMode').waitFor()
    expect(await example.getByRole('definition').first().textContent()).toBe('1')
    expect(await example.textContent()).toContain('prod_nameBaking Bread at Home')
    expect(await example.textContent()).toContain('aff(empty)')
    await page.getByText('Raw', { exact: true }).click()
    expect(await example.textContent()).toMatch(/^callback_type=1&hottok=\w+&aff=&currency=BRL&/)

    await page.getByRole('tab', { name: 'Headers' }).click()
    await page.getByRole('cell', { name: 'application/x-www-form-urlencoded' }).first().waitFor()
    await page.getByRole('tab', { name: 'JSON Schema' }).click()
    await page.getByText('every parameter is a text').waitFor()

    await page.getByRole('navigation', { name: 'Events' }).getByRole('link', { name: 'First access' }).click()
    await page.getByText('Nothing is sent for this event in version 1.0.0').waitFor()
    await page.getByRole('button', { name: 'Show what is sent' }).click()
    expect(new URL(page.url()).searchParams.get('version')).toBeNull()
    await page.context().close()
  })

  it('keeps the token off the page until it is revealed, and changes it with an overlap', async () => {
    const page = await open()
    const token = page.locator('#token')
    const { hottok: current } = await hottok()
    expect(await page.content()).not.toContain(current)
    await token.getByRole('button', { name: 'Reveal the token' }).click()
    await token.getByText(current, { exact: true }).waitFor()
    await token.getByRole('button', { name: 'Hide' }).click()
    await token.getByRole('button', { name: 'Reveal the token' }).waitFor()
    expect(await page.content()).not.toContain(current)

    await token.getByRole('button', { name: 'Change the token' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change the verification token' })
    await dialog.getByRole('radio', { name: 'In 7 days' }).check()
    await dialog.getByRole('button', { name: 'Make the new token' }).click()
    await token.getByRole('heading', { name: 'A new token is on its way' }).waitFor()
    const rotating = await hottok()
    expect(rotating.hottok).toBe(current)
    expect(await token.locator('[data-secret]').allTextContents()).toEqual([current, rotating.next])
    const days = (Date.parse(rotating.switchAt) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(6.9)
    expect(days).toBeLessThanOrEqual(7)

    await token.getByRole('button', { name: 'Use the new one already: Give access' }).click()
    await token.getByText('Gets the new one').waitFor()
    const { data } = (await postback.api('GET', '/v1/configurations', undefined, asProducer)).body
    const switched = data.filter((it: { usesNewHottok: boolean }) => it.usesNewHottok)
    expect(switched.map((it: { name: string }) => it.name)).toEqual(['Give access'])
    await page.context().close()
  })

  it('reveals and changes the signing secret of a configuration', async () => {
    const page = await open()
    const section = page.locator('#secrets')
    await section.getByRole('combobox', { name: 'Configuration' }).selectOption({ label: 'Recover sales' })
    await section.getByRole('button', { name: 'Reveal the secret' }).click()
    const shown = section.locator('[data-secret]')
    await shown.waitFor()
    const [before] = await shown.allTextContents()
    expect(before).toMatch(/^whsec_/)
    await section.getByRole('button', { name: 'Change the secret' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change the signing secret of Recover sales' })
    await dialog.getByRole('button', { name: 'Make the new secret' }).click()
    await section.getByText('Old: signs along until').waitFor()
    const after = await shown.allTextContents()
    expect(after).toHaveLength(2)
    expect(after[1]).toBe(before)
    await page.context().close()
  })

  it('reveals the signing secret of tests to other addresses', async () => {
    const page = await open()
    const section = page.locator('#secrets')
    await section.getByRole('combobox', { name: 'Configuration' }).selectOption({ label: 'Tests to other addresses' })
    await section.getByRole('button', { name: 'Reveal the secret' }).click()
    await section.getByText(/^whsec_/).waitFor()
    await page.context().close()
  })

  it.each([
    ['light', 1280, 'en'],
    ['dark', 1280, 'pt-BR'],
    ['light', 360, 'es'],
    ['dark', 320, 'en'],
  ] as const)(
    'has no accessibility finding and does not scroll sideways: %s, %i px, %s',
    async (scheme, width, locale) => {
      const page = await open('', { colorScheme: scheme, viewport: { width, height: 800 } }, locale)
      for (const section of ['#token', '#secrets']) await page.locator(section).getByRole('button').first().click()
      await page.locator('#secrets [data-secret]').first().waitFor()
      expect(await findings(page, { strict: true })).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      await page.context().close()
    },
    90_000,
  )
})
