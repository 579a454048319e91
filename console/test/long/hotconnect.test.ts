import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, startPostback } from '../../../test/support/harness.ts'
import { findings, leaveBrowser, linkFor, openBrowser, show, wide } from '../browser.ts'

/** Hotconnect as the help article describes it, and the tasks of an account's owner there, in a real browser. */

const account = 'producer'
let postback: Postback
let site: OrdinaryReceiver
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
  site = await receiver()
})
afterAll(async () => {
  await leaveBrowser()
  await site?.close()
})

beforeEach(async () => {
  postback = await startPostback()
  await registerProducer(postback, account)
  context = await browser.newContext({
    locale: 'en-US',
    viewport: wide,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  page = await context.newPage()
})
afterEach(async () => {
  await context.close()
  await postback.close()
})

test('Browse, Tools, Hotconnect, Credentials, Authentication parameters lead to Client ID, Client Secret and Basic', async () => {
  const made = await makeCredential('Zapier')
  await signIn()
  await page.getByRole('button', { name: 'Browse' }).click()
  await page.getByRole('menuitem', { name: 'Tools' }).click()
  await page.getByRole('link', { name: 'Hotconnect' }).click()
  const card = await cardOf('Zapier')
  await card.getByText('never used').waitFor()
  await card.getByRole('button', { name: 'Authentication parameters' }).click()

  await card.getByText(made.clientId).waitFor()
  expect(await card.textContent()).toMatch(/Client ID[\s\S]*Client Secret[\s\S]*Basic/)
  expect(await page.content()).toContain(made.clientSecret.slice(0, 8))
  expect(await page.content()).not.toContain(made.clientSecret)
  expect(await page.content()).not.toContain(made.basic)

  await card.getByRole('button', { name: 'Reveal Client Secret and Basic' }).click()
  await card.getByText(made.clientSecret).waitFor()
  for (const [name, value] of [
    ['Copy the Client ID', made.clientId],
    ['Copy the Client Secret', made.clientSecret],
    ['Copy Basic', made.basic],
  ] as const) {
    await card.getByRole('button', { name }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(value)
  }
  await pastActions().getByText('Client Secret revealed · Zapier').waitFor()
  await pastActions().getByText('A person, in this console').first().waitFor()

  await card.getByRole('button', { name: 'Hide' }).click()
  await card.getByRole('button', { name: 'Reveal Client Secret and Basic' }).waitFor()
  expect(await page.content()).not.toContain(made.clientSecret)
  await page.reload()
  await cardOf('Zapier')
  expect(await page.content()).not.toContain(made.clientSecret)
}, 60_000)

test('the first credential is made with a name and an expiry, shows its secret, and works', async () => {
  await open()
  await page.getByText('Create your first credential').waitFor()
  await page.getByText('Nothing is connected yet').waitFor()
  await page.getByRole('button', { name: 'Create credential' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await dialog.getByText('Give it a name.').waitFor()
  const name = dialog.getByLabel('Name')
  expect(await name.evaluate((element) => element === document.activeElement)).toBe(true)
  await name.fill('Course site')
  await dialog.getByRole('radio', { name: 'Read only' }).check()
  await dialog.getByLabel('When does it end?').selectOption('On a date')
  await dialog.getByRole('button', { name: 'Create' }).click()
  await dialog.getByText('Choose a day that lies ahead.').waitFor()
  await dialog.getByLabel('Last day').fill('2099-12-31')
  await dialog.getByRole('button', { name: 'Create' }).click()

  const card = await cardOf('Course site')
  await card.getByText('Read only').waitFor()
  const secret = await card.getByText(/^pbs_[0-9A-Za-z]{40}$/).textContent()
  const clientId = await card.getByText(/^[0-9a-f]{8}-[0-9a-f-]{27}$/).textContent()
  const token = await tokenFor(Buffer.from(`${clientId}:${secret}`).toString('base64'))
  expect(token.scope).toBe('read')
  const { body } = await postback.api('GET', '/v1/credentials', undefined, { account })
  expect(body.data[0]).toMatchObject({
    name: 'Course site',
    expiresAt: expect.stringMatching(/^(2099-12-31|2100-01-01)/),
  })
  await page.reload()
  await (await cardOf('Course site')).getByText('never used').waitFor({ state: 'detached' })
}, 60_000)

test('a secret is changed, the old one works for a while, and both can be told apart', async () => {
  const made = await makeCredential('Zapier')
  await open()
  const card = await cardOf('Zapier')
  await card.getByRole('button', { name: 'Change the secret of Zapier' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'Not at all' }).check()
  await dialog.getByText('The system is locked out until it knows the new secret.').waitFor()
  await dialog.getByRole('radio', { name: '24 hours' }).check()
  await dialog.getByRole('button', { name: 'Make the new secret' }).click()
  const secret = await card.getByText(/^pbs_[0-9A-Za-z]{40}$/).textContent()
  expect(secret).not.toBe(made.clientSecret)
  await card.getByText(`${made.clientSecret.slice(0, 8)}…`).waitFor()
  expect((await tokenFor(made.basic)).access_token).toBeTruthy()
  await pastActions().getByText('the old one works for 24 hours').waitFor()
}, 60_000)

test('a credential is revoked with or without its connections', async () => {
  const [zap, flow] = [await makeCredential('Zapier'), await makeCredential('Flow')]
  for (const { basic } of [zap, flow]) await connect(basic, `Order ${basic.slice(-4)}`)
  await open()
  await (await cardOf('Zapier')).getByRole('button', { name: 'Revoke Zapier' }).click()
  const dialog = page.getByRole('dialog')
  const also = dialog.getByRole('checkbox', { name: 'Also disconnect the 1 connection that was made with it' })
  expect(await also.isChecked()).toBe(true)
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('“Zapier” is revoked.').waitFor()
  await connected().getByText('1 connection', { exact: true }).waitFor()
  await (await cardOf('Flow')).getByRole('button', { name: 'Revoke Flow' }).click()
  await also.uncheck()
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await connected().getByText('with a credential that was revoked').waitFor()
  const { body } = await postback.api('GET', '/v1/hooks', undefined, { account })
  expect(body.data).toHaveLength(1)
}, 60_000)

test('connections are listed by system, and can be ended', async () => {
  const { basic } = await makeCredential('Zapier')
  await connect(basic, 'Order to course')
  await connect(basic, 'All to sheet', { events: ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED', 'PURCHASE_CHARGEBACK'] })
  await connect(basic, 'Flow', { source: 'n8n' })
  await open()
  const zaps = connected().getByRole('list', { name: 'Zapier' })
  await zaps.getByRole('listitem').nth(1).waitFor()
  expect(await zaps.getByRole('listitem').count()).toBe(2)
  await zaps.getByText('Approved purchase, Refunded and 1 more event').waitFor()
  await connected().getByRole('list', { name: 'n8n' }).getByText('with the credential Zapier').waitFor()
  await zaps.getByRole('button', { name: 'Disconnect Order to course' }).click()
  await page.getByRole('dialog').getByText('connect it anew in Zapier').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
  await page.getByText('“Order to course” is disconnected.').waitFor()
  await eventually(
    () => zaps.getByRole('listitem').count(),
    (count) => count === 1,
  )
  await pastActions().getByText('System disconnected · Order to course').waitFor()
  await pastActions().getByText('A system, with the credential Zapier').first().waitFor()
}, 60_000)

test('the list of configurations names the system, whose address cannot be changed there', async () => {
  const { basic } = await makeCredential('Zapier')
  await connect(basic, 'Order to course')
  await signIn()
  const row = page.getByRole('row', { name: /Order to course/ })
  await row.getByText('Zapier').waitFor()
  await row.getByRole('button', { name: /^Remove/ }).click()
  await page.getByRole('dialog').getByText('It was made by Zapier.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await row.getByRole('link', { name: /^Edit/ }).click()
  await page.getByText('Zapier gave this address and keeps it up.').waitFor()
  expect(await page.getByLabel('Sending URL').and(page.locator('input')).getAttribute('readonly')).not.toBeNull()
}, 60_000)

test('a part that cannot be loaded says so, and can be tried again', async () => {
  await makeCredential('Zapier')
  await signIn()
  await context.route('**/v1/credentials?**', (route) => route.abort())
  await page.goto(`${postback.url}/hotconnect`)
  await page.getByText('The credentials could not be loaded.').waitFor({ timeout: 20_000 })
  await context.unroute('**/v1/credentials?**')
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).first().click()
  await cardOf('Zapier')
}, 60_000)

test('the page, open and closed, wide and narrow, and its dialogs are accessible', async () => {
  const { id, basic } = await makeCredential('Zapier')
  await makeCredential('Course site', { scopes: ['read'] })
  await postback.api('POST', `/v1/credentials/${id}/rotate`, { overlapHours: 24 }, { account })
  await connect(basic, 'Order to course')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open()
  const card = await cardOf('Zapier')
  await connected().getByText('Order to course').waitFor()
  await expectAccessible()
  await card.getByRole('button', { name: 'Authentication parameters' }).click()
  await card.getByRole('button', { name: 'Reveal Client Secret and Basic' }).click()
  await card.getByText(/^pbs_[0-9A-Za-z]{40}$/).waitFor()
  await expectAccessible()
  await page.setViewportSize({ width: 360, height: 740 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await expectAccessible()
  await page.setViewportSize(wide)
  for (const name of [
    'Create credential',
    'Change the secret of Zapier',
    'Revoke Zapier',
    'Disconnect Order to course',
  ]) {
    await page.getByRole('button', { name }).click()
    await page.getByRole('dialog').waitFor()
    await expectAccessible()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
}, 90_000)

test.each(['pt-BR', 'es'] as const)(
  'the page speaks %s',
  async (locale) => {
    const { basic } = await makeCredential('Zapier')
    await connect(basic, 'Order to course')
    await page.goto(await linkFor(postback, account, locale))
    await page.waitForURL(/\/webhook\//)
    await page.goto(`${postback.url}/hotconnect`)
    const words =
      locale === 'es'
        ? ['Parámetros de autenticación', 'Sistemas conectados']
        : ['Parâmetros de autenticação', 'Sistemas conectados']
    for (const text of words) await page.getByText(text).first().waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toMatch(locale.slice(0, 2))
    await page.getByText(/^1 conex(ão|ión)$/).waitFor()
  },
  60_000,
)

// -- verbs ----------------------------------------------------------------------------------------------------------------

async function makeCredential(name: string, more: object = {}) {
  const { body } = await postback.api('POST', '/v1/credentials', { name, ...more }, { account })
  return body as { id: string; clientId: string; clientSecret: string; basic: string }
}

async function tokenFor(basic: string): Promise<{ access_token: string; scope: string }> {
  const path = '/security/oauth/token?grant_type=client_credentials'
  const headers = { authorization: `Basic ${basic}` }
  return (await postback.api('POST', path, undefined, { key: null, headers })).body
}

/** Connects like Zapier, with a token of the credential. */
async function connect(basic: string, name: string, more: object = {}) {
  const { access_token } = await tokenFor(basic)
  const hook = { targetUrl: `${site.url}/${encodeURIComponent(name)}`, name, source: 'zapier', ...more }
  const wanted = 'events' in more ? hook : { ...hook, event: 'PURCHASE_APPROVED' }
  const { status } = await postback.api('POST', '/v1/hooks', wanted, { key: access_token })
  expect(status).toBe(201)
}

async function signIn() {
  await page.goto(await linkFor(postback, account))
  await page.getByRole('heading', { name: 'Configurations' }).waitFor()
}

async function open() {
  await signIn()
  await page.goto(`${postback.url}/hotconnect`)
  await page.getByRole('heading', { name: 'Hotconnect', level: 1 }).waitFor()
}

async function cardOf(name: string) {
  const card = page.getByRole('listitem', { name, exact: true })
  await card.waitFor()
  return card
}

function connected() {
  return page.getByRole('region', { name: 'Connected systems' })
}

function pastActions() {
  return page.getByRole('region', { name: 'Past actions' })
}

/** Checks every rule in light, and only the colour rules in dark: the rest is the same there. */
async function expectAccessible() {
  await show(page, { colorScheme: 'light' })
  expect(await findings(page), 'light').toEqual([])
  await show(page, { colorScheme: 'dark' })
  expect(await findings(page, { rules: ['color-contrast'] }), 'dark').toEqual([])
}
