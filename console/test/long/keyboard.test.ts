import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../../../test/receivers/ordinary.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../../test/support/harness.ts'
import { enter, leaveBrowser, openBrowser } from '../browser.ts'

/** The whole job without a mouse: Tab reaches every control, and the usual keys press it. */

vi.setConfig({ testTimeout: 180_000 })

let browser: Browser
let postback: Postback
let system: OrdinaryReceiver

beforeAll(async () => {
  postback = await startPostback()
  system = await receiver()
  await registerProducer(postback)
  browser = await openBrowser()
})

afterAll(async () => {
  await leaveBrowser()
  await system?.close()
  await postback?.close()
})

/** More presses mean a keyboard trap, or a control that is too far away to use. */
const tabsMost = 120

/** Presses Tab until the element has the focus. The focus must stay in sight on the way. */
async function tabTo(page: Page, target: Locator) {
  await target.waitFor()
  for (let presses = 0; presses < tabsMost; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
    expect(await hiddenFocus(page)).toBeNull()
  }
  throw new Error(`Not reached with ${tabsMost} presses of Tab: ${target}`)
}

/** The focused element, if it is outside the window; null: it is in sight, or has no size. */
function hiddenFocus(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement
    if (!focused || focused === document.body) return null
    const { width, height, top, bottom } = focused.getBoundingClientRect()
    const inSight = width === 0 || height === 0 || (bottom > 0 && top < window.innerHeight)
    return inSight ? null : focused.outerHTML
  })
}

test('adds, tests, reads a failure and processes it again by keyboard alone', async () => {
  const page = await enter(browser, postback)
  const press = async (target: Locator, key: 'Enter' | 'Space' = 'Enter') => {
    await tabTo(page, target)
    await page.keyboard.press(key)
  }

  // The skip link passes the menu in one step.
  await page.reload()
  await page.getByText('Create your first configuration').waitFor()
  await page.keyboard.press('Tab')
  await page.getByRole('link', { name: 'Skip to content' }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content')

  await press(page.getByRole('link', { name: '+ Add configuration' }).first())
  // A new page takes the focus.
  await page.getByRole('heading', { name: 'New configuration', level: 1 }).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  await tabTo(page, page.getByRole('textbox', { name: 'Name of the segmentation' }))
  await page.keyboard.type('Give access')
  await press(page.getByRole('checkbox', { name: 'Approved purchase' }), 'Space')
  await tabTo(page, page.getByRole('textbox', { name: 'Sending URL' }))
  await page.keyboard.type(system.url)
  await press(page.getByRole('button', { name: 'Save', exact: true }))
  await page.getByRole('row', { name: /Give access/ }).waitFor()

  await press(page.getByRole('link', { name: 'Send a test' }))
  await press(page.getByRole('checkbox', { name: 'Give access' }), 'Space')
  await press(page.getByRole('button', { name: 'Send test' }))
  await page.getByText('1 of 1 delivered').waitFor()

  system.answer(() => ({ status: 503 }))
  await postback.api('PUT', '/v1/transactions/HP0000000001', sale('PURCHASE_APPROVED', 'HP0000000001'))
  await eventually(
    () => postback.api('GET', '/v1/deliveries?state=failed', undefined, { account: 'producer' }),
    ({ body }) => body.data.length === 1,
  )
  await press(page.getByRole('link', { name: 'History', exact: true }))
  const row = page.getByRole('row').filter({ hasText: 'HP0000000001' })
  await press(row.getByRole('link', { name: 'Approved purchase' }))
  await page.getByText('Your system says that it cannot answer right now (503).').waitFor()
  // Tabs are one stop, and arrows go through them.
  await tabTo(page, page.getByRole('tab', { name: 'History of responses' }))
  await page.getByRole('heading', { name: 'Past actions' }).waitFor()
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('tabpanel', { name: 'Sent Payload' }).waitFor()

  system.answer(() => ({ status: 200 }))
  await page.reload()
  const post = page.getByRole('complementary', { name: 'The post that is open' })
  await press(post.getByRole('button', { name: 'Process again' }))
  await post.getByTitle('The receiver confirmed it.').waitFor()
  await page.context().close()
})

test('a dialog keeps the focus, closes with Escape and gives it back', async () => {
  const configuration = { name: 'To be removed', url: system.url, events: ['PURCHASE_REFUNDED'] }
  await postback.api('POST', '/v1/configurations', configuration, { account: 'producer' })
  const page = await enter(browser, postback)
  const remove = page.getByRole('row', { name: /To be removed/ }).getByRole('button', { name: /^Remove/ })
  await tabTo(page, remove)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  for (let presses = 0; presses < 8; presses++) {
    await page.keyboard.press('Tab')
    expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true)
  }
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => remove.evaluate((element) => element === document.activeElement)).toBe(true)

  // Menus behave the same.
  await page.reload()
  const account = page.getByRole('button', { name: /^Account/ })
  await tabTo(page, account)
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Language' }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => account.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.context().close()
})
