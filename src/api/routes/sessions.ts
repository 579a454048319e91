import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Refusal } from '../../domain/errors.ts'
import type { Session } from '../../domain/session.ts'
import { csrfOf, type OpenedSession } from '../../services/sessions.ts'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { limitPerCaller } from '../http/rate-limit.ts'
import { clearSessionCookie, refuseCrossSite, setSessionCookie } from '../http/session-cookie.ts'
import { publicId, readId } from '../public-ids.ts'
import { accountId, closed, idParam, nullable, oneOf, text, time } from '../shapes/base.ts'
import { refuseAt, showTime } from '../times.ts'

const sessionShape = Type.Object(
  {
    id: Type.String(),
    createdAt: time,
    lastUsedAt: time,
    expiresAt: time,
    userAgent: Type.String(),
    current: Type.Boolean({ description: 'Whether it is the one that asks.' }),
  },
  { title: 'Session' },
)

const opened = Type.Object({
  csrf: Type.String({ description: 'To be sent as postback-csrf with every call that changes something.' }),
  session: sessionShape,
})

/** Links that one caller may try a minute, valid or not: more than a large office opens at once. */
const openingsPerMinute = 120

/** The console's login: a one-time link from the platform is exchanged for a session in a cookie. */
export const sessionRoutes: FastifyPluginCallbackTypebox<Api> = (
  server,
  {
    engine,
    services,
    publicUrl,
    embedOrigins,
    supportUrl,
    signInUrl,
    zapierInviteUrl,
    historyDays,
    version,
    demoAccounts,
  },
  done,
) => {
  const cookieParts = { publicUrl, embedOrigins }
  const openingLimit = limitPerCaller(server, openingsPerMinute)

  server.post(
    '/v1/portal-sessions',
    {
      config: { access: 'platform' },
      schema: {
        operationId: 'createPortalSession',
        tags: ['Console'],
        summary: 'Make a one-time link into the console',
        description:
          'For one account, for ten minutes. Send the person there, or show it in a frame of your own page (POSTBACK_EMBED_ORIGINS); the link works once.',
        body: closed({
          accountId,
          locale: Type.Optional(oneOf(['en', 'pt-BR', 'es'])),
          theme: Type.Optional(oneOf(['light', 'dark', 'auto'], { description: 'That of your own page.' })),
          contrast: Type.Optional(oneOf(['usual', 'more'])),
          returnTo: Type.Optional(
            text(2_048, {
              description:
                'The address in the console to open: what your sign-in page was given as returnTo. Only its path and query count.',
              examples: ['https://postback.example.com/webhook/history'],
            }),
          ),
        }),
        response: { 201: Type.Object({ url: Type.String(), expiresAt: time }) },
      },
    },
    async (request, reply) => {
      const { secret, expiresAt } = await services.sessions.makeLink(request.body.accountId)
      const base = publicUrl ?? `http://${request.headers.host}`
      const { locale, theme, contrast, returnTo } = request.body
      const to = returnTo === undefined ? undefined : pathOf(returnTo, base)
      const wishes = Object.entries({ lang: locale, theme, contrast, to }).filter(([, wish]) => wish !== undefined)
      const query = wishes.length === 0 ? '' : `?${new URLSearchParams(wishes as [string, string][])}`
      // In the fragment, so that no server on the way logs it.
      reply.code(201)
      return { url: `${base}/sign-in${query}#${secret}`, expiresAt: showTime(expiresAt) }
    },
  )

  server.post(
    '/v1/sessions',
    {
      config: { access: 'public' },
      onRequest: openingLimit,
      schema: {
        operationId: 'openSession',
        tags: ['Console'],
        summary: 'Exchange a link for a session',
        body: closed({
          link: text(100),
          framed: Type.Optional(Type.Boolean({ description: 'Whether the page is in a frame of another site.' })),
        }),
        response: { 201: opened },
      },
    },
    async (request, reply) => {
      refuseCrossSite(request, publicUrl, null)
      const { link, framed = false } = request.body
      const session = await services.sessions.openByLink(link, request.headers['user-agent'] ?? '')
      setSessionCookie(reply, cookieParts, { ...session, framed, now: engine.clock.now() })
      reply.code(201)
      return showOpened(session)
    },
  )

  server.post(
    '/v1/demo-sessions',
    {
      config: { access: 'public' },
      onRequest: openingLimit,
      schema: {
        operationId: 'openDemoSession',
        tags: ['Console'],
        summary: 'Enter as an account of the demo',
        description: 'Only where the demo runs; elsewhere there is nothing here.',
        body: closed({ accountId }),
        response: { 201: opened },
      },
    },
    async (request, reply) => {
      refuseCrossSite(request, publicUrl, null)
      const { accountId: id } = request.body
      if (!demoAccounts().some((account) => account.accountId === id)) throw new Refusal('not_found')
      const session = await services.sessions.open(id, request.headers['user-agent'] ?? '')
      setSessionCookie(reply, cookieParts, { ...session, framed: false, now: engine.clock.now() })
      reply.code(201)
      return showOpened(session)
    },
  )

  server.get(
    '/v1/sessions',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'listSessions',
        tags: ['Console'],
        summary: 'Who is at the console',
        response: { 200: Type.Object({ data: Type.Array(sessionShape) }) },
      },
    },
    async (request) => {
      const current = request.principal?.kind === 'session' ? request.principal.session.id : null
      const sessions = await services.sessions.list(accountOf(request))
      return { data: sessions.map((session) => show(session, session.id === current)) }
    },
  )

  server.delete(
    '/v1/sessions/current',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'signOut',
        tags: ['Console'],
        summary: 'Sign out',
        response: { 204: Type.Null({ description: 'It has ended.' }) },
      },
    },
    async (request, reply) => {
      if (request.principal?.kind !== 'session') throw new Refusal('not_found')
      await services.sessions.end(accountOf(request), request.principal.session.id)
      clearSessionCookie(reply, cookieParts)
      return reply.code(204).send(null)
    },
  )

  server.delete(
    '/v1/sessions/:id',
    {
      config: { access: 'account' },
      schema: {
        operationId: 'endSession',
        tags: ['Console'],
        summary: 'End a session',
        params: idParam('ses'),
        response: { 204: Type.Null({ description: 'It has ended.' }) },
      },
    },
    async (request, reply) => {
      await services.sessions.end(accountOf(request), readId('ses', request.params.id))
      return reply.code(204).send(null)
    },
  )

  server.get(
    '/v1/console',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'getConsole',
        tags: ['Console'],
        summary: 'What the console shows before sign-in',
        response: {
          200: Type.Object({
            supportUrl: nullable(Type.String()),
            signInUrl: nullable(
              Type.String({ description: 'The page of the platform that signs people in. The console adds returnTo.' }),
            ),
            zapierInviteUrl: nullable(Type.String()),
            historyDays: Type.Number({ description: 'How long posts are kept.' }),
            version: Type.String(),
            demoAccounts: Type.Array(
              Type.Object({ accountId: Type.String(), name: Type.String(), role: oneOf(['producer', 'affiliate']) }),
            ),
          }),
        },
      },
    },
    async () => ({ supportUrl, signInUrl, zapierInviteUrl, historyDays, version, demoAccounts: [...demoAccounts()] }),
  )
  done()
}

/** The console follows it only to pages of its own. */
function pathOf(returnTo: string, base: string): string {
  if (!URL.canParse(returnTo, base)) throw refuseAt('/returnTo', 'must be an address of the console')
  const { pathname, search } = new URL(returnTo, base)
  return pathname + search
}

function showOpened({ session, token }: OpenedSession) {
  return { csrf: csrfOf(token), session: show(session, true) }
}

function show(session: Session, current: boolean) {
  return {
    id: publicId('ses', session.id),
    createdAt: showTime(session.createdAt),
    lastUsedAt: showTime(session.lastUsedAt),
    expiresAt: showTime(session.expiresAt),
    userAgent: session.userAgent,
    current,
  }
}
