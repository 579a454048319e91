import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { freePort } from '../../../test/support/free-port.ts'
import { type Postback, registerProducer, startPostback } from '../../../test/support/harness.ts'
import { type Entry, enter, findings, leaveBrowser, linkFor, narrow, openBrowser, overflow } from '../browser.ts'
import { type Language, type Say, speaking } from '../words.ts'

/** What a reader has typed is never lost: to another tab, to the end of a session, or to a server that is away. */

// A browser, on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

const account = { account: 'producer' }
const languages: readonly { tag: Language; language: NonNullable<Entry['language']> }[] = [
  { tag: 'en', language: 'en' },
  { tag: 'pt-BR', language: 'pt-BR' },
  { tag: 'es-419', language: 'es' },
]

let browser: Browser
let postback: Postback
let path: string
let address: string

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(leaveBrowser)

beforeEach(async () => {
  postback = await startPostback({
    POSTBACK_PORT: String(await freePort()),
    POSTBACK_SIGN_IN_URL: 'https://platform.example/webhook?from=console',
  })
  await registerProducer(postback)
  const { body } = await postback.api(
    'POST',
    '/v1/configurations',
    { name: 'Members area', url: 'http://127.0.0.1:9/nowhere', events: ['PURCHASE_APPROVED', 'PURCHASE_REFUNDED'] },
    account,
  )
  path = `/v1/configurations/${body.id}`
  address = `${postback.url}/webhook/configurations/${body.id}/edit`
})
afterEach(() => postback?.close())

const nameField = (page: Page) => page.locator('#name')
const stored = async () => (await postback.api('GET', path, undefined, account)).body

async function save(page: Page, say: Say) {
  await page.getByRole('button', { name: say('configurations:form.save'), exact: true }).click()
}

async function endSessions(page: Page) {
  await page.context().clearCookies()
}

/** What the page sends to change the configuration. */
function changesOf(page: Page) {
  const sent: { ifMatch: string | undefined; body: unknown }[] = []
  page.on('request', (request) => {
    if (request.method() !== 'PATCH') return
    sent.push({ ifMatch: request.headers()['if-match'], body: request.postDataJSON() })
  })
  return sent
}

test.each(languages)(
  'two tabs edit one configuration: each sees what the other did ($tag)',
  async ({ tag, language }) => {
    const say = speaking(tag)
    const first = await enter(browser, postback, { language })
    const second = await first.context().newPage()
    const sent = changesOf(second)
    for (const page of [first, second]) {
      await page.goto(address)
      await nameField(page).waitFor()
    }
    await nameField(second).fill('Members area of Ana')
    await second.locator('#url').fill('http://127.0.0.1:9/mine')

    await nameField(first).fill('Members area of Bia')
    await first.getByRole('checkbox', { name: say('words:events.PURCHASE_CHARGEBACK'), exact: true }).check()
    await save(first, say)
    await first
      .getByText(say('configurations:saved.changed', { name: 'Members area of Bia' }))
      .first()
      .waitFor()

    await save(second, say)
    const note = second.getByRole('region', { name: say('configurations:others.title') })
    await note.waitFor()
    expect(sent).toEqual([{ ifMatch: '"1"', body: { name: 'Members area of Ana', url: 'http://127.0.0.1:9/mine' } }])
    // Both changed the name; the events came from the other tab; the address is this tab's own.
    expect(await note.getByRole('radio').count()).toBe(2)
    expect(await note.textContent()).toContain(
      say('configurations:others.added', { events: say('words:events.PURCHASE_CHARGEBACK') }),
    )
    expect(await nameField(second).inputValue()).toBe('Members area of Ana')
    expect(await second.locator('#url').inputValue()).toBe('http://127.0.0.1:9/mine')
    const chargeback = second.getByRole('checkbox', { name: say('words:events.PURCHASE_CHARGEBACK'), exact: true })
    expect(await chargeback.isChecked()).toBe(true)
    expect(await stored()).toMatchObject({
      name: 'Members area of Bia',
      url: 'http://127.0.0.1:9/nowhere',
      revision: 2,
    })
    expect(await findings(second)).toEqual([])

    // Nothing is decided without the reader.
    await save(second, say)
    await note.getByText(say('configurations:others.missing')).waitFor()
    expect(sent).toHaveLength(1)

    const mine = `${say('configurations:others.mine')}: Members area of Ana`
    const theirs = `${say('configurations:others.theirs')}: Members area of Bia`
    await note.getByRole('radio', { name: theirs }).check()
    expect(await nameField(second).inputValue()).toBe('Members area of Bia')
    await note.getByRole('radio', { name: mine }).check()
    expect(await nameField(second).inputValue()).toBe('Members area of Ana')
    await save(second, say)
    await second
      .getByText(say('configurations:saved.changed', { name: 'Members area of Ana' }))
      .first()
      .waitFor()
    expect(sent.slice(1)).toEqual([
      { ifMatch: '"2"', body: { name: 'Members area of Ana', url: 'http://127.0.0.1:9/mine' } },
    ])
    expect(await stored()).toMatchObject({
      name: 'Members area of Ana',
      url: 'http://127.0.0.1:9/mine',
      events: expect.arrayContaining(['PURCHASE_APPROVED', 'PURCHASE_REFUNDED', 'PURCHASE_CHARGEBACK']),
    })
    await first.context().close()
  },
)

