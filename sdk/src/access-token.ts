import { isApiError } from './api-error.ts'
import { type Calls, type ClientOptions, createCalls } from './calls.ts'
import { type Client, clientOf } from './client.ts'

/** Client ID and Client Secret, or Basic, which holds both. */
export type ClientCredential = { readonly clientId: string; readonly clientSecret: string } | { readonly basic: string }

export interface AccessToken {
  readonly accessToken: string
  /** Milliseconds since 1970, by this machine's clock. */
  readonly expiresAt: number
  readonly scope: string
}

export interface TokenOptions extends Omit<ClientOptions, 'headers'> {
  readonly credential: ClientCredential
  /** Scopes, separated by spaces. Default: all scopes of the credential. */
  readonly scope?: string | undefined
}

/** The client credentials grant (RFC 6749, 4.4). Throws ApiError, with the `error` of OAuth as its code. */
export async function fetchAccessToken({ credential, scope, ...options }: TokenOptions): Promise<AccessToken> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) })
  const headers = { authorization: `Basic ${basicOf(credential)}` }
  const raw = { contentType: 'application/x-www-form-urlencoded', content: form.toString() }
  const path = '/security/oauth/token'
  const answer = await createCalls({ ...options, headers }).request<TokenAnswer>('POST', path, {
    raw,
    repeatable: true,
  })
  return {
    accessToken: answer.access_token,
    expiresAt: Date.now() + answer.expires_in * 1000,
    scope: answer.scope,
  }
}

interface TokenAnswer {
  readonly access_token: string
  readonly expires_in: number
  readonly scope: string
}

/** Renew this long before expiry, so that no request arrives with an expired token. Short tokens: at half of their lifetime. */
const renewBeforeMs = 30_000

interface HeldToken {
  readonly token: Promise<AccessToken>
  /** Infinity: the request for the token is still open. */
  renewAt: number
}

/** A client that gets its access token by itself, renews it before expiry, and gets a new one when the server revokes it. */
export function createCredentialClient(options: TokenOptions): Client {
  let held: HeldToken | null = null

  function hold(): HeldToken {
    if (held !== null && Date.now() < held.renewAt) return held
    const askedAt = Date.now()
    const next: HeldToken = { token: fetchAccessToken(options), renewAt: Infinity }
    next.token.then(
      ({ expiresAt }) => {
        next.renewAt = expiresAt - Math.min(renewBeforeMs, (expiresAt - askedAt) / 2)
      },
      () => drop(next),
    )
    held = next
    return next
  }

  function drop(ended: HeldToken) {
    if (held === ended) held = null
  }

  async function callsWith({ token }: HeldToken): Promise<Calls> {
    const { accessToken } = await token
    return createCalls({ ...options, headers: { authorization: `Bearer ${accessToken}` } })
  }

  return clientOf({
    async request(method, path, request) {
      const used = hold()
      const calls = await callsWith(used)
      try {
        return await calls.request(method, path, request)
      } catch (error) {
        if (!isApiError(error, 'invalid_token')) throw error
        drop(used)
        return (await callsWith(hold())).request(method, path, request)
      }
    },
    async *stream(path, request) {
      yield* (await callsWith(hold())).stream(path, request)
    },
  })
}

function basicOf(credential: ClientCredential): string {
  return 'basic' in credential ? credential.basic : btoa(`${credential.clientId}:${credential.clientSecret}`)
}
