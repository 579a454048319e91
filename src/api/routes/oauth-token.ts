import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { scopes } from '../../domain/credential.ts'
import { errorCatalogue, type Refusal } from '../../domain/errors.ts'
import type { Api } from '../api.ts'
import { callerOf } from '../http/caller-address.ts'
import { asRefusal, internalProblem, problemOf, statusOf } from '../http/error-response.ts'
import { limitPerCaller, minuteMs } from '../http/rate-limit.ts'
import { clientCredentialsGrant, decoded, TokenRefusal } from '../oauth.ts'

/** For one client at one address. A token is valid for a day, so a client that needs more does not keep its tokens. */
const tokensPerMinute = 60
/** From one address, for all clients together, known or invented. A service that acts for hundreds of accounts needs fewer. */
const requestsPerMinute = 600

const parameters = {
  grant_type: Type.Optional(Type.String({ description: 'client_credentials' })),
  scope: Type.Optional(
    Type.String({ description: `${scopes.join(' and ')}, with a space between them; all if absent.` }),
  ),
  client_id: Type.Optional(Type.String({ description: 'Without Authorization: Basic.' })),
}

const oauthError = Type.Object(
  { error: Type.String(), error_description: Type.String(), error_uri: Type.Optional(Type.String()) },
  { title: 'OAuthError' },
)

/** Exchanges credentials for access tokens (RFC 6749, 4.4). All answers, errors too, are in OAuth's own form. */
export const oauthTokenRoutes: FastifyPluginCallbackTypebox<Api> = (server, { services, publicUrl }, done) => {
  const grant = clientCredentialsGrant(services.credentials)
  server.setErrorHandler(answerError)
  server.post(
    '/security/oauth/token',
    {
      config: {
        access: 'client',
        accepts: ['application/x-www-form-urlencoded', 'application/json'],
        // Counted after the body is read: it may name the client.
        rateLimit: { max: tokensPerMinute, timeWindow: minuteMs, hook: 'preHandler', keyGenerator: nameOfClient },
      },
      onRequest: limitPerCaller(server, requestsPerMinute),
      // Unknown parameters are ignored, and wrong ones are refused with OAuth's own errors (RFC 6749, 3.2 and 5.2).
      validatorCompiler: () => () => true,
      schema: {
        operationId: 'getAccessToken',
        tags: ['Integrations'],
        summary: 'Exchange a credential for an access token',
        description:
          'Authorization: Basic with the value that the console shows, or client_id and client_secret in the body. The other parameters may also be in the query; a client_secret there is ignored.',
        consumes: ['application/x-www-form-urlencoded', 'application/json'],
        querystring: Type.Object(parameters),
        body: Type.Object({ ...parameters, client_secret: Type.Optional(Type.String()) }),
        response: {
          200: Type.Object(
            {
              access_token: Type.String(),
              token_type: Type.Literal('bearer'),
              expires_in: Type.Integer({ description: 'Seconds.' }),
              scope: Type.String(),
              jti: Type.String({ description: 'Names the token without being one.' }),
            },
            { title: 'AccessToken' },
          ),
          400: oauthError,
          401: oauthError,
          413: oauthError,
          415: oauthError,
          429: oauthError,
          503: oauthError,
        },
      },
    },
    async (request, reply) => {
      reply.headers(neverKept)
      const body = textsOf(request.body)
      const query = textsOf(request.query)
      if (body.client_secret !== undefined && request.headers.authorization !== undefined) {
        throw new TokenRefusal(
          'invalid_request',
          'Send the credential in one way: either as Authorization: Basic, or in the body.',
        )
      }
      const issued = await grant({
        authorization: request.headers.authorization,
        grantType: body.grant_type ?? query.grant_type,
        scope: body.scope ?? query.scope,
        clientId: body.client_id ?? query.client_id,
        clientSecret: body.client_secret,
      })
      return {
        access_token: issued.accessToken,
        token_type: 'bearer' as const,
        expires_in: issued.expiresInSeconds,
        scope: issued.scopes.join(' '),
        jti: issued.id,
      }
    },
  )
  done()

  function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
    reply.headers(neverKept)
    const answer = (status: number, name: string, description: string) =>
      reply
        .code(status)
        .type('application/json; charset=utf-8')
        .serializer(JSON.stringify)
        .send({
          error: name,
          error_description: printable(description),
          ...(publicUrl && { error_uri: `${publicUrl}/docs` }),
        })
    if (error instanceof TokenRefusal) {
      if (error.error === 'invalid_client' && bringsSecret(request)) server.noteRefusedKey(request, 'client-credential')
      if (error.status === 401) reply.header('www-authenticate', 'Basic realm="postback", charset="UTF-8"')
      return answer(error.status, error.error, error.message)
    }
    const refusal = asRefusal(error, request)
    if (refusal) {
      const [status, name] = nameOf(refusal)
      if (status === 429 || status === 503) reply.header('retry-after', String(refusal.retryAfter ?? 1))
      return answer(status, name, problemOf(refusal, request.id).detail)
    }
    request.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'request failed')
    return answer(500, 'server_error', internalProblem(request.id).detail)
  }
}

function bringsSecret({ headers, body }: FastifyRequest): boolean {
  return headers.authorization !== undefined || textsOf(body).client_secret !== undefined
}

/** RFC 6749, 5.1. */
const neverKept = { 'cache-control': 'no-store', pragma: 'no-cache' }

/** Errors that RFC 6749 names have its status; the other names are those that Hotmart's clients know. */
function nameOf(refusal: Refusal): [status: number, name: string] {
  switch (errorCatalogue[refusal.code].kind) {
    case 'too-many':
      return [429, 'too_many_requests']
    case 'unavailable':
      return [503, 'temporarily_unavailable']
    case 'too-large':
    case 'unsupported':
      return [statusOf(refusal.code), 'invalid_request']
    default:
      return [400, 'invalid_request']
  }
}

/** RFC 6749, 5.2 allows ASCII without quotation marks and backslashes. */
function printable(text: string): string {
  return text.replaceAll(/["“”]/g, "'").replaceAll(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '')
}

/** The parameters that are texts. Parameters of other types are dropped, and then reported as missing. */
function textsOf(values: unknown): Readonly<Record<string, string | undefined>> {
  if (typeof values !== 'object' || values === null) return {}
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== ''))
}

/** Each client at each address, so that other callers cannot use up its limit. */
function nameOfClient(request: FastifyRequest): string {
  return `${callerOf(request)} ${clientIdIn(request).toLowerCase().slice(0, 64)}`
}

function clientIdIn({ headers, body, query }: FastifyRequest): string {
  const basic = /^Basic +([^ ]+) *$/i.exec(headers.authorization ?? '')?.[1]
  if (basic === undefined) return textsOf(body).client_id ?? textsOf(query).client_id ?? ''
  const [clientId = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':', 1)
  return decoded(clientId)
}