test('what others changed beside the form is no reason to ask', async () => {
  const say = speaking('en')
  const page = await enter(browser, postback)
  await page.goto(address)
  await nameField(page).fill('Renamed')
  await postback.api('POST', `${path}/disable`, undefined, account)
  await save(page, say)
  await page.getByText('The changes to “Renamed” are saved').first().waitFor()
  expect(await stored()).toMatchObject({ name: 'Renamed', state: 'disabled' })
  await page.context().close()
})

test('saving without a change sends nothing', async () => {
  const say = speaking('en')
  const page = await enter(browser, postback)
  const sent = changesOf(page)
  await page.goto(address)
  await nameField(page).waitFor()
  await save(page, say)
  await page.getByText('The changes to “Members area” are saved').first().waitFor()
  expect(sent).toEqual([])
  expect((await stored()).revision).toBe(1)
  await page.context().close()
})

test.each(languages)(
  'a session ends in mid-form; after signing in the draft is back ($tag)',
  async ({ tag, language }) => {
    const say = speaking(tag)
    const page = await enter(browser, postback, { language })
    await page.goto(address)
    await nameField(page).fill('Typed and not saved')
    await endSessions(page)
    await save(page, say)

    const note = page.getByRole('region', { name: say('shell:trouble.over') })
    await note.waitFor()
    expect(page.url()).toBe(address)
    expect(await nameField(page).inputValue()).toBe('Typed and not saved')
    const signIn = note.getByRole('link', { name: say('shell:signIn.button') })
    const way = new URL((await signIn.getAttribute('href')) ?? '')
    expect(way.origin + way.pathname).toBe('https://platform.example/webhook')
    expect(Object.fromEntries(way.searchParams)).toEqual({ from: 'console', returnTo: address })
    expect(await findingsOfWhole(page)).toEqual([])

    // What the platform does with returnTo.
    const { body } = await postback.api('POST', '/v1/portal-sessions', {
      accountId: 'producer',
      locale: language,
      returnTo: way.searchParams.get('returnTo'),
    })
    await page.goto(body.url)
    await page.getByRole('region', { name: say('configurations:draft.title') }).waitFor()
    expect(page.url()).toBe(address)
    expect(await nameField(page).inputValue()).toBe('Typed and not saved')
    expect(await findingsOfWhole(page)).toEqual([])
    await save(page, say)
    await page
      .getByText(say('configurations:saved.changed', { name: 'Typed and not saved' }))
      .first()
      .waitFor()
    expect(await draftsIn(page)).toEqual([])
    await page.goto(address)
    await nameField(page).waitFor()
    expect(await page.getByRole('region', { name: say('configurations:draft.title') }).count()).toBe(0)
    await page.context().close()
  },
)

