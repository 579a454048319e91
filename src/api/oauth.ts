import OAuth2Server from '@node-oauth/oauth2-server'
import { type Scope, scopes } from '../domain/credential.ts'
import type { Credentials, IssuedToken, ProvenClient } from '../services/credentials.ts'

/**
 * The client credentials grant (RFC 6749, 4.4). A library knows its rules: how a client authenticates, with which parameters,
 * and which error is reported first. Ours is the rest: parameters may also come in the query or as JSON, times are the
 * engine's, and answers have the form that clients of Hotmart's endpoint know.
 */

export interface TokenRequest {
  readonly authorization: string | undefined
  readonly grantType: string | undefined
  readonly scope: string | undefined
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
}

export class TokenRefusal extends Error {
  /** RFC 6749, 5.2. */
  readonly error: string
  readonly status: 400 | 401

  constructor(error: string, description: string) {
    super(description)
    this.name = 'TokenRefusal'
    this.error = error
    this.status = error === 'invalid_client' ? 401 : 400
  }
}

/** @throws TokenRefusal */
export type GrantToken = (request: TokenRequest) => Promise<IssuedToken>

export function clientCredentialsGrant(credentials: Credentials): GrantToken {
  // authenticate.ts looks tokens up, so the library calls only this half of its model.
  const model: Omit<OAuth2Server.ClientCredentialsModel, 'getAccessToken'> = {
    async getClient(clientId, clientSecret) {
      const proven = await credentials.prove(decoded(clientId), decoded(clientSecret))
      return proven && { id: clientId, grants: ['client_credentials'], proven }
    },
    async getUserFromClient(client) {
      return { accountId: provenOf(client).credential.accountId }
    },
    async validateScope(_user, client, asked) {
      const { credential } = provenOf(client)
      return asked === undefined ? [...credential.scopes] : asked.every(isIn(credential.scopes)) && [...new Set(asked)]
    },
    async generateAccessToken() {
      return credentials.mintToken()
    },
    async saveToken(token, client, user) {
      const granted = scopes.filter((scope) => token.scope?.includes(scope))
      const issued = await credentials.issue(provenOf(client), token.accessToken, granted)
      return { accessToken: token.accessToken, client, user, issued }
    },
  }
  const server = new OAuth2Server({ model: model as OAuth2Server.ClientCredentialsModel })
  return async (request) => {
    try {
      const token = await server.token(asForm(request), new OAuth2Server.Response())
      return token.issued as IssuedToken
    } catch (error) {
      throw refusalOf(error)
    }
  }
}

/** The library reads only forms. */
function asForm({ authorization, grantType, scope, clientId, clientSecret }: TokenRequest) {
  return new OAuth2Server.Request({
    method: 'POST',
    query: {},
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': '0',
      ...(authorization !== undefined && { authorization }),
    },
    body: { grant_type: grantType, scope, client_id: clientId, client_secret: clientSecret },
  })
}

function provenOf(client: OAuth2Server.Client): ProvenClient {
  return client.proven as ProvenClient
}

function isIn(list: readonly Scope[]): (text: string) => boolean {
  return (text) => list.some((scope) => scope === text)
}

/** RFC 6749, 2.3.1: both parts are form-encoded before they become Basic. Some clients leave that out. */
export function decoded(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? '')
  } catch {
    return text ?? ''
  }
}

const descriptions: Readonly<Record<string, string>> = {
  invalid_client:
    'Send the Client ID and Client Secret of a credential that is in force: as Authorization: Basic, or as client_id and client_secret in the body. A client_secret in the query is not read.',
  unsupported_grant_type: 'Send grant_type=client_credentials: no other grant is served.',
  invalid_scope: 'Ask with scope for what the credential may do: read, write, or both with a space between them.',
}

function refusalOf(error: unknown): unknown {
  if (!(error instanceof OAuth2Server.OAuthError)) return error
  // The library wraps unknown errors: those are internal errors, not refusals.
  if (error.code >= 500) return (error as { inner?: unknown }).inner ?? error
  // The library distinguishes an unknown grant from one this client may not use. We have one grant for all clients.
  const name = error.name === 'unauthorized_client' ? 'unsupported_grant_type' : error.name
  return new TokenRefusal(name, descriptions[name] ?? `${error.message}.`)
}
