import * as client from 'openid-client'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, type Postback, type Reply, registerProducer, startPostback } from '../../support/harness.ts'
import { type InProcess, inProcess } from '../../support/in-process.ts'
import { type Operation, operationsOf } from '../../support/openapi.ts'
import { runScenarios, type Scenario } from '../../support/scenario.ts'

/** OAuth for programs: a credential gets a token, the token calls the API, and expires. */

let postback: Postback
let credential: Reply['body']
let accessToken: string
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  await registerProducer(postback, 'other', 2000)
  credential = await createCredential()
  accessToken = (await askWith(credential.basic)).body.access_token
})
afterAll(() => postback.close())

const endpoint = '/security/oauth/token'
const grant = 'grant_type=client_credentials'
const form = { 'content-type': 'application/x-www-form-urlencoded' }

async function createCredential(more: object = {}, account = 'producer'): Promise<Reply['body']> {
  const { status, body } = await postback.api('POST', '/v1/credentials', { name: 'Zapier', ...more }, { account })
  expect(status).toBe(201)
  return body
}

function ask(query: string, body?: unknown, headers: Record<string, string> = {}) {
  return postback.api('POST', `${endpoint}${query && `?${query}`}`, body, { key: null, headers })
}

function askWith(basic: string, more = '') {
  return ask(`${grant}${more}`, undefined, { authorization: `Basic ${basic}` })
}

function call(token: string, method: string, path: string, body?: unknown) {
  return postback.api(method, path, body, { key: token })
}

// -- getting a token -------------------------------------------------------------------------------------------------------

const refusals: readonly Scenario[] = [
  {
    title: 'no client at all',
    request: ['POST', `${endpoint}?${grant}`, undefined, { key: null }],
    status: 401,
    mustContain: ['"error":"invalid_client"', '"error_description":"Send the Client ID'],
    headers: { 'www-authenticate': 'Basic realm="postback", charset="UTF-8"', 'cache-control': 'no-store' },
  },
  {
    title: 'an unknown client',
    request: ['POST', `${endpoint}?${grant}`, undefined, { key: null, headers: basicHeader('x', 'y') }],
    status: 401,
    mustContain: ['"error":"invalid_client"'],
  },
  {
    title: 'a header that is not Basic',
    request: ['POST', `${endpoint}?${grant}`, undefined, { key: null, headers: { authorization: 'Basic *' } }],
    status: 401,
    mustContain: ['"error":"invalid_client"'],
  },
  {
    title: 'the platform key in place of a client',
    request: ['POST', `${endpoint}?${grant}`],
    status: 401,
    mustContain: ['"error":"invalid_client"'],
  },
  {
    title: 'a body that is not JSON',
    request: ['POST', endpoint, '{"grant_type":', { key: null }],
    status: 400,
    mustContain: ['"error":"invalid_request"'],
    headers: { 'content-type': 'application/json; charset=utf-8', pragma: 'no-cache' },
  },
  {
    title: 'a parameter that is sent twice',
    request: ['POST', endpoint, `${grant}&${grant}`, { key: null, headers: form }],
    status: 400,
    mustContain: ['"error":"invalid_request"', 'grant_type'],
  },
  {
    title: 'a body of another kind',
    request: ['POST', endpoint, 'x', { key: null, headers: { 'content-type': 'text/plain' } }],
    status: 415,
    mustContain: ['"error":"invalid_request"'],
  },
  {
    title: 'two ways of proving to be a client',
    request: [
      'POST',
      endpoint,
      'grant_type=client_credentials&client_id=x&client_secret=y',
      { key: null, headers: { 'content-type': 'application/x-www-form-urlencoded', ...basicHeader('x', 'y') } },
    ],
    status: 400,
    mustContain: ['"error":"invalid_request"', 'one way'],
  },
  {
    title: 'another method',
    request: ['GET', endpoint, undefined, { key: null }],
    status: 405,
  },
]

function basicHeader(id: string, secret: string) {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
}

