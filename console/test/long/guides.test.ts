import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Postback, registerProducer, startPostback } from '../../../test/support/harness.ts'
import { enter, findings, leaveBrowser, narrow, openBrowser, overflow, show } from '../browser.ts'

/** The guides in a real browser: for readers with and without an account, and for programs. */

let postback: Postback
let browser: Browser

beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  browser = await openBrowser()
})
afterAll(async () => {
  await leaveBrowser()
  await postback.close()
})

async function visit(path: string, viewport = { width: 1280, height: 900 }): Promise<Page> {
  const page = await (await browser.newContext({ viewport, locale: 'en-US' })).newPage()
  await page.goto(`${postback.url}${path}`)
  return page
}

it('a reader without an account finds a section and reads it', async () => {
  const page = await visit('/guides')
  await page.getByRole('heading', { level: 1, name: 'Guides' }).waitFor()
  await page.getByLabel('Search the guides').fill('raw bytes signature')
  await page.getByRole('link', { name: 'Receiving · In this order' }).click()
  await page.getByRole('heading', { level: 1, name: 'Receiving' }).waitFor()
  await page.waitForURL(/\/guides\/receiving#in-this-order$/)
  await page.getByRole('heading', { level: 2, name: 'In this order' }).waitFor()
})

it('links between guides and to the documentation lead there', async () => {
  const page = await visit('/guides/receiving')
  await page.locator('main p').getByRole('link', { name: 'Version 1.0.0' }).click()
  await page.getByRole('heading', { level: 1 }).filter({ hasText: 'ersion 1' }).waitFor()
  await page.goBack()
  const targets = await page
    .locator('main [lang=en] a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  expect(targets.filter((target) => !/^(https?:|#|\/(guides|documentation|docs))/.test(target))).toEqual([])
})

it('every link to a section of a guide has its section', async () => {
  const page = await visit('/guides')
  await page.getByRole('heading', { level: 1, name: 'Guides' }).waitFor()
  const slugs = await page
    .locator('main li a')
    .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname))
  const anchors = new Map<string, readonly string[]>()
  const wanted: string[] = []
  for (const path of slugs) {
    await page.goto(`${postback.url}${path}`)
    await page.locator('h2[id]').first().waitFor()
    anchors.set(path, await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id)))
    const links = await page
      .locator('main a[href*="#"]')
      .evaluateAll((all) =>
        all.map((link) => new URL((link as HTMLAnchorElement).href)).map((url) => url.pathname + url.hash),
      )
    wanted.push(...links.filter((link) => link.startsWith('/guides/')))
  }
  const missing = wanted.filter((link) => {
    const [path = '', id = ''] = link.split('#')
    return !anchors.get(path)?.includes(decodeURIComponent(id))
  })
  expect(missing).toEqual([])
})

it('is one click away for a person who is signed in, keeps the frame, and says in which language it is', async () => {
  const page = await enter(browser, postback, { language: 'pt-BR' })
  await page.getByRole('link', { name: 'Guias' }).click()
  await page.getByText('Os guias estão em inglês.').waitFor()
  await page.getByRole('button', { name: 'Account producer' }).waitFor()
})

it('gives programs the same as text', async () => {
  const list = await fetch(`${postback.url}/llms.txt`)
  expect(list.status).toBe(200)
  expect(list.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  const text = await list.text()
  const paths = [...text.matchAll(/\]\((\/[^)]*)\)/g)].map(([, path]) => path ?? '')
  expect(paths).toContain('/guides/receiving.md')
  for (const path of paths) expect((await fetch(`${postback.url}${path}`)).status, path).toBe(200)
  expect(await (await fetch(`${postback.url}/guides/receiving.md`)).text()).toContain('# Receiving')
  expect((await fetch(`${postback.url}/guides/..%2f..%2fpackage.json`)).headers.get('content-type')).not.toContain(
    'json',
  )
})

it('is accessible, in light and dark, and fits into a phone', async () => {
  for (const path of ['/guides?q=token', '/guides/receiving']) {
    const page = await visit(path, narrow)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await overflow(page)).toBe(0)
    for (const colorScheme of ['light', 'dark'] as const) {
      await show(page, { colorScheme })
      expect(await findings(page)).toEqual([])
    }
    await page.close()
  }
})