test('a page whose session has ended goes on when another tab has signed in', async () => {
  const say = speaking('en')
  const page = await enter(browser, postback)
  await page.goto(address)
  await nameField(page).fill('Typed and not saved')
  await endSessions(page)
  await save(page, say)
  const note = page.getByRole('region', { name: 'Your session has ended' })
  await note.waitFor()
  await note.getByRole('button', { name: 'I have signed in' }).click()
  await note.getByText('You are not signed in yet.').waitFor()

  const other = await page.context().newPage()
  await other.goto(await linkFor(postback, 'producer'))
  await other.getByRole('heading', { name: 'Configurations' }).waitFor()
  await page.bringToFront()
  await note.getByRole('button', { name: 'I have signed in' }).click()
  await note.waitFor({ state: 'detached' })
  expect(await nameField(page).inputValue()).toBe('Typed and not saved')
  await save(page, say)
  await page.getByText('The changes to “Typed and not saved” are saved').first().waitFor()
  await page.context().close()
})

test('a draft belongs to its account and form, holds no password, and goes with sign-out or when thrown away', async () => {
  const page = await enter(browser, postback)
  await page.goto(`${postback.url}/webhook/configurations/new`)
  await nameField(page).fill('New one')
  await page.locator('#url').fill('https://ana:secret@school.example/')
  const [draft = ''] = await draftsIn(page)
  expect(draft).toContain('New one')
  expect(draft).not.toContain('secret')
  expect(draft).toMatch(/^postback\.draft\.producer\.new /)

  page.on('dialog', (dialog) => void dialog.accept())
  await page.goto(address)
  await nameField(page).waitFor()
  expect(await nameField(page).inputValue()).toBe('Members area')
  await page.goto(`${postback.url}/webhook/configurations/new`)
  const note = page.getByRole('region', { name: 'What you typed before is back' })
  await note.waitFor()
  expect(await nameField(page).inputValue()).toBe('New one')
  await note.getByRole('button', { name: 'Throw it away' }).click()
  expect(await nameField(page).inputValue()).toBe('')
  expect(await draftsIn(page)).toEqual([])

  await nameField(page).fill('Another one')
  expect(await draftsIn(page)).toHaveLength(1)
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await draftsIn(page)).toEqual([])
  await page.context().close()
})

test('a draft is kept for a day', async () => {
  const page = await enter(browser, postback)
  await page.goto(address)
  await nameField(page).fill('Typed and not saved')
  await page.evaluate((hours) => {
    for (const key of Object.keys(localStorage).filter((it) => it.startsWith('postback.draft.'))) {
      const draft = JSON.parse(localStorage.getItem(key) ?? '')
      localStorage.setItem(key, JSON.stringify({ ...draft, at: Date.now() - hours * 3_600_000 }))
    }
  }, 24.1)
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await nameField(page).waitFor()
  expect(await nameField(page).inputValue()).toBe('Members area')
  expect(await draftsIn(page)).toEqual([])
  await page.context().close()
})

test('a draft of what others have changed since is no overwriting', async () => {
  const say = speaking('en')
  const page = await enter(browser, postback)
  await page.goto(address)
  await nameField(page).fill('Mine')
  await postback.api('PATCH', path, { name: 'Theirs' }, account)
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await page.getByRole('region', { name: 'What you typed before is back' }).waitFor()
  expect(await nameField(page).inputValue()).toBe('Mine')
  await save(page, say)
  await page.getByRole('region', { name: say('configurations:others.title') }).waitFor()
  expect(await stored()).toMatchObject({ name: 'Theirs' })
  await page.context().close()
})

test('the form in a second tab is not filled with what is typed in the first', async () => {
  const first = await enter(browser, postback)
  await first.goto(address)
  await nameField(first).fill('Typed in the first tab')
  const second = await first.context().newPage()
  await second.goto(address)
  await nameField(second).waitFor()
  expect(await nameField(second).inputValue()).toBe('Members area')
  await nameField(second).fill('Typed in the second tab')
  expect((await draftsIn(first)).join()).toContain('Typed in the first tab')
  await first.context().close()
})