describe('a token is refused to', () => {
  runScenarios(() => postback, refusals)

  it('a client with a wrong secret, another client’s, or one in the query', async () => {
    const other = await createCredential({}, 'other')
    const { clientId, clientSecret } = credential
    const tries = [
      ask(grant, undefined, basicHeader(clientId, `${clientSecret}x`)),
      ask(grant, undefined, basicHeader(clientId, other.clientSecret)),
      ask(grant, undefined, basicHeader(other.clientId, clientSecret)),
      ask(`${grant}&client_id=${clientId}&client_secret=${clientSecret}`),
      ask(grant, { client_id: clientId }),
      ask(grant, { client_id: clientId, client_secret: 5 }),
    ]
    for (const reply of await Promise.all(tries)) {
      expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    }
  })

  it('a client that asks for another grant, for none, or for a scope that it does not have', async () => {
    const basic = { authorization: `Basic ${credential.basic}` }
    const named = async (reply: Promise<Reply>) => [(await reply).status, (await reply).body.error]
    expect(await named(ask('grant_type=password', undefined, basic))).toEqual([400, 'unsupported_grant_type'])
    expect(await named(ask('grant_type=authorization_code', undefined, basic))).toEqual([400, 'unsupported_grant_type'])
    expect(await named(ask('grant_type=nonsense', undefined, basic))).toEqual([400, 'unsupported_grant_type'])
    expect(await named(ask('', undefined, basic))).toEqual([400, 'invalid_request'])
    expect(await named(askWith(credential.basic, '&scope=admin'))).toEqual([400, 'invalid_scope'])
    const reader = await createCredential({ scopes: ['read'] })
    expect(await named(askWith(reader.basic, '&scope=read+write'))).toEqual([400, 'invalid_scope'])
  })

  it('a client whose credential has expired', async () => {
    const short = await createCredential({ expiresAt: Date.now() + 1_500 })
    const token = (await askWith(short.basic)).body
    expect(token.expires_in).toBeLessThanOrEqual(1)
    const me = await eventually(
      () => call(token.access_token, 'GET', '/v1/me'),
      ({ status }) => status !== 200,
    )
    expect(me.body.code).toBe('invalid_token')
    expect((await askWith(short.basic)).status).toBe(401)
  })
})

describe('a token is given', () => {
  const whole = {
    access_token: expect.stringMatching(/^pbt_[0-9A-Za-z]{40}$/),
    token_type: 'bearer',
    expires_in: 86_400,
    scope: 'read write',
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
  }

  it('for Basic, with the grant in the query, in a form or in JSON', async () => {
    const authorization = `Basic ${credential.basic}`
    const json = { 'content-type': 'application/json' }
    const asked = [
      ask(grant, undefined, { authorization }),
      ask(grant, '', { authorization, ...json }),
      // As in Hotmart's documentation: everything in the query, and Basic.
      ask(`${grant}&client_id=${credential.clientId}&client_secret=${credential.clientSecret}`, undefined, {
        authorization,
        ...json,
      }),
      ask('', grant, { authorization, ...form }),
      ask('', { grant_type: 'client_credentials' }, { authorization }),
      ask('', { grant_type: 'client_credentials', something: { else: true } }, { authorization }),
    ]
    for (const reply of await Promise.all(asked)) {
      expect(reply).toMatchObject({ status: 200, body: whole })
      expect(reply.headers.get('cache-control')).toBe('no-store')
      expect(reply.headers.get('pragma')).toBe('no-cache')
    }
  })

  it('for client_id and client_secret in the body', async () => {
    const { clientId, clientSecret } = credential
    const inForm = `${grant}&client_id=${clientId}&client_secret=${clientSecret}`
    expect(await ask('', inForm, form)).toMatchObject({ status: 200, body: whole })
    const inJson = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
    expect(await ask('', inJson)).toMatchObject({ status: 200, body: whole })
  })

  it('with the scopes that were asked for, and no others', async () => {
    expect((await askWith(credential.basic, '&scope=read')).body.scope).toBe('read')
    expect((await askWith(credential.basic, '&scope=write%20read')).body.scope).toBe('read write')
    const reader = await createCredential({ scopes: ['read'] })
    expect((await askWith(reader.basic)).body.scope).toBe('read')
  })
})

