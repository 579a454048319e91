import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enterConsole } from '../../support/console-session.ts'
import { type CallOptions, type Postback, registerProducer, startPostback } from '../../support/harness.ts'
import { runScenarios } from '../../support/scenario.ts'

let postback: Postback
let atConsole: CallOptions
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  await registerProducer(postback, 'other', 2000)
  atConsole = await enterConsole(postback)
})
afterAll(() => postback.close())

const account = { account: 'producer' }
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

const create = (body: object = { name: 'Zapier' }) => postback.api('POST', '/v1/credentials', body, account)
const list = async () => (await postback.api('GET', '/v1/credentials', undefined, account)).body.data
const actions = async () => (await postback.api('GET', '/v1/past-actions', undefined, account)).body.data
const tokenFor = (basic: string) =>
  postback.api('POST', '/security/oauth/token?grant_type=client_credentials', undefined, {
    key: null,
    headers: { authorization: `Basic ${basic}` },
  })

describe('credentials', () => {
  runScenarios(
    () => postback,
    [
      {
        title: 'one without a name is refused',
        request: ['POST', '/v1/credentials', {}, account],
        status: 400,
        mustContain: ['"/name"', 'such as Zapier'],
      },
      {
        title: 'a scope that there is not is refused',
        request: ['POST', '/v1/credentials', { name: 'x', scopes: ['admin'] }, account],
        status: 400,
        mustContain: ['"/scopes/0"', 'read, write'],
      },
      {
        title: 'one that has expired already is refused',
        request: ['POST', '/v1/credentials', { name: 'x', expiresAt: '2020-01-01T00:00:00Z' }, account],
        status: 400,
        mustContain: ['"/expiresAt"', 'must lie ahead'],
      },
      {
        title: 'one for no account is refused',
        request: ['POST', '/v1/credentials', { name: 'x' }],
        status: 400,
        mustContain: ['account_required'],
      },
      {
        title: 'the platform is not shown a secret again',
        request: ['POST', '/v1/credentials/crd_00000000000000000000000000000000/reveal', undefined, account],
        status: 403,
        mustContain: ['console_only', 'portal-sessions'],
      },
      {
        title: 'a caller without a key is shown no secret',
        request: ['POST', '/v1/credentials/crd_00000000000000000000000000000000/reveal', undefined, { key: null }],
        status: 401,
      },
      {
        title: 'an overlap of more than 30 days is refused',
        request: [
          'POST',
          '/v1/credentials/crd_00000000000000000000000000000000/rotate',
          { overlapHours: 721 },
          account,
        ],
        status: 400,
        mustContain: ['"/overlapHours"'],
      },
    ],
  )

  it('show Client ID, Client Secret and Basic when created, and afterwards their beginnings', async () => {
    const { status, body } = await create({ name: 'Members area', expiresAt: '2099-01-01T00:00:00Z', scopes: ['read'] })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.stringMatching(/^crd_[0-9a-f]{32}$/),
      name: 'Members area',
      clientId: expect.stringMatching(uuid),
      clientSecret: expect.stringMatching(/^pbs_[0-9A-Za-z]{40}$/),
      basic: Buffer.from(`${body.clientId}:${body.clientSecret}`).toString('base64'),
      scopes: ['read'],
      oldSecrets: [],
      createdAt: expect.any(String),
      lastUsedAt: null,
      expiresAt: '2099-01-01T00:00:00.000Z',
    })
    const [shown] = await list()
    expect(shown).toEqual({
      ...body,
      clientSecret: `${body.clientSecret.slice(0, 8)}…`,
      basic: `${body.basic.slice(0, 4)}…`,
    })
  })

  it('may read and write, and never expire, by default', async () => {
    expect((await create()).body).toMatchObject({ scopes: ['read', 'write'], expiresAt: null })
  })

  it('are revealed to a person at the console, and the past action is stored first', async () => {
    const { body: made } = await create({ name: 'Course site' })
    const reveal = (options: CallOptions) =>
      postback.api('POST', `/v1/credentials/${made.id}/reveal`, undefined, options)
    expect((await reveal(atConsole)).body).toEqual(made)
    expect((await actions()).slice(0, 2)).toMatchObject([
      { kind: 'credential-revealed', by: 'console', subject: 'Course site', detail: null, at: expect.any(String) },
      { kind: 'credential-created', by: 'platform', subject: 'Course site' },
    ])
    expect((await reveal(await enterConsole(postback, 'other'))).status).toBe(404)
    const forged = { key: null, headers: { cookie: atConsole.headers?.cookie ?? '' } }
    expect((await reveal(forged)).body.code).toBe('cross_site')
  })

  it('are rotated with an overlap, and the old secret is shown by its beginning', async () => {
    const { body: made } = await create()
    const path = `/v1/credentials/${made.id}/rotate`
    const { status, body: rotated } = await postback.api('POST', path, { overlapHours: 2 }, account)
    expect(status).toBe(200)
    expect(rotated.clientId).toBe(made.clientId)
    expect(rotated.clientSecret).not.toBe(made.clientSecret)
    const [old] = rotated.oldSecrets
    expect(old.clientSecret).toBe(`${made.clientSecret.slice(0, 8)}…`)
    expect(Math.abs(Date.parse(old.expiresAt) - Date.now() - 2 * 3_600_000)).toBeLessThan(60_000)
    for (const { basic } of [made, rotated]) expect((await tokenFor(basic)).status).toBe(200)
    await postback.api('POST', path, { overlapHours: 0 }, account)
    expect((await tokenFor(rotated.basic)).status).toBe(401)
    expect((await actions())[0]).toMatchObject({ kind: 'credential-rotated', detail: 'the old secret works for 0 h' })
    expect((await postback.api('POST', path, {}, { account: 'other' })).status).toBe(404)
  })

  it('are not found after they are revoked, and their past actions stay', async () => {
    const { body: made } = await create({ name: 'Old site' })
    const path = `/v1/credentials/${made.id}`
    expect((await postback.api('DELETE', path, undefined, { account: 'other' })).status).toBe(404)
    expect((await postback.api('DELETE', path, undefined, account)).status).toBe(204)
    expect((await postback.api('DELETE', path, undefined, account)).status).toBe(404)
    expect((await list()).map((it: { id: string }) => it.id)).not.toContain(made.id)
    expect((await tokenFor(made.basic)).status).toBe(401)
    expect((await actions())[0]).toMatchObject({ kind: 'credential-revoked', subject: 'Old site', by: 'platform' })
  })

  it('are listed with the time of their last use', async () => {
    const { body: made } = await create()
    await tokenFor(made.basic)
    const used = (await list()).find((it: { id: string }) => it.id === made.id)
    expect(Date.now() - Date.parse(used.lastUsedAt)).toBeLessThan(60_000)
  })

  it('are made once for one Idempotency-Key, and the answer shows the same secret', async () => {
    const again = { ...account, headers: { 'idempotency-key': 'make-me-once' } }
    const first = await postback.api('POST', '/v1/credentials', { name: 'Once' }, again)
    const second = await postback.api('POST', '/v1/credentials', { name: 'Once' }, again)
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
  })

  it('list in pages', async () => {
    const first = await postback.api('GET', '/v1/credentials?limit=1', undefined, account)
    const next = await postback.api(
      'GET',
      `/v1/credentials?limit=1&cursor=${first.body.nextCursor}`,
      undefined,
      account,
    )
    expect([...first.body.data, ...next.body.data]).toEqual((await list()).slice(0, 2))
  })

  it('are stored sealed, and work after a restart', async () => {
    const { body: made } = await create()
    await postback.restart()
    expect((await tokenFor(made.basic)).status).toBe(200)
  })
})

