import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Access, type AccessRow, accessTable, type CallerKind } from '../../../src/api/access.ts'
import { actorOf, scopeOf } from '../../../src/api/authenticate.ts'
import { errorCatalogue } from '../../../src/domain/errors.ts'
import { enterConsole } from '../../support/console-session.ts'
import { type Postback, registerProducer, startPostback } from '../../support/harness.ts'
import { type InProcess, inProcess } from '../../support/in-process.ts'

/** One case per cell of the access table, on a real server with one more route per row. */

type Headers = Readonly<Record<string, string>>

const rows = Object.keys(accessTable) as AccessRow[]
const kinds = [...new Set(rows.flatMap((row) => Object.keys(accessTable[row])))] as CallerKind[]
/** Callers with two kinds of credentials, and callers that do not meet the condition of a cell. */
const oddCallers = [
  'unknown token',
  'unknown key beside a session',
  'unreadable beside a session',
  'session from another site',
  'token without the scope',
  'platform for an unknown account',
] as const
type OddCaller = (typeof oddCallers)[number]

const anonymous = 'in as anybody for null'
const person = 'in as console for producer'
const reader = 'in as credential: Reader for producer'
const platform = 'in as platform for null'
const platformForOne = 'in as platform for producer'
const platformForUnknown = 'in as platform for unknown'

const open = {
  nothing: anonymous,
  unreadable: anonymous,
  'unknown-key': anonymous,
  'unknown token': anonymous,
  'unknown key beside a session': anonymous,
  'ended-session': anonymous,
}
const closed = {
  nothing: '401 unauthenticated',
  unreadable: '401 unauthenticated, logged as unreadable-authorization',
  'unknown-key': '401 invalid_token, logged as platform-key',
  'unknown token': '401 invalid_token, logged as access-token',
  'unknown key beside a session': '401 invalid_token, logged as platform-key',
  'ended-session': '401 unauthenticated: The session has ended.',
}
const loginIgnored = {
  session: anonymous,
  'session from another site': anonymous,
  'unreadable beside a session': anonymous,
  token: anonymous,
  'token without the scope': anonymous,
}
const platformOnly = {
  session: '403 forbidden',
  'session from another site': '403 forbidden',
  'unreadable beside a session': '403 forbidden',
  token: '403 forbidden',
  'token without the scope': '403 forbidden',
}
const sameSite = {
  session: person,
  'session from another site': '403 cross_site',
  'unreadable beside a session': person,
}
const inScope = { token: reader, 'token without the scope': '403 insufficient_scope: The scope read is needed.' }
const everyAccount = {
  platform,
  'platform-for-one': platformForOne,
  'platform for an unknown account': platformForUnknown,
}
const existingAccount = {
  'platform-for-one': platformForOne,
  'platform for an unknown account':
    '404 not_found: There is no account unknown; the Postback-Account header names it.',
}

const expected: Readonly<Record<AccessRow, Readonly<Record<CallerKind | OddCaller, string>>>> = {
  public: {
    ...open,
    ...everyAccount,
    session: person,
    'session from another site': person,
    'unreadable beside a session': person,
    token: reader,
    'token without the scope': anonymous,
  },
  'public-write': { ...open, ...loginIgnored, ...everyAccount },
  client: {
    ...open,
    ...loginIgnored,
    platform: anonymous,
    'platform-for-one': anonymous,
    'platform for an unknown account': anonymous,
  },
  platform: { ...closed, ...platformOnly, ...everyAccount },
  'platform-for-account': { ...closed, ...platformOnly, ...existingAccount, platform: '400 account_required' },
  'platform-or-account': { ...closed, ...sameSite, ...inScope, ...existingAccount, platform },
  account: { ...closed, ...sameSite, ...inScope, ...existingAccount, platform: '400 account_required' },
  session: {
    ...closed,
    ...sameSite,
    token: '403 token_forbidden',
    'token without the scope': '403 token_forbidden',
    platform: '403 console_only',
    'platform-for-one': '403 console_only',
    'platform for an unknown account': '403 console_only',
  },
}

let postback: Postback
let api: InProcess
let headersOf: Readonly<Record<CallerKind | OddCaller, Headers>>
const logged: { caller: string; kind: string }[] = []
/** Each call gets its own address, because the log counts refused keys by address. */
let count = 0

beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
  const logger = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  api = await inProcess(postback, { logger, publicUrl: 'http://postback.test' }, (server, _options, done) => {
    for (const row of rows) {
      const access: Access = row === 'public-write' ? 'public' : row
      server.route({
        method: methodOf(row),
        url: urlOf(row),
        config: { access, scope: 'read' },
        handler: async (request) => `in as ${actorOf(request)} for ${scopeOf(request)}`,
      })
    }
    server.post('/v1/probe/no-scope', { config: { access: 'account' } }, async () => 'in')
    done()
  })
  const { cookie = '', 'postback-csrf': csrf = '' } = (await enterConsole(postback)).headers ?? {}
  const session = { cookie, origin: 'http://postback.test', 'postback-csrf': csrf }
  const unknownKey = bearer('pbk_test_unknown')
  const unreadable = { authorization: postback.platformKey }
  const platformKey = bearer(postback.platformKey)
  headersOf = {
    nothing: {},
    unreadable,
    'unknown-key': unknownKey,
    'unknown token': bearer('pbt_unknown'),
    'ended-session': { ...session, cookie: 'postback-session=ended' },
    session,
    'unknown key beside a session': { ...session, ...unknownKey },
    'unreadable beside a session': { ...session, ...unreadable },
    'session from another site': { ...session, origin: 'https://evil.example' },
    token: bearer(await tokenOf('Reader', 'read')),
    'token without the scope': bearer(await tokenOf('Writer', 'write')),
    platform: platformKey,
    'platform-for-one': { ...platformKey, 'postback-account': 'producer' },
    'platform for an unknown account': { ...platformKey, 'postback-account': 'unknown' },
  }
})
afterAll(async () => {
  await api?.close()
  await postback?.close()
})

const methodOf = (row: AccessRow) => (row === 'public' ? 'GET' : 'POST')
const urlOf = (row: AccessRow) => `/v1/probe/${row}`
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

async function tokenOf(name: string, scope: string): Promise<string> {
  const input = { name, scopes: [scope] }
  const { body } = await postback.api('POST', '/v1/credentials', input, { account: 'producer' })
  const path = '/security/oauth/token?grant_type=client_credentials'
  const headers = { authorization: `Basic ${body.basic}` }
  return (await postback.api('POST', path, undefined, { key: null, headers })).body.access_token
}

/** What happens to a caller, in words. */
async function call(method: 'GET' | 'HEAD' | 'POST', url: string, headers: Headers, at = api): Promise<string> {
  const remoteAddress = `10.0.0.${++count}`
  const reply = await at.inject({ method, url, headers, remoteAddress })
  if (reply.statusCode === 200) return reply.body
  const { code, detail } = reply.json()
  const what = detail.replace(errorCatalogue[code as keyof typeof errorCatalogue].remedy, '').trim()
  const kind = logged.find(({ caller }) => caller === remoteAddress)?.kind
  return `${reply.statusCode} ${code}${what && `: ${what}`}${kind === undefined ? '' : `, logged as ${kind}`}`
}

describe('access', () => {
  const cells = rows.flatMap((row) => [...kinds, ...oddCallers].map((caller) => ({ row, caller })))

  it.each(cells)('$row: $caller', async ({ row, caller }) => {
    expect(await call(methodOf(row), urlOf(row), headersOf[caller])).toBe(expected[row][caller])
  })

  it('refuses every token on a route that declares no scope', async () => {
    expect(await call('POST', '/v1/probe/no-scope', headersOf.token)).toBe('403 token_forbidden')
  })

  it('looks up no login for a call that ignores logins', async () => {
    const { services } = postback
    const fail = () => Promise.reject(new Error('The store was asked.'))
    const credentials = Object.assign(Object.create(services.credentials), { findToken: fail })
    const sessions = Object.assign(Object.create(services.sessions), { find: fail })
    const failing = await inProcess(postback, {
      services: Object.assign(Object.create(services), { credentials, sessions }),
    })
    for (const { cookie = '', authorization = '' } of [headersOf.session, headersOf.token]) {
      const headers = { cookie, authorization }
      const refused = await failing.inject({ method: 'POST', url: '/v1/sessions', headers, payload: { link: 'x' } })
      expect(refused.json()).toMatchObject({ status: 403, code: 'cross_site' })
      expect((await failing.inject({ method: 'HEAD', url: '/livez', headers })).statusCode).toBe(200)
      expect((await failing.inject({ method: 'GET', url: '/livez', headers })).statusCode).toBe(500)
    }
    await failing.close()
  })
})