// -- calling with a token --------------------------------------------------------------------------------------------------------

describe('with a token', () => {
  it('one acts for its own account only, even if another is named', async () => {
    const me = await postback.api('GET', '/v1/me', undefined, { key: accessToken, account: 'other' })
    expect(me.body).toMatchObject({ by: 'credential: Zapier', account: { id: 'producer', name: 'Account producer' } })
  })

  it('one sees nothing of other accounts', async () => {
    const input = { name: 'Theirs', url: 'http://127.0.0.1:9/', events: ['PURCHASE_APPROVED'] }
    const theirs = await postback.api('POST', '/v1/configurations', input, { account: 'other' })
    const path = `/v1/configurations/${theirs.body.id}`
    expect((await call(accessToken, 'GET', path)).status).toBe(404)
    expect((await call(accessToken, 'DELETE', path)).status).toBe(404)
    expect((await call(accessToken, 'GET', '/v1/configurations')).body.data).toEqual([])
  })

  it('one makes configurations, which name their credential', async () => {
    const input = { name: 'Mine', url: 'http://127.0.0.1:9/', events: ['PURCHASE_APPROVED'] }
    const made = await call(accessToken, 'POST', '/v1/configurations', input)
    expect(made).toMatchObject({ status: 201, body: { source: 'api', name: 'Mine' } })
    const path = `/v1/configurations/${made.body.id}`
    expect((await call(accessToken, 'POST', `${path}/disable`)).status).toBe(200)
    expect((await call(accessToken, 'DELETE', path)).status).toBe(204)
  })

  it('one without the scope learns which is missing', async () => {
    const { body: token } = await askWith(credential.basic, '&scope=read')
    const reply = await call(token.access_token, 'POST', '/v1/configurations/cfg_1/disable')
    expect(reply).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } })
    expect(reply.headers.get('www-authenticate')).toBe(
      'Bearer realm="postback", error="insufficient_scope", scope="write"',
    )
    expect((await call(token.access_token, 'GET', '/v1/configurations')).status).toBe(200)
  })

  it('one sends tests without changes to the payload, and without the verification token to other addresses', async () => {
    const test = { event: 'PURCHASE_APPROVED', urls: ['http://127.0.0.1:9/'] }
    expect((await call(accessToken, 'POST', '/v1/tests', test)).status).toBe(202)
    const edited = await call(accessToken, 'POST', '/v1/tests', { ...test, data: { buyer: { name: 'x' } } })
    expect(edited).toMatchObject({ status: 403, body: { code: 'token_forbidden', errors: [{ pointer: '/data' }] } })
    const greedy = await call(accessToken, 'POST', '/v1/tests', { ...test, withHottok: true })
    expect(greedy).toMatchObject({ status: 403, body: { errors: [{ pointer: '/withHottok' }] } })
  })

  it('one reaches the routes that declare its scope, never secrets, credentials, affiliations, sessions or reports', async () => {
    const operations = operationsOf((await postback.api('GET', '/openapi.json')).body)
    const forTokens = ({ security }: Operation) => security.some((it) => 'accessToken' in it)
    const guarded = operations.filter(({ path, security }) => path.startsWith('/v1') && security.length > 0)
    const open = guarded.filter(forTokens).map((it) => it.operationId)
    expect(open).toEqual(expect.arrayContaining(['getMe', 'listDeliveries', 'createConfiguration']))
    expect(open.filter((name) => /secret|hottok|credential|affiliation|session|import|signOut/i.test(name))).toEqual([])
    const closed = guarded.filter((it) => !forTokens(it))
    expect(closed.length).toBeGreaterThan(20)
    for (const { method, path } of closed) {
      const reply = await call(accessToken, method, path.replaceAll(/\{\w+\}/g, '1'))
      expect(reply.status, `${method} ${path}`).toBe(403)
    }
  })

  it('that is unknown one is refused as RFC 6750 says, even beside a valid cookie', async () => {
    const reply = await call('pbt_unknown', 'GET', '/v1/me')
    expect(reply).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer realm="postback", error="invalid_token", /)
    expect((await postback.api('GET', '/v1/event-types', undefined, { key: 'pbt_unknown' })).status).toBe(200)
  })

  it('one is refused once its credential is revoked, or its secret is replaced', async () => {
    const doomed = await createCredential()
    const [first, second] = [(await askWith(doomed.basic)).body, (await askWith(doomed.basic)).body]
    const path = `/v1/credentials/${doomed.id}`
    const rotated = await postback.api('POST', `${path}/rotate`, { overlapHours: 1 }, { account: 'producer' })
    expect((await call(first.access_token, 'GET', '/v1/me')).status).toBe(200)
    const late = (await askWith(doomed.basic)).body
    expect(late.expires_in).toBeLessThanOrEqual(3_600)
    const third = (await askWith(rotated.body.basic)).body
    await postback.api('POST', `${path}/rotate`, { overlapHours: 0 }, { account: 'producer' })
    for (const { access_token } of [first, second, late, third]) {
      expect((await call(access_token, 'GET', '/v1/me')).body.code).toBe('invalid_token')
    }
    const last = await createCredential()
    const { access_token } = (await askWith(last.basic)).body
    await postback.api('DELETE', `/v1/credentials/${last.id}`, undefined, { account: 'producer' })
    expect((await call(access_token, 'GET', '/v1/me')).body.code).toBe('invalid_token')
  })
})

