import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Postback, registerProducer, startPostback } from '../../../test/support/harness.ts'
import { enter, findings, leaveBrowser, linkFor, openBrowser } from '../browser.ts'

/** Sign-in links and the list of sessions. */

// A browser, on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

let browser: Browser
let postback: Postback

beforeAll(async () => {
  postback = await startPostback({ POSTBACK_SUPPORT_URL: 'https://help.example/talk' })
  await registerProducer(postback)
  await registerProducer(postback, 'other', 2000)
  browser = await openBrowser()
})

afterAll(async () => {
  await leaveBrowser()
  await postback?.close()
})

test('a page without a session says how to sign in, and whom to ask', async () => {
  const context = await browser.newContext({ locale: 'en-US' })
  const page = await context.newPage()
  await page.goto(`${postback.url}/webhook/history?state=failed`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.getByText(/open Webhook on the platform where you sell/).waitFor()
  await page.getByRole('link', { name: 'Help' }).waitFor()
  expect(await page.getByRole('link', { name: 'Talk to us' }).getAttribute('href')).toBe('https://help.example/talk')
  expect(await findings(page)).toEqual([])
  await context.close()
})

test('a link works once, leaves no trace in the address, and is refused the second time', async () => {
  const link = await linkFor(postback, 'producer')
  const context = await browser.newContext({ locale: 'en-US' })
  const page = await context.newPage()
  await page.goto(link)
  await page.getByRole('heading', { name: 'Configurations' }).waitFor()
  expect(page.url()).not.toContain(new URL(link).hash.slice(1))

  const stranger = await (await browser.newContext({ locale: 'en-US' })).newPage()
  await stranger.goto(link)
  await stranger.getByText('This link does not work any more').waitFor()
  expect(await findings(stranger)).toEqual([])
  await stranger.context().close()
  await context.close()
})

test('sessions are listed, and an ended session is signed out at its next step', async () => {
  const here = await enter(browser, postback)
  const there = await enter(browser, postback)
  await here.getByRole('button', { name: /^Account/ }).click()
  await here.getByRole('button', { name: 'Sessions' }).click()
  const dialog = here.getByRole('dialog')
  await dialog.getByText('This one').waitFor()
  const others = dialog.getByRole('button', { name: /^End the session/ })
  const count = await others.count()
  expect(count).toBeGreaterThanOrEqual(1)
  expect(await findings(here)).toEqual([])
  // The newest comes first: the other session of this test.
  await others.first().click()
  await expect.poll(() => others.count()).toBe(count - 1)

  await there.getByRole('link', { name: 'History', exact: true }).click()
  await there.getByText('Your session has ended').waitFor()
  await here.keyboard.press('Escape')
  await here.getByRole('button', { name: /^Account/ }).click()
  await here.getByRole('button', { name: 'Sign out' }).click()
  await here.getByRole('heading', { name: 'Sign in' }).waitFor()
  await Promise.all([here.context().close(), there.context().close()])
})

test('the address of another account’s post or configuration shows nothing', async () => {
  const configuration = { name: 'Theirs', url: 'http://127.0.0.1:9/', events: ['PURCHASE_APPROVED'] }
  const { body } = await postback.api('POST', '/v1/configurations', configuration, { account: 'other' })
  const toInbox = { event: 'PURCHASE_APPROVED', inbox: true }
  const sent = await postback.api('POST', '/v1/tests', toInbox, { account: 'other' })
  const page = await enter(browser, postback)
  await page.goto(`${postback.url}/webhook/configurations/${body.id}`)
  await page.getByText('This configuration is not there').waitFor()
  await page.goto(`${postback.url}/webhook/deliveries/${sent.body.deliveryIds[0]}`)
  await page.getByText('There is no such post').waitFor()
  await page.context().close()
})