describe('past actions', () => {
  it('say who was shown the token or a signing secret at the console', async () => {
    const person = await enterConsole(postback)
    const configuration = { name: 'Members area', url: 'http://127.0.0.1:9/', events: ['PURCHASE_APPROVED'] }
    const { body: made } = await postback.api('POST', '/v1/configurations', configuration, account)
    const before = await actions()
    await postback.api('GET', '/v1/hottok', undefined, account)
    expect(await actions()).toEqual(before)
    await postback.api('GET', '/v1/hottok', undefined, person)
    await postback.api('GET', `/v1/configurations/${made.id}/secrets`, undefined, person)
    await postback.api('GET', '/v1/tests/secret', undefined, person)
    expect((await actions()).slice(0, 3)).toMatchObject([
      { kind: 'test-secret-revealed', by: 'console', subject: null },
      { kind: 'signing-secret-revealed', by: 'console', subject: 'Members area' },
      { kind: 'hottok-revealed', by: 'console', subject: null },
    ])
  })

  it('are those of the account, in pages', async () => {
    const page = await postback.api('GET', '/v1/past-actions?limit=1', undefined, account)
    expect(page.body.data).toEqual((await actions()).slice(0, 1))
    const rest = await postback.api('GET', `/v1/past-actions?cursor=${page.body.nextCursor}`, undefined, account)
    expect(rest.body.data).toEqual((await actions()).slice(1))
    const other = await postback.api('GET', '/v1/past-actions', undefined, { account: 'other' })
    expect(other.body).toEqual({ data: [], nextCursor: null })
  })
})