// -- limits, logs, and clients of other makers -----------------------------------------------------------------------------------

describe('the endpoint', () => {
  it('gives a limited number of tokens per minute to one client at one address, and says when more come', async () => {
    const api = await inProcess(postback)
    const { basic } = await createCredential()
    const other = await createCredential()
    const post = (authorization: string, remoteAddress: string) =>
      api.inject({ method: 'POST', url: `${endpoint}?${grant}`, headers: { authorization }, remoteAddress })
    const first = await post(`Basic ${basic}`, '10.0.0.1')
    expect(first.headers).toMatchObject({ 'ratelimit-limit': '60', 'ratelimit-remaining': '59' })
    for (let i = 0; i < 59; i++) await post(`Basic ${basic}`, '10.0.0.1')
    const last = await post(`Basic ${basic}`, '10.0.0.1')
    expect(last.statusCode).toBe(429)
    expect(last.json()).toMatchObject({ error: 'too_many_requests', error_description: expect.any(String) })
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
    expect(last.headers['ratelimit-remaining']).toBe('0')
    expect((await post(`Basic ${basic}`, '10.0.0.2')).statusCode).toBe(200)
    expect((await post(`Basic ${other.basic}`, '10.0.0.1')).statusCode).toBe(200)
    await api.close()
  })

  it('answers our own faults in the same form', async () => {
    const { services } = postback
    const prove = () => Promise.reject(new Error('disk is on fire'))
    const credentials = Object.assign(Object.create(services.credentials), { prove })
    const api = await inProcess(postback, { services: Object.assign(Object.create(services), { credentials }) })
    const reply = await api.inject({
      method: 'POST',
      url: `${endpoint}?${grant}`,
      headers: { authorization: `Basic ${credential.basic}` },
    })
    expect(reply.statusCode).toBe(500)
    expect(reply.json()).toMatchObject({ error: 'server_error' })
    expect(reply.body).not.toContain('fire')
    await api.close()
  })

  it('leaves no secret in the log for any request with any result', async () => {
    const lines: string[] = []
    const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
    const api: InProcess = await inProcess(postback, { logger })
    const { clientId, clientSecret, basic, id } = await createCredential()
    const inQuery = `${endpoint}?${grant}&client_id=${clientId}&client_secret=${clientSecret}`
    const authorization = `Basic ${basic}`
    const post = (url: string, headers: Record<string, string>, payload?: string) =>
      api.inject({ method: 'POST', url, headers, ...(payload === undefined ? {} : { payload }) })
    const given = await post(inQuery, { authorization })
    const token = given.json().access_token
    const inBody = `${grant}&client_id=${clientId}&client_secret=${clientSecret}`
    await post(endpoint, form, inBody)
    await post(endpoint, { 'content-type': 'application/json' }, inBody)
    await post(inQuery, {})
    await api.inject({ url: inQuery, headers: { authorization } })
    await api.inject({ url: '/v1/me', headers: { authorization: `Bearer ${token}` } })
    await api.inject({ url: '/v1/hottok', headers: { authorization: `Bearer ${token}` } })
    await post(
      `/v1/credentials/${id}/rotate`,
      {
        authorization: `Bearer ${postback.platformKey}`,
        'postback-account': 'producer',
        'content-type': 'application/json',
      },
      '{}',
    )
    const prove = () => Promise.reject(new Error('disk is on fire'))
    const credentials = Object.assign(Object.create(postback.services.credentials), { prove })
    const services = Object.assign(Object.create(postback.services), { credentials })
    const broken = await inProcess(postback, { logger, services })
    await broken.inject({ method: 'POST', url: inQuery, headers: { authorization } })
    const log = lines.join('')
    expect(log).toContain('disk is on fire')
    for (const secret of [clientSecret, basic, token, encodeURIComponent(clientSecret)])
      expect(log).not.toContain(secret)
    await api.close()
    await broken.close()
  })

  it('stores neither secrets nor tokens in clear', async () => {
    const { tokenHash } = (await postback.services.credentials.findToken(accessToken))?.token ?? {}
    expect(Buffer.from(tokenHash ?? []).toString('latin1')).not.toContain(accessToken)
    const kept = await postback.engine.store.listCredentials('producer', { before: null, limit: 10 }, Date.now())
    for (const { secrets } of kept) {
      for (const { sealed } of secrets) expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\./)
    }
  })
})

