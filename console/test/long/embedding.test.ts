import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Postback, registerProducer, startPostback } from '../../../test/support/harness.ts'
import { leaveBrowser, openBrowser, wide } from '../browser.ts'

/** The console in a frame of the platform's own page. Two sites are involved: localhost and 127.0.0.1. */

// A browser, on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

let browser: Browser
let postback: Postback
let platform: Server
let origin: string
let link = ''

beforeAll(async () => {
  platform = createServer((_request, response) => {
    response
      .setHeader('content-type', 'text/html')
      .end(`<h1>Platform</h1><iframe src="${link}" title="Webhook" width="1000" height="800"></iframe>`)
  })
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve))
  origin = `http://localhost:${(platform.address() as AddressInfo).port}`
  postback = await startPostback({ POSTBACK_EMBED_ORIGINS: origin })
  await registerProducer(postback)
  browser = await openBrowser()
})

afterAll(async () => {
  await leaveBrowser()
  await postback?.close()
  await new Promise((resolve) => platform?.close(resolve))
})

test('works in a frame, in the language and colours of the page around it', async () => {
  const wishes = { accountId: 'producer', locale: 'pt-BR', theme: 'dark', contrast: 'more' }
  link = (await postback.api('POST', '/v1/portal-sessions', wishes)).body.url
  const context = await browser.newContext({ locale: 'en-US', viewport: wide, colorScheme: 'light' })
  const page = await context.newPage()
  await page.goto(origin)
  const frame = page.frameLocator('iframe')
  await frame.getByRole('heading', { name: 'Configurações', level: 1 }).waitFor()
  expect(await frame.locator('html').evaluate(({ lang, dataset }) => ({ lang, ...dataset }))).toMatchObject({
    lang: 'pt-BR',
    mantineColorScheme: 'dark',
    contrast: 'more',
  })

  // Signed in within the frame, and able to change data.
  await frame.getByRole('link', { name: '+ Adicionar configuração' }).first().click()
  await frame.getByRole('textbox', { name: 'Nome da segmentação' }).fill('Dentro da plataforma')
  await frame.getByText('Compra aprovada', { exact: true }).click()
  await frame.getByRole('textbox', { name: 'URL de envio' }).fill('http://127.0.0.1:9/hook')
  await frame.getByRole('button', { name: 'Salvar', exact: true }).click()
  await frame.getByText('Dentro da plataforma').first().waitFor()

  // The session belongs to the frame in that page: outside it, the reader is not signed in.
  const alone = await context.newPage()
  await alone.goto(`${postback.url}/`)
  await alone.waitForURL(/\/sign-in/)
  await context.close()
})

test('is not shown in a frame of a page that the settings do not name', async () => {
  link = (await postback.api('POST', '/v1/portal-sessions', { accountId: 'producer' })).body.url
  const page = await browser.newPage()
  await page.goto(origin.replace('localhost', '127.0.0.1'))
  await page.waitForLoadState('networkidle')
  const frame = page.frames().find((it) => it !== page.mainFrame())
  expect(await frame?.evaluate(() => document.body.innerText).catch(() => '')).not.toContain('Configurations')
  await page.close()
})
