import type { Browser, BrowserContext, Locator, Page, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { leaveBrowser, linkFor, openBrowser, wide } from '../browser.ts'

/** One press is one act: every act of the console, pressed twice, and once more after a lost answer. */

vi.setConfig({ testTimeout: 120_000 })

const account = 'producer'
let postback: Postback
let hook: OrdinaryReceiver
let browser: Browser
let context: BrowserContext
let page: Page
/** What the page has asked to be changed, in order. */
let sent: Request[]

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(leaveBrowser)

beforeEach(async () => {
  postback = await startPostback()
  hook = await receiver()
  await registerProducer(postback, account)
  await postback.api('PUT', '/v1/accounts/seller', { name: 'Bruno', locale: 'en', timeZone: 'America/Sao_Paulo' })
  context = await browser.newContext({ locale: 'en-US', viewport: wide })
  page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(await linkFor(postback, account))
  await page.waitForURL('**/webhook/**')
  sent = []
  page.on('request', (request) => {
    const isCount = request.postData()?.includes('"dryRun":true')
    if (request.method() !== 'GET' && !isCount) sent.push(request)
  })
})
afterEach(async () => {
  await context.close()
  await postback.close()
  await hook.close()
})

type Way = (button: Locator) => Promise<void>

const doubleClick: Way = (button) => button.dblclick()
const doubleEnter: Way = async (button) => {
  await button.focus()
  // A dialog takes no key for a moment after it has opened, and a button none after an act: that is what a double press is.
  await button.evaluate((element) => {
    const from = performance.now()
    return new Promise<void>((resolve) => {
      const look = () => {
        const isReady = performance.now() - from > 400 && element.matches(':enabled:not([aria-disabled=true])')
        if (isReady) resolve()
        else requestAnimationFrame(look)
      }
      look()
    })
  })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
}
const clickAndEnter: Way = async (button) => {
  await button.click()
  await page.keyboard.press('Enter')
}
const ways = [doubleClick, doubleEnter, clickAndEnter]
let turn = 0

/** Presses in one of the ways, each in turn, and checks that the server was asked once. */
async function once(button: Locator, wanted: string, way = ways[turn++ % ways.length] ?? doubleClick) {
  const before = sent.length
  const [answered] = await Promise.all([
    page.waitForResponse((response) => nameOf(response.request()) === wanted),
    way(button),
  ])
  expect(answered.ok()).toBe(true)
  expect(sent.slice(before).map(nameOf)).toEqual([wanted])
}

/** `POST /v1/configurations/*\/enable` */
function nameOf(request: Request): string {
  const path = new URL(request.url()).pathname
  return `${request.method()} ${path.replace(/\/(?:[a-z]{3}_[^/]+|[0-9]+)(?=\/|$)/g, '/*')}`
}

const keyOf = (request: Request | undefined) => request?.headers()['idempotency-key']
const dialog = () => page.getByRole('dialog')
const inDialog = (name: string) => dialog().getByRole('button', { name, exact: true })
const gone = () => dialog().waitFor({ state: 'detached' })
const row = (text: string) => page.getByRole('row').filter({ hasText: text })

async function configure(name = 'Members area') {
  const input = { name, url: hook.url, events: ['PURCHASE_APPROVED'] }
  return (await postback.api('POST', '/v1/configurations', input, { account })).body.id as string
}

async function configurations(): Promise<readonly { name: string }[]> {
  return (await postback.api('GET', '/v1/configurations', undefined, { account })).body.data
}

async function sell(...codes: readonly string[]) {
  for (const code of codes) {
    await postback.api('POST', '/v1/events', { event: 'PURCHASE_APPROVED', data: sale('PURCHASE_APPROVED', code) })
  }
}

async function settled(state: string, count: number) {
  await eventually(
    () => postback.api('GET', `/v1/deliveries?state=${state}`, undefined, { account }),
    ({ body }) => body.data.length === count,
  )
}

async function fillIn(url = hook.url) {
  await page.goto(`${postback.url}/webhook/configurations/new`)
  await page.getByLabel('Name of the segmentation').and(page.locator('input')).fill('Members area')
  await page.getByRole('checkbox', { name: 'Approved purchase', exact: true }).check()
  await page.getByLabel('Sending URL').and(page.locator('input')).fill(url)
}

test.each([
  ['double click', doubleClick],
  ['double Enter', doubleEnter],
  ['click and Enter', clickAndEnter],
])('a new configuration is saved once: %s', async (_, way) => {
  await fillIn()
  await once(page.getByRole('button', { name: 'Save' }), 'POST /v1/configurations', way)
  await row('Members area').waitFor()
  expect(await configurations()).toHaveLength(1)
})

test('Enter twice in a field saves once', async () => {
  await fillIn()
  await once(page.getByLabel('Sending URL').and(page.locator('input')), 'POST /v1/configurations', async (field) => {
    await field.press('Enter')
    await page.keyboard.press('Enter')
  })
  await row('Members area').waitFor()
  expect(await configurations()).toHaveLength(1)
})

test('a configuration is checked, changed, disabled, enabled and removed once', async () => {
  const id = await configure()
  await page.goto(`${postback.url}/webhook/configurations/${id}/edit`)
  await once(page.getByRole('button', { name: 'Check address' }), 'POST /v1/configurations/*/check')
  await page.getByRole('checkbox', { name: 'Refunded', exact: true }).check()
  await once(page.getByRole('button', { name: 'Save' }), 'PATCH /v1/configurations/*')
  await row('Members area')
    .getByRole('button', { name: /^Disable/ })
    .click()
  await once(inDialog('Disable'), 'POST /v1/configurations/*/disable')
  await gone()
  await sell('HP1000000001')
  await settled('held', 1)
  await page.reload()
  // The second press meets the dialog that the first has opened, and does nothing there.
  await row('Members area')
    .getByRole('button', { name: /^Enable/ })
    .dblclick()
  await once(inDialog('Enable and send the latest'), 'POST /v1/configurations/*/enable', doubleClick)
  await gone()
  await settled('delivered', 1)
  expect(hook.arrived).toHaveLength(1)
  await row('Members area')
    .getByRole('button', { name: /^Remove/ })
    .dblclick()
  await once(inDialog('Remove'), 'DELETE /v1/configurations/*', doubleClick)
  await page.getByText('Create your first configuration').waitFor()
})

test('a double press on the button that opens a dialog only opens it', async () => {
  await configure()
  await page.reload()
  const button = row('Members area').getByRole('button', { name: /^Disable/ })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await inDialog('Disable').waitFor()
  expect(sent).toEqual([])
})

test('a test is sent once by a double press, and twice when it is wanted twice', async () => {
  await page.goto(`${postback.url}/webhook/tests`)
  await page.getByLabel('Address 1', { exact: true }).fill(hook.url)
  const send = page.getByRole('button', { name: 'Send test' })
  for (const [arrived, way] of ways.entries()) {
    await once(send, 'POST /v1/tests', way)
    expect(await hook.arrivals(arrived + 1)).toHaveLength(arrived + 1)
  }
  expect(new Set(sent.map(keyOf)).size).toBe(3)
})

test('a post is processed again once, with the arrow, the button and the question', async () => {
  hook.answer(() => ({ status: 500 }))
  await configure()
  await sell('HP1000000001')
  await settled('failed', 1)
  const failed = hook.arrived.length
  hook.answer(() => ({ status: 200 }))
  await page.goto(`${postback.url}/webhook/history`)
  const arrow = row('HP1000000001').getByRole('button', { name: 'Process again' })
  await once(arrow, 'POST /v1/deliveries/*/resend', doubleClick)
  await hook.arrivals(failed + 1)
  await settled('delivered', 1)
  await row('HP1000000001').getByText('Delivered').waitFor()
  await arrow.click()
  await once(inDialog('Process again'), 'POST /v1/deliveries/*/resend', doubleClick)
  await gone()
  expect(await hook.arrivals(failed + 2)).toHaveLength(failed + 2)

  const answer = Promise.withResolvers<{ status: number; headers: Record<string, string> }>()
  hook.answer(() => answer.promise)
  await page.goto(`${postback.url}/webhook/history`)
  await row('HP1000000001').getByRole('link', { name: 'Approved purchase' }).click()
  await page.getByRole('button', { name: 'Process again', exact: true }).click()
  await once(inDialog('Process again'), 'POST /v1/deliveries/*/resend', doubleEnter)
  await hook.arrivals(failed + 3)
  answer.resolve({ status: 503, headers: { 'retry-after': '600' } })
  await page.getByRole('button', { name: 'Cancel post', exact: true }).click()
  await once(inDialog('Cancel post'), 'POST /v1/deliveries/*/cancel', doubleEnter)
  await page.getByText('The post was cancelled.').waitFor()
  expect(hook.arrived).toHaveLength(failed + 3)
})

test('many are processed again once', async () => {
  hook.answer(() => ({ status: 500 }))
  await configure()
  await sell('HP1000000001', 'HP1000000002', 'HP1000000003')
  await settled('failed', 3)
  const failed = hook.arrived.length
  hook.answer(() => ({ status: 200 }))
  await page.goto(`${postback.url}/webhook/history?state=failed`)
  await page.getByRole('button', { name: 'Process several again' }).click()
  await dialog().getByText('3 posts').waitFor()
  await once(inDialog('Process again'), 'POST /v1/replays', doubleClick)
  await page.getByText('All 3 have arrived').waitFor()
  expect(hook.arrived).toHaveLength(failed + 3)
})

test('tokens, secrets and credentials are shown, changed and revoked once', async () => {
  await configure()
  await page.goto(`${postback.url}/webhook/documentation`)
  const token = page.locator('#token')
  const before = page.waitForResponse('**/v1/hottok')
  await token.getByRole('button', { name: 'Reveal the token' }).dblclick()
  await before
  await token.getByRole('button', { name: 'Hide' }).waitFor()
  await token.getByRole('button', { name: 'Change the token' }).click()
  await once(inDialog('Make the new token'), 'POST /v1/hottok/rotate')
  await once(
    token.getByRole('button', { name: 'Use the new one already: Members area' }),
    'POST /v1/configurations/*/use-new-hottok',
    doubleClick,
  )
  const secrets = page.locator('#secrets')
  await secrets.getByRole('button', { name: 'Change the secret' }).click()
  await once(inDialog('Make the new secret'), 'POST /v1/configurations/*/secrets/rotate')
  await secrets.getByText('Old: signs along until').waitFor()
  expect(await secrets.locator('[data-secret]').count()).toBe(2)

  await page.goto(`${postback.url}/hotconnect`)
  await page.getByRole('button', { name: 'Create' }).first().click()
  await dialog().getByLabel('Name').fill('Zapier')
  await once(inDialog('Create'), 'POST /v1/credentials')
  await gone()
  await page.getByRole('button', { name: 'Change the secret of Zapier' }).click()
  await once(inDialog('Make the new secret'), 'POST /v1/credentials/*/rotate')
  await gone()
  await page.reload()
  await page.getByRole('button', { name: 'Authentication parameters' }).click()
  await once(
    page.getByRole('button', { name: 'Reveal Client Secret and Basic' }),
    'POST /v1/credentials/*/reveal',
    clickAndEnter,
  )
  await page.getByRole('button', { name: 'Revoke Zapier' }).click()
  await once(inDialog('Revoke'), 'DELETE /v1/credentials/*')
  await page.getByText('“Zapier” is revoked.').waitFor()
})

test('an affiliate is added and shared with once, and a session ends once', async () => {
  await page.goto(`${postback.url}/webhook/affiliates`)
  await page.getByRole('button', { name: 'Add an affiliate to Baking Bread at Home' }).click()
  await dialog().getByLabel('Name').fill('Bruno Lima')
  await dialog().getByLabel('Affiliate code').fill('Q58388177J')
  await dialog().getByLabel('Account').fill('seller')
  await once(inDialog('Add an affiliate'), 'PUT /v1/products/*/affiliates/Q58388177J')
  await gone()
  await page.getByRole('switch', { name: 'Bruno Lima receives the buyer’s data' }).press('Space')
  await once(inDialog('Share'), 'PUT /v1/products/*/affiliates/Q58388177J')
  await gone()

  const other = await browser.newContext()
  const elsewhere = await other.newPage()
  await elsewhere.goto(await linkFor(postback, account))
  await elsewhere.waitForURL('**/webhook/**')
  await other.close()
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('button', { name: 'Sessions' }).click()
  await once(dialog().getByRole('button', { name: /^End the session/ }), 'DELETE /v1/sessions/*', doubleClick)
  await page.keyboard.press('Escape')
  await gone()
  await page.getByRole('button', { name: /^Account/ }).click()
  await once(page.getByRole('button', { name: 'Sign out' }), 'DELETE /v1/sessions/current', doubleClick)
  await page.waitForURL('**/sign-in')
})

test('a legacy post is processed again once, and a system is disconnected once', async () => {
  await configure()
  const legacy = { id: 1, at: Date.UTC(2019, 2, 4), url: hook.url, event: 'PURCHASE_APPROVED', transaction: 'HP1001' }
  const more = {
    product: 1000,
    status: 500,
    attempts: 5,
    contentType: 'application/x-www-form-urlencoded',
    body: 'a=1',
  }
  await postback.api('POST', '/v1/legacy-posts/import', JSON.stringify({ ...legacy, ...more, response: '' }), {
    account,
    headers: { 'content-type': 'application/x-ndjson' },
  })
  await page.goto(`${postback.url}/webhook/pending-posts`)
  await row('HP1001').getByRole('button', { name: 'Process again' }).dblclick()
  await once(inDialog('Process again'), 'POST /v1/legacy-posts/*/resend', doubleClick)
  await gone()
  expect(await hook.arrivals(1)).toHaveLength(1)

  const input = { targetUrl: hook.url, name: 'Order to course', source: 'zapier', event: 'PURCHASE_APPROVED' }
  await postback.api('POST', '/v1/hooks', input, { account })
  await page.goto(`${postback.url}/hotconnect`)
  await page.getByRole('button', { name: 'Disconnect Order to course' }).click()
  await once(inDialog('Disconnect'), 'DELETE /v1/hooks/*', doubleEnter)
  await page.getByText('“Order to course” is disconnected.').waitFor()
})

test('the token in the body is tried once, and the rest is sent once', async () => {
  hook.answer(({ body }) => ({ status: body.includes('hottok') ? 200 : 401 }))
  await configure()
  await sell('HP1000000001', 'HP1000000002', 'HP1000000003')
  await settled('failed', 3)
  const failed = hook.arrived.length
  await page.goto(`${postback.url}/webhook/history`)
  await row('HP1000000001').getByRole('link', { name: 'Approved purchase' }).click()
  const before = sent.length
  await page.getByRole('button', { name: 'Also send the token in the body and try one' }).dblclick()
  await page.getByText('That was it').waitFor()
  expect(sent.slice(before).map(nameOf)).toEqual(['PATCH /v1/configurations/*', 'POST /v1/deliveries/*/resend'])
  const rest = page.getByRole('button', { name: 'Send the other 2 failed posts again' })
  await once(rest, 'POST /v1/replays', doubleClick)
  await page.getByRole('link', { name: 'See what has become of them' }).click()
  await page.getByText('All 2 have arrived').waitFor()
  expect(hook.arrived).toHaveLength(failed + 3)
})

test('a press after a lost answer repeats the act, and saves nothing twice', async () => {
  await fillIn()
  let lost = 0
  await page.route('**/v1/configurations', async (route) => {
    if (route.request().method() !== 'POST' || lost > 1) return route.fallback()
    lost++
    // First the connection breaks after the server has saved it; then a proxy in between has no time.
    if (lost === 1) {
      await route.fetch()
      return route.abort('connectionreset')
    }
    return route.fulfill({ status: 504, body: 'too slow' })
  })
  const save = page.getByRole('button', { name: 'Save' })
  await save.click()
  await page.getByText('What you typed is still here.').waitFor()
  await save.click()
  await eventually(
    async () => lost,
    (times) => times === 2,
  )
  await page.getByRole('alert').filter({ hasText: 'What you typed is still here.' }).waitFor()
  await save.click()
  await row('Members area').waitFor()
  expect(await page.getByText(/^whsec_/).count()).toBe(1)
  expect(await configurations()).toHaveLength(1)
  expect(sent).toHaveLength(3)
  expect(new Set(sent.map(keyOf)).size).toBe(1)
})

test('a lost answer to a removal is asked for again, and is no error', async () => {
  await configure()
  await page.reload()
  await page.route('**/v1/configurations/*', async (route) => {
    if (route.request().method() !== 'DELETE' || sent.length > 1) return route.fallback()
    await route.fetch()
    return route.abort('connectionreset')
  })
  await row('Members area')
    .getByRole('button', { name: /^Remove/ })
    .click()
  await inDialog('Remove').click()
  await dialog().getByRole('alert').waitFor()
  await inDialog('Remove').click()
  await page.getByText('Create your first configuration').waitFor()
  expect(sent.map(nameOf)).toEqual(['DELETE /v1/configurations/*', 'DELETE /v1/configurations/*'])
  expect(keyOf(sent[1])).toBe(keyOf(sent[0]))
})

test('a corrected form is a new act', async () => {
  await fillIn('https://10.0.0.1/hooks')
  const save = page.getByRole('button', { name: 'Save' })
  await save.click()
  await page.getByText('This address cannot be reached from the internet.').waitFor()
  await page.getByLabel('Sending URL').and(page.locator('input')).fill(hook.url)
  await save.click()
  await row('Members area').waitFor()
  expect(await configurations()).toHaveLength(1)
  expect(sent).toHaveLength(2)
  expect(keyOf(sent[0])).toMatch(/^[0-9a-f]{32}$/)
  expect(keyOf(sent[1])).not.toBe(keyOf(sent[0]))
})
