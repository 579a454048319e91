import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Postback, registerProducer, startPostback } from '../../../test/support/harness.ts'
import { enter, leaveBrowser, linkFor, openBrowser, wide } from '../browser.ts'

/** What a browser loads, from which servers, and under which policy. */

/** Bytes of compressed script. */
const scriptMost = 250_000

// A browser, on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

let browser: Browser
let postback: Postback

beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  browser = await openBrowser()
})

afterAll(async () => {
  await leaveBrowser()
  await postback?.close()
})

test('the first page comes with less than 250 kB of compressed script', async () => {
  const context = await browser.newContext({ viewport: wide })
  const page = await context.newPage()
  const scripts: Promise<number>[] = []
  page.on('response', (response) => {
    if (!response.url().endsWith('.js')) return
    expect(response.headers()['content-encoding']).toBe('br')
    scripts.push(
      response
        .request()
        .sizes()
        .then(({ responseBodySize }) => responseBodySize),
    )
  })
  await page.goto(await linkFor(postback, 'producer'))
  await page.getByText('Create your first configuration').waitFor()
  await page.waitForLoadState('networkidle')
  const sizes = await Promise.all(scripts)
  expect(sizes.length).toBeGreaterThan(1)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(scriptMost)
  await context.close()
})

test('every page loads only from its own server, and obeys its content security policy', async () => {
  const page = await enter(browser, postback)
  const foreign: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin !== postback.url && !['data:', 'blob:'].includes(url.protocol)) foreign.push(request.url())
  })
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy'))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  const pages = [
    '/tools',
    '/hotconnect',
    '/integrations',
    '/help',
    '/documentation',
    '/webhook/configurations',
    '/webhook/configurations/new',
    '/webhook/documentation?view=example',
    '/webhook/history',
    '/webhook/tests',
    '/webhook/sent-posts',
    '/webhook/pending-posts',
    '/webhook/affiliates',
    '/webhook/attention',
  ]
  for (const path of pages) {
    const response = await page.goto(postback.url + path)
    expect(response?.headers()['content-security-policy']).toMatch(/^default-src 'self';.*frame-ancestors 'none'$/)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
  }
  expect(foreign).toEqual([])
  expect(complaints).toEqual([])
  await page.context().close()
})

test('a page of another site can neither show the console nor act in it', async () => {
  const theirs = createServer((_request, response) => {
    response
      .setHeader('content-type', 'text/html')
      .end(`<iframe src="${postback.url}/webhook/configurations" title="framed"></iframe>`)
  })
  await new Promise<void>((resolve) => theirs.listen(0, '127.0.0.1', resolve))
  const page = await enter(browser, postback)
  const { port } = theirs.address() as AddressInfo
  await page.goto(`http://127.0.0.1:${port}/`)
  await page.waitForLoadState('networkidle')
  const frame = page.frames().find((it) => it !== page.mainFrame())
  expect(await frame?.evaluate(() => document.body.innerText).catch(() => '')).not.toContain('Configurations')
  // The browser sends the cookie, because the site is the same. The origin is another, and only our page knows the CSRF header.
  await page.evaluate(async (url) => {
    const body = JSON.stringify({ name: 'x', url: 'https://evil.example/', events: ['PURCHASE_APPROVED'] })
    await fetch(url, { method: 'POST', credentials: 'include', mode: 'no-cors', body }).catch(() => {})
  }, `${postback.url}/v1/configurations`)
  const { body } = await postback.api('GET', '/v1/configurations', undefined, { account: 'producer' })
  expect(body.data).toEqual([])
  await page.context().close()
  await new Promise((resolve) => theirs.close(resolve))
})
