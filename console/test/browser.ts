import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Postback } from '../../test/harness.ts'

/** A real browser for the console's tests, and the ways into it. */

/** It asks nobody anything by itself: what a page loads is what the page wanted. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet })
}

export const wide = { width: 1280, height: 900 }
/** The narrowest that everything has to fit into (WCAG 1.4.10). */
export const narrow = { width: 320, height: 700 }

export interface Entry extends BrowserContextOptions {
  readonly accountId?: string
  /** Of the link, as the platform gives it. */
  readonly language?: 'en' | 'pt-BR' | 'es'
}

/** Somebody in a browser of their own, signed in by a link of the platform. */
export async function enter(browser: Browser, postback: Postback, entry: Entry = {}): Promise<Page> {
  const { accountId = 'producer', language = 'en', ...options } = entry
  const context = await browser.newContext({ locale: 'en-US', viewport: wide, ...options })
  const page = await context.newPage()
  // Sooner than the whole test, so that a failure names its step.
  page.setDefaultTimeout(20_000)
  await page.goto(await linkFor(postback, accountId, language))
  await page.waitForURL(/\/webhook\//)
  return page
}

export async function linkFor(postback: Postback, accountId: string, language: Entry['language'] = 'en') {
  const { body } = await postback.api('POST', '/v1/portal-sessions', { accountId, locale: language })
  return body.url as string
}

/** What axe finds serious or critical by WCAG 2.2 AA, each with the elements that it is about. */
export async function seriousFindings(page: Page, more: { readonly rules?: readonly string[] } = {}) {
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
  if (more.rules) axe.withRules([...more.rules])
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** How much wider the page is than the window: 0 where nothing has to be scrolled sideways. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth))
}
