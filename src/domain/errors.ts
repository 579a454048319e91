/**
 * Every refusal of Postback. Clients match the code, so a code never changes its meaning; titles and remedies may improve.
 * Only `api/http/error-response.ts` turns a `kind` into an HTTP status.
 */

export type ErrorKind =
  | 'malformed' // cannot be read
  | 'invalid' // can be read, cannot be accepted
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'outdated' // asked on a condition that does not hold any more
  | 'too-large'
  | 'too-many'
  | 'unsupported'
  | 'unavailable'

interface CatalogueEntry {
  readonly kind: ErrorKind
  readonly title: string
  /** What the caller can do about it. */
  readonly remedy: string
}

export const errorCatalogue = {
  malformed_json: {
    kind: 'malformed',
    title: 'The body is not well-formed JSON',
    remedy: 'Send one JSON document (RFC 8259) in UTF-8.',
  },
  duplicate_key: {
    kind: 'malformed',
    title: 'An object of the body holds the same key twice',
    remedy: 'Send every key once: parsers differ in which of two values they keep.',
  },
  forbidden_key: {
    kind: 'malformed',
    title: 'The body holds a key that is not allowed',
    remedy: 'Remove the key __proto__.',
  },
  invalid_request: {
    kind: 'malformed',
    title: 'The request does not have the documented shape',
    remedy: 'Correct the fields named in errors; /docs shows the shape of each request.',
  },
  invalid_data: {
    kind: 'invalid',
    title: 'The data of the event does not fit its documentation',
    remedy: 'Correct the fields named in errors; GET /v1/event-types/{event} lists every parameter.',
  },
  unsafe_number: {
    kind: 'invalid',
    title: 'A number cannot be kept exactly',
    remedy: 'Send integers within ±2^53 and decimals that a double holds exactly; send longer ones as text.',
  },
  event_not_in_version: {
    kind: 'invalid',
    title: 'This version of the payload does not have the event',
    remedy:
      'Leave the event out, or ask for version 2.0.0, which has every event; GET /v1/event-types names the versions of each.',
  },
  unknown_product: {
    kind: 'invalid',
    title: 'The product is not registered',
    remedy: 'Register it first: PUT /v1/products/{productId}.',
  },
  unknown_account: {
    kind: 'invalid',
    title: 'The account is not registered',
    remedy: 'Register it first: PUT /v1/accounts/{accountId}.',
  },
  invalid_url: {
    kind: 'invalid',
    title: 'The address cannot be used',
    remedy: 'Give a public https address, without user name or password.',
  },
  blocked_address: {
    kind: 'invalid',
    title: 'The address is not allowed',
    remedy: 'Give an address that is reachable from the public internet.',
  },
  idempotency_conflict: {
    kind: 'invalid',
    title: 'This key was used with another body',
    remedy: 'Use a new Idempotency-Key for a new request.',
  },
  idempotency_in_progress: {
    kind: 'conflict',
    title: 'A request with this key is still under way',
    remedy: 'Wait for its answer, then ask again with the same key.',
  },
  unauthenticated: {
    kind: 'unauthenticated',
    title: 'The request carries no valid key',
    remedy: 'Send Authorization: Bearer with the platform key or an access token.',
  },
  invalid_token: {
    kind: 'unauthenticated',
    title: 'The key or access token is unknown, expired or revoked',
    remedy: 'Get a new access token with POST /security/oauth/token, or correct the key.',
  },
  link_unusable: {
    kind: 'unauthenticated',
    title: 'This link cannot be used',
    remedy: 'A link works once, for ten minutes. Ask the platform for a new one.',
  },
  cross_site: {
    kind: 'forbidden',
    title: 'The request does not come from the console itself',
    remedy: 'Send it from a page of this server, with its postback-csrf header.',
  },
  account_required: {
    kind: 'malformed',
    title: 'The request does not name an account',
    remedy: 'Name the account in the Postback-Account header.',
  },
  forbidden: {
    kind: 'forbidden',
    title: 'This key may not do that',
    remedy: 'Use the platform key.',
  },
  insufficient_scope: {
    kind: 'forbidden',
    title: 'The access token lacks the required scope',
    remedy: 'Get an access token with the scope that detail names.',
  },
  token_forbidden: {
    kind: 'forbidden',
    title: 'Access tokens may not do that',
    remedy: 'Do it at the console, or let the platform do it.',
  },
  console_only: {
    kind: 'forbidden',
    title: 'Only a person at the console may do that',
    remedy: 'Sign in to the console: POST /v1/portal-sessions makes a link.',
  },
  not_found: {
    kind: 'missing',
    title: 'Nothing was found at this path for this account',
    remedy: 'Check the id and the Postback-Account header.',
  },
  method_not_allowed: {
    kind: 'unsupported',
    title: 'This path does not support the method',
    remedy: '/docs lists the methods of every path.',
  },
  unsupported_media_type: {
    kind: 'unsupported',
    title: 'This path does not accept the content type',
    remedy:
      'Send application/json (merge patches: application/merge-patch+json; batches and imports: application/x-ndjson, imports also text/csv).',
  },
  series_open: {
    kind: 'conflict',
    title: 'The delivery is being processed again already',
    remedy: 'Wait until the open series has ended.',
  },
  not_cancellable: {
    kind: 'conflict',
    title: 'The delivery has nothing pending to cancel',
    remedy: 'Only queued, retrying and held deliveries can be cancelled.',
  },
  configuration_removed: {
    kind: 'conflict',
    title: 'The configuration of this delivery was removed',
    remedy: 'Create a configuration; posts of a removed one can only be read.',
  },
  configuration_disabled: {
    kind: 'conflict',
    title: 'The configuration of this delivery is disabled',
    remedy: 'Enable the configuration first; held deliveries can be released with it.',
  },
  address_faulty: {
    kind: 'conflict',
    title: 'The address of the configuration still has an error',
    remedy: 'Correct the URL; the check says what is wrong with it.',
  },
  release_in_progress: {
    kind: 'conflict',
    title: 'Held deliveries of this configuration are being released',
    remedy: 'Wait until the release has ended, then try again.',
  },
  precondition_failed: {
    kind: 'outdated',
    title: 'It was changed by another editor in the meantime',
    remedy:
      'Compare with current, the state that is stored now, and send what you still want with its ETag in If-Match.',
  },
  rotation_in_progress: {
    kind: 'conflict',
    title: 'A rotation of the token is under way',
    remedy: 'Wait for its switchAt, or rotate again afterwards.',
  },
  own_hottok: {
    kind: 'conflict',
    title: 'The configuration has its own verification token',
    remedy: 'No action is needed: the rotation of the account’s token does not affect this configuration.',
  },
  post_sent: {
    kind: 'conflict',
    title: 'The post has arrived already',
    remedy: 'Only pending posts can be processed again.',
  },
  post_sending: {
    kind: 'conflict',
    title: 'The post is being processed again already',
    remedy: 'Wait until the attempt has ended; the post then shows its result.',
  },
  host_not_configured: {
    kind: 'conflict',
    title: 'No configuration of the account leads to the scheme, host and port of this post',
    remedy: 'Create a configuration with an address there, then process the post again.',
  },
  too_many_configurations: {
    kind: 'conflict',
    title: 'The account has reached its limit of configurations',
    remedy: 'Remove unused configurations, or ask the platform for a higher limit.',
  },
  too_many_credentials: {
    kind: 'conflict',
    title: 'The account has reached its limit of credentials',
    remedy: 'Revoke unused credentials.',
  },
  replay_ended: {
    kind: 'conflict',
    title: 'The replay has ended already',
    remedy: 'Start another one if needed.',
  },
  payload_too_large: {
    kind: 'too-large',
    title: 'The body is larger than allowed',
    remedy: 'The limit is named in detail.',
  },
  too_many_lines: {
    kind: 'too-large',
    title: 'The batch has too many lines',
    remedy: 'Send at most 1,000 lines a request.',
  },
  rate_limited: {
    kind: 'too-many',
    title: 'Too many requests',
    remedy: 'Try again after the seconds in Retry-After.',
  },
  too_many_streams: {
    kind: 'too-many',
    title: 'Too many live streams are open',
    remedy: 'Close an unused stream, or poll the list every ten seconds until a stream is free.',
  },
  deliveries_behind: {
    kind: 'too-many',
    title: 'Deliveries of an account have fallen behind',
    remedy: 'Report the update again after the seconds in Retry-After. Nothing was stored.',
  },
  test_limit: {
    kind: 'too-many',
    title: 'Too many tests',
    remedy: 'Try again after the seconds in Retry-After.',
  },
  storage_unavailable: {
    kind: 'unavailable',
    title: 'Nothing can be stored right now',
    remedy: 'Nothing was accepted. Try again; the operator finds the cause in the log.',
  },
  stopping: {
    kind: 'unavailable',
    title: 'The server is stopping',
    remedy: 'Nothing was accepted. Try again.',
  },
} as const satisfies Record<string, CatalogueEntry>

export type ErrorCode = keyof typeof errorCatalogue

/** One invalid field. `pointer` is a JSON pointer (RFC 6901) into the body, or `?name` for a query parameter. */
export interface FieldError {
  readonly pointer: string
  readonly detail: string
}

/** Thrown if the caller's request cannot be done. Postback's own faults are ordinary errors. */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly errors: readonly FieldError[]
  /** Seconds, for requests that can be tried again. */
  readonly retryAfter: number | undefined
  /** What the caller should have known: the problem shows it as `current`. */
  readonly current: object | undefined

  constructor(
    code: ErrorCode,
    more: {
      detail?: string
      errors?: readonly FieldError[]
      retryAfter?: number
      cause?: unknown
      current?: object
    } = {},
  ) {
    super(more.detail ?? errorCatalogue[code].title, { cause: more.cause })
    this.name = 'Refusal'
    this.code = code
    this.detail = more.detail
    this.errors = more.errors ?? []
    this.retryAfter = more.retryAfter
    this.current = more.current
  }
}