test.each(languages)(
  'a server that is away is noticed, and the page goes on when it is back ($tag)',
  async ({ tag, language }) => {
    const say = speaking(tag)
    const page = await enter(browser, postback, { language })
    await page.goto(address)
    await nameField(page).fill('Typed while it was away')
    const tab = page.getByRole('link', { name: say('shell:webhook.history'), exact: true })
    await away(async () => {
      await save(page, say)
      const note = page.getByRole('region', { name: say('shell:trouble.away') })
      await note.waitFor()
      expect(await nameField(page).inputValue()).toBe('Typed while it was away')
      expect(await findingsOfWhole(page)).toEqual([])
    })
    await page.getByRole('region', { name: say('shell:trouble.away') }).waitFor({ state: 'detached' })
    await save(page, say)
    await page
      .getByText(say('configurations:saved.changed', { name: 'Typed while it was away' }))
      .first()
      .waitFor()
    expect(await stored()).toMatchObject({ name: 'Typed while it was away' })

    // A page that was never opened, so that its files have to be loaded.
    await page.reload()
    await page.getByRole('row', { name: /Typed while it was away/ }).waitFor()
    await away(async () => {
      await tab.click()
      await page.getByRole('region', { name: say('shell:trouble.away') }).waitFor()
    })
    await page.getByRole('heading', { level: 1, name: say('history:title') }).waitFor()
    expect(await page.getByRole('region', { name: say('shell:trouble.away') }).count()).toBe(0)
    await page.context().close()
  },
)

test.each(languages)(
  'a configuration that repeats another one is saved, and the list says so ($tag)',
  async ({ tag, language }) => {
    const say = speaking(tag)
    const page = await enter(browser, postback, { language })
    await page.goto(`${postback.url}/webhook/configurations/new`)
    await nameField(page).fill('Again')
    await page.getByRole('checkbox', { name: say('words:events.PURCHASE_APPROVED'), exact: true }).check()
    await page.locator('#url').fill('http://127.0.0.1:9/nowhere')
    await save(page, say)
    const note = page.getByRole('region', { name: say('configurations:saved.created', { name: 'Again' }) })
    const events = say('words:events.PURCHASE_APPROVED')
    await note.getByText(say('configurations:saved.repeats', { name: 'Members area', events })).waitFor()
    expect(await findingsOfWhole(page)).toEqual([])
    await note.getByRole('link', { name: say('configurations:saved.openRepeated', { name: 'Members area' }) }).click()
    await page.waitForURL(address.replace(/\/edit$/, ''))
    await page.context().close()
  },
)

test('the notices fit into the narrowest window', async () => {
  const page = await enter(browser, postback, { viewport: narrow })
  await page.goto(address)
  await nameField(page).fill('Mine')
  await postback.api('PATCH', path, { name: 'Theirs' }, account)
  await save(page, speaking('en'))
  await page.getByRole('region', { name: 'Somebody else has changed this configuration' }).waitFor()
  await endSessions(page)
  await page.getByRole('radio', { name: /^Yours/ }).check()
  await save(page, speaking('en'))
  await page.getByRole('region', { name: 'Your session has ended' }).waitFor()
  expect(await overflow(page)).toBe(0)
  expect(await findingsOfWhole(page)).toEqual([])
  await page.context().close()
})

test('the sign-in page has the button of the platform, which is told where to come back to', async () => {
  const context = await browser.newContext({ locale: 'en-US' })
  const page = await context.newPage()
  await page.goto(`${postback.url}/webhook/history?state=failed`)
  const way = await page.getByRole('link', { name: 'Sign in', exact: true }).getAttribute('href')
  expect(new URL(way ?? '').searchParams.get('returnTo')).toBe(`${postback.url}/webhook/history?state=failed`)
  await context.close()
})

function draftsIn(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith('postback.draft.'))
      .map((key) => `${key} ${localStorage.getItem(key)}`),
  )
}

/** Stops the server, and starts it again on the same address and data. */
async function away(meanwhile: () => Promise<void>) {
  await postback.stop()
  await meanwhile()
  await postback.restart()
}

/** In a window in which the whole page fits: while it scrolls, the header and the Save bar cover parts of some fields. */
async function findingsOfWhole(page: Page): Promise<string[]> {
  const size = page.viewportSize()
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  if (size) await page.setViewportSize({ width: size.width, height: Math.max(size.height, height) })
  const found = await findings(page)
  if (size) await page.setViewportSize(size)
  return found
}
