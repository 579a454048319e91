import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Postback } from '../../test/support/harness.ts'

/** A real browser for the console's tests, with sign-in. */

/** The browser makes no requests of its own, so every request comes from the page. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]

let browser: Promise<Browser> | undefined

/** One browser for all test files of a worker. It ends with the worker. */
export function openBrowser(): Promise<Browser> {
  browser ??= chromium.launch({ executablePath: '/usr/bin/chromium', args: quiet })
  return browser
}

/** Closes the pages that a test file has left open. */
export async function leaveBrowser() {
  const contexts = (await browser)?.contexts() ?? []
  await Promise.all(contexts.map((context) => context.close()))
}

export const wide = { width: 1280, height: 900 }
/** The narrowest window that every page must fit into (WCAG 1.4.10). */
export const narrow = { width: 320, height: 700 }

export interface Entry extends BrowserContextOptions {
  readonly accountId?: string
  /** The language that the platform puts into the link. */
  readonly language?: 'en' | 'pt-BR' | 'es'
}

/** A person in a new browser context, signed in by a link of the platform. */
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

const wcag22aa = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

interface Look {
  /** A selector; only this part is checked. */
  readonly within?: string
  /** These rules instead of those of WCAG 2.2 AA. */
  readonly rules?: readonly string[]
  /** Checks axe's best practices, too. */
  readonly strict?: boolean
}

/** Colours that still change are not those that the reader sees. What turns without end is not waited for. */
function settle(page: Page): Promise<unknown> {
  return page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished),
    ).then(() => {}),
  )
}

/** The findings of axe, each with its elements. */
export async function findings(page: Page, { within, rules, strict = false }: Look = {}): Promise<string[]> {
  await settle(page)
  // Legacy mode opens no extra page to collect the results. Only frames of other sites would need one.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  if (within) axe.include(within)
  if (rules) axe.withRules([...rules])
  else if (!strict) axe.withTags(wcag22aa)
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** Sets a system preference and waits until the page shows it, because colours change with a transition. */
export async function show(page: Page, media: { colorScheme: 'light' | 'dark'; contrast?: 'more' }) {
  await page.emulateMedia(media)
  const contrast = media.contrast === 'more' ? '[data-contrast=more]' : ''
  await page.locator(`html[data-mantine-color-scheme=${media.colorScheme}]${contrast}`).waitFor()
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {}))
}

/** How many pixels the page is wider than the window; 0: no sideways scrolling. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth))
}
