import { ApiError, isApiError } from './api-error.ts'
import { type Client, type ClientOptions, createClient } from './client.ts'

/** Client ID and Client Secret, or Basic, which is both. */
export type ClientCredential = { readonly clientId: string; readonly clientSecret: string } | { readonly basic: string }

export interface AccessToken {
  readonly accessToken: string
  /** Milliseconds since 1970, by this machine's clock. */
  readonly expiresAt: number
  readonly scope: string
}

export interface TokenOptions extends Pick<ClientOptions, 'baseUrl' | 'fetch'> {
  readonly credential: ClientCredential
  /** Scopes with spaces between them; all that the credential has if absent. */
  readonly scope?: string
}

/** The client credentials grant (RFC 6749, 4.4). Throws ApiError, with OAuth's own `error` as its code. */
export async function fetchAccessToken({ baseUrl, credential, scope, ...options }: TokenOptions): Promise<AccessToken> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== undefined && { scope }) })
  const response = await (options.fetch ?? globalThis.fetch)(`${baseUrl}/security/oauth/token`, {
    method: 'POST',
    headers: { accept: 'application/json', authorization: `Basic ${basicOf(credential)}` },
    body,
  })
  const answer = (await response.json().catch(() => ({}))) as Readonly<Record<string, unknown>>
  if (!response.ok || typeof answer.access_token !== 'string') throw refusalOf(response, answer)
  return {
    accessToken: answer.access_token,
    expiresAt: Date.now() + Number(answer.expires_in ?? 0) * 1000,
    scope: String(answer.scope ?? ''),
  }
}

/** A token is renewed before it ends, so that no request meets its last moment; a short one in the middle of its life. */
const renewBeforeMs = 30_000

interface HeldToken {
  readonly token: Promise<AccessToken>
  /** Infinity: still on its way. */
  renewAt: number
}

/** A client that gets its access token by itself, keeps it while it lasts, and gets another when the server ends it early. */
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

  async function clientWith({ token }: HeldToken): Promise<Client> {
    const { accessToken } = await token
    return createClient({
      baseUrl: options.baseUrl,
      ...(options.fetch && { fetch: options.fetch }),
      headers: { authorization: `Bearer ${accessToken}` },
    })
  }

  return {
    async request(method, path, request) {
      const used = hold()
      const client = await clientWith(used)
      try {
        return await client.request(method, path, request)
      } catch (error) {
        if (!isApiError(error, 'invalid_token')) throw error
        drop(used)
        return (await clientWith(hold())).request(method, path, request)
      }
    },
    async *stream(path, request) {
      yield* (await clientWith(hold())).stream(path, request)
    },
  }
}

function basicOf(credential: ClientCredential): string {
  return 'basic' in credential ? credential.basic : btoa(`${credential.clientId}:${credential.clientSecret}`)
}

function refusalOf(response: Response, answer: Readonly<Record<string, unknown>>): ApiError {
  const retryAfter = response.headers.get('retry-after')
  return new ApiError({
    status: response.status,
    code: typeof answer.error === 'string' ? answer.error : 'unexpected_answer',
    title: 'No access token was given',
    detail: typeof answer.error_description === 'string' ? answer.error_description : `HTTP ${response.status}`,
    requestId: response.headers.get('x-request-id'),
    retryAfter: retryAfter === null ? null : Number(retryAfter),
  })
}