describe('a client of another maker', () => {
  const methods = { basic: client.ClientSecretBasic, post: client.ClientSecretPost } as const

  it.each(Object.keys(methods) as (keyof typeof methods)[])('gets a token by %s and calls the API', async (method) => {
    const { clientId, clientSecret } = credential
    const server = { issuer: postback.url, token_endpoint: postback.url + endpoint }
    const configuration = new client.Configuration(server, clientId, undefined, methods[method](clientSecret))
    client.allowInsecureRequests(configuration)
    const tokens = await client.clientCredentialsGrant(configuration, { scope: 'read' })
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'read', expires_in: 86_400 })
    expect(tokens.expiresIn()).toBeGreaterThan(86_000)
    const me = new URL('/v1/me', postback.url)
    const reply = await client.fetchProtectedResource(configuration, tokens.access_token, me, 'GET')
    expect(await reply.json()).toMatchObject({ account: { id: 'producer' } })
  })

  it('understands what is wrong', async () => {
    const server = { issuer: postback.url, token_endpoint: postback.url + endpoint }
    const wrong = new client.Configuration(server, credential.clientId, undefined, client.ClientSecretBasic('wrong'))
    client.allowInsecureRequests(wrong)
    await expect(client.clientCredentialsGrant(wrong)).rejects.toMatchObject({
      cause: [{ scheme: 'basic', parameters: { realm: 'postback' } }],
    })
    const right = new client.Configuration(
      server,
      credential.clientId,
      undefined,
      client.ClientSecretPost(credential.clientSecret),
    )
    client.allowInsecureRequests(right)
    await expect(client.clientCredentialsGrant(right, { scope: 'admin' })).rejects.toMatchObject({
      error: 'invalid_scope',
      error_description: expect.stringContaining('read, write'),
    })
    const me = new URL('/v1/me', postback.url)
    await expect(client.fetchProtectedResource(right, 'pbt_old', me, 'GET')).rejects.toMatchObject({
      cause: [{ scheme: 'bearer', parameters: { error: 'invalid_token' } }],
    })
  })
})
