import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Postback, registerProducer, startPostback } from '../../support/harness.ts'
import { inProcess } from '../../support/in-process.ts'

/** Signing in to the console, and what a session may do. */

let postback: Postback
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  await registerProducer(postback, 'other', 2000)
})
afterAll(() => postback.close())

interface Entered {
  readonly cookie: string
  readonly csrf: string
  readonly id: string
  readonly setCookie: string
}

async function link(accountId = 'producer'): Promise<string> {
  const { status, body } = await postback.api('POST', '/v1/portal-sessions', { accountId })
  expect(status).toBe(201)
  return new URL(body.url).hash.slice(1)
}

const origin = () => ({ origin: postback.url })

function exchange(secret: string, headers: Record<string, string> = origin()) {
  return postback.api('POST', '/v1/sessions', { link: secret }, { key: null, headers })
}

async function enter(accountId?: string): Promise<Entered> {
  const reply = await exchange(await link(accountId))
  expect(reply.status).toBe(201)
  const setCookie = reply.headers.get('set-cookie') ?? ''
  return { setCookie, cookie: setCookie.split(';')[0] ?? '', csrf: reply.body.csrf, id: reply.body.session.id }
}

function as({ cookie, csrf }: Entered, more: Record<string, string> = {}) {
  return { key: null, headers: { cookie, ...origin(), 'postback-csrf': csrf, ...more } }
}

const configuration = { name: 'x', url: 'http://127.0.0.1:9/', events: ['PURCHASE_APPROVED'] }

