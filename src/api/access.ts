import type { ErrorCode } from '../domain/errors.ts'

/** Who may call a route. Each route declares it. */
export type Access =
  | 'public' // Every caller.
  | 'client' // A credential, which the route itself checks.
  | 'platform' // The platform.
  | 'platform-for-account' // The platform, for the account that the Postback-Account header names.
  | 'platform-or-account' // The platform for everything, an account for what belongs to it.
  | 'account' // An account, by its session or token, or by the platform that names it in the Postback-Account header.
  | 'session' // A person at the console.

/** A row. Public GETs may carry a login. Public writes are the login itself, and a HEAD shows nothing that depends on one. */
export type AccessRow = Access | 'public-write'

/** A column: what the request proves about its caller. */
export type CallerKind =
  | 'nothing' // No Authorization header and no cookie.
  | 'unreadable' // An Authorization header that is not `Bearer` and a key.
  | 'unknown-key'
  | 'ended-session' // A cookie that opens no session.
  | 'session'
  | 'token' // An access token of a credential.
  | 'platform' // The platform key, and no account is named.
  | 'platform-for-one' // The platform key, and the Postback-Account header names an account.

/** A cell: the caller is let in, or refused with a code. */
export type Answer =
  | 'anonymous' // In, without a principal.
  | 'in'
  | 'in-if-same-site' // `cross_site` if another site's page can have sent the request.
  | 'in-if-in-scope' // `token_forbidden` or `insufficient_scope` if the token lacks the scope that the route declares.
  | 'in-if-it-exists' // `not_found` if the named account does not exist.
  | 'in-if-reader' // In with the scope `read`, otherwise anonymous.
  | ErrorCode

/** Callers without a proof get the same answer on every route that needs a key or a session. */
const closed = {
  nothing: 'unauthenticated',
  unreadable: 'unauthenticated',
  'unknown-key': 'invalid_token',
  'ended-session': 'unauthenticated',
} as const
const open = {
  nothing: 'anonymous',
  unreadable: 'anonymous',
  'unknown-key': 'anonymous',
  'ended-session': 'anonymous',
} as const

// biome-ignore format: the columns stay aligned.
export const accessTable: Readonly<Record<AccessRow, Readonly<Record<CallerKind, Answer>>>> = {
  public:                 { ...open,   session: 'in',              token: 'in-if-reader',    platform: 'in',               'platform-for-one': 'in' },
  'public-write':         { ...open,   session: 'anonymous',       token: 'anonymous',       platform: 'in',               'platform-for-one': 'in' },
  client:                 { ...open,   session: 'anonymous',       token: 'anonymous',       platform: 'anonymous',        'platform-for-one': 'anonymous' },
  platform:               { ...closed, session: 'forbidden',       token: 'forbidden',       platform: 'in',               'platform-for-one': 'in' },
  'platform-for-account': { ...closed, session: 'forbidden',       token: 'forbidden',       platform: 'account_required', 'platform-for-one': 'in-if-it-exists' },
  'platform-or-account':  { ...closed, session: 'in-if-same-site', token: 'in-if-in-scope',  platform: 'in',               'platform-for-one': 'in-if-it-exists' },
  account:                { ...closed, session: 'in-if-same-site', token: 'in-if-in-scope',  platform: 'account_required', 'platform-for-one': 'in-if-it-exists' },
  session:                { ...closed, session: 'in-if-same-site', token: 'token_forbidden', platform: 'console_only',     'platform-for-one': 'console_only' },
}

export function rowOf(access: Access, method: string): AccessRow {
  return access === 'public' && method !== 'GET' ? 'public-write' : access
}

/** Whether a request without a key or a session is refused before its body is read. */
export function needsKey(access: Access = 'public'): boolean {
  return accessTable[access].nothing !== 'anonymous'
}