describe('a link into the console', () => {
  it('opens one session, once', async () => {
    const secret = await link()
    expect((await exchange(secret)).status).toBe(201)
    expect(await exchange(secret)).toMatchObject({ status: 401, body: { code: 'link_unusable' } })
    expect(await exchange('made-up')).toMatchObject({ status: 401, body: { code: 'link_unusable' } })
  })

  it('leads to the address that the sign-in page of the platform was given', async () => {
    const linkTo = (returnTo: string) =>
      postback.api('POST', '/v1/portal-sessions', { accountId: 'producer', returnTo })
    const { body } = await linkTo(`${postback.url}/webhook/history?state=failed#top`)
    expect(new URL(body.url).pathname).toBe('/sign-in')
    expect(new URL(body.url).searchParams.get('to')).toBe('/webhook/history?state=failed')
    const elsewhere = await linkTo('https://elsewhere.example/webhook/history')
    expect(new URL(elsewhere.body.url).host).toBe(new URL(postback.url).host)
    expect(await linkTo('https://')).toMatchObject({ status: 400, body: { errors: [{ pointer: '/returnTo' }] } })
  })

  it('carries its secret in the fragment, and is only for accounts that exist', async () => {
    const { body } = await postback.api('POST', '/v1/portal-sessions', { accountId: 'producer', locale: 'pt-BR' })
    expect(body.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sign-in\?lang=pt-BR#[\w-]{43}$/)
    expect(Date.parse(body.expiresAt) - Date.now()).toBeLessThanOrEqual(600_000)
    expect((await postback.api('POST', '/v1/portal-sessions', { accountId: 'nobody' })).status).toBe(422)
    const looks = { accountId: 'producer', theme: 'dark', contrast: 'more' }
    const { url } = (await postback.api('POST', '/v1/portal-sessions', looks)).body
    expect(url).toMatch(/\/sign-in\?theme=dark&contrast=more#/)
  })

  it('is refused from another site', async () => {
    const secret = await link()
    for (const headers of [{}, { origin: 'https://evil.example' }]) {
      expect(await exchange(secret, headers)).toMatchObject({ status: 403, body: { code: 'cross_site' } })
    }
    expect((await exchange(secret)).status).toBe(201)
  })
})

describe('a session', () => {
  it('is kept in a cookie that scripts cannot read, and acts for its account', async () => {
    const session = await enter()
    expect(session.setCookie).toMatch(/HttpOnly/)
    expect(session.setCookie).toMatch(/SameSite=Lax/)
    const me = await postback.api('GET', '/v1/me', undefined, as(session))
    expect(me.body).toMatchObject({ by: 'console', account: { id: 'producer' }, csrf: session.csrf })
  })

  it('changes nothing without the csrf header or from another origin', async () => {
    const session = await enter()
    const tries = [
      { headers: { cookie: session.cookie, ...origin() } },
      { headers: { cookie: session.cookie, ...origin(), 'postback-csrf': 'guessed' } },
      { headers: { cookie: session.cookie, origin: 'https://evil.example', 'postback-csrf': session.csrf } },
      { headers: { cookie: session.cookie, 'postback-csrf': session.csrf } },
    ]
    for (const { headers } of tries) {
      const reply = await postback.api('POST', '/v1/configurations', configuration, { key: null, headers })
      expect(reply).toMatchObject({ status: 403, body: { code: 'cross_site' } })
    }
    const own = await postback.api('POST', '/v1/configurations', configuration, as(session))
    expect(own.status).toBe(201)
  })

  it('sees only its own account, with any header', async () => {
    const [mine, theirs] = [await enter(), await enter('other')]
    const made = await postback.api('POST', '/v1/configurations', configuration, as(mine))
    const path = `/v1/configurations/${made.body.id}`
    expect((await postback.api('GET', path, undefined, as(theirs))).status).toBe(404)
    expect((await postback.api('GET', path, undefined, as(theirs, { 'postback-account': 'producer' }))).status).toBe(
      404,
    )
  })

  it('gets the documentation with a product of its own account only', async () => {
    const session = await enter()
    const ask = (id: number) =>
      postback.api('GET', `/v1/event-types/PURCHASE_APPROVED?productId=${id}`, undefined, as(session))
    expect((await ask(1000)).body.example.data.product.id).toBe(1000)
    expect((await ask(2000)).status).toBe(422)
  })

  it('is logged when it is shown a secret, without the secret', async () => {
    const lines: string[] = []
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })
    const { server, close } = await inProcess(postback, { logger })
    const { cookie } = await enter()
    const { hottok } = (await server.inject({ url: '/v1/hottok', headers: { cookie } })).json()
    const line = lines.find((it) => it.includes('a secret was revealed'))
    expect(JSON.parse(line ?? '{}')).toMatchObject({ account: 'producer', by: 'console', what: 'hottok-revealed' })
    expect(lines.join()).not.toContain(hottok)
    await close()
  })

  it('may not do what only the platform may', async () => {
    const session = await enter()
    const reply = await postback.api('PUT', '/v1/accounts/producer', { name: 'Mine' }, as(session))
    expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  it('is listed, and ends when its owner says so', async () => {
    const [here, there] = [await enter('other'), await enter('other')]
    const { body } = await postback.api('GET', '/v1/sessions', undefined, as(here))
    expect(body.data.find((it: { current: boolean }) => it.current).id).toBe(here.id)
    expect((await postback.api('DELETE', `/v1/sessions/${there.id}`, undefined, as(here))).status).toBe(204)
    expect((await postback.api('GET', '/v1/me', undefined, as(there))).status).toBe(401)
    const out = await postback.api('DELETE', '/v1/sessions/current', undefined, as(here))
    expect(out.headers.get('set-cookie')).toMatch(/Max-Age=0/)
    expect((await postback.api('GET', '/v1/me', undefined, as(here))).status).toBe(401)
  })

  it('is given without a link only in the demo, for the demo’s accounts', async () => {
    const body = { accountId: 'producer' }
    const outside = await postback.api('POST', '/v1/demo-sessions', body, { key: null, headers: origin() })
    expect(outside.status).toBe(404)
    const demo = await inProcess(postback, {
      demoAccounts: () => [{ accountId: 'producer', name: 'P', role: 'producer' }],
    })
    const post = (accountId: string) =>
      demo.inject({
        method: 'POST',
        url: '/v1/demo-sessions',
        headers: { host: 'demo.example', origin: 'http://demo.example' },
        payload: { accountId },
      })
    expect((await post('producer')).statusCode).toBe(201)
    expect((await post('other')).statusCode).toBe(404)
    await demo.close()
  })

  it('in a frame of the platform’s page has a cookie that works there, only where frames are allowed', async () => {
    const open = async (embedOrigins: string[], framed: boolean) => {
      const { server, close } = await inProcess(postback, { publicUrl: 'https://postback.example', embedOrigins })
      const headers = { origin: 'https://postback.example' }
      const payload = { link: await link(), framed }
      const reply = await server.inject({ method: 'POST', url: '/v1/sessions', headers, payload })
      await close()
      return [reply.headers['set-cookie'] ?? []].flat()
    }
    const [kept, cleared] = await open(['https://platform.example'], true)
    expect(kept).toMatch(/^__Host-postback=\S{40,};.*HttpOnly; Secure; Partitioned; SameSite=None$/)
    // Of two cookies with one name, the session would be a matter of chance.
    expect(cleared).toMatch(/^__Host-postback=; Max-Age=0;.*SameSite=Lax$/)
    expect((await open(['https://platform.example'], false))[0]).toMatch(/SameSite=Lax$/)
    expect(await open([], true)).toEqual([expect.stringMatching(/SameSite=Lax$/)])
  })

  it('over https has a cookie bound to its host', async () => {
    const { server, close } = await inProcess(postback, { publicUrl: 'https://postback.example' })
    const reply = await server.inject({
      method: 'POST',
      url: '/v1/sessions',
      headers: { origin: 'https://postback.example' },
      payload: { link: await link() },
    })
    expect(String(reply.headers['set-cookie'])).toMatch(/^__Host-postback=.+Secure/)
    await close()
  })
})
