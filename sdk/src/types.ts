/** Resources as the API answers them. Times are RFC 3339 in UTC. */

export const purchaseEvents = [
  'PURCHASE_CANCELED',
  'PURCHASE_APPROVED',
  'PURCHASE_PROTEST',
  'PURCHASE_REFUNDED',
  'PURCHASE_CHARGEBACK',
  'PURCHASE_EXPIRED',
  'PURCHASE_DELAYED',
  'PURCHASE_COMPLETE',
  'PURCHASE_BILLET_PRINTED',
] as const

export const eventNames = [
  ...purchaseEvents,
  'PURCHASE_OUT_OF_SHOPPING_CART',
  'SUBSCRIPTION_CANCELLATION',
  'SWITCH_PLAN',
  'UPDATE_SUBSCRIPTION_CHARGE_DATE',
  'CLUB_FIRST_ACCESS',
  'CLUB_MODULE_COMPLETED',
  'ORDER_FULFILLMENT',
] as const
/** The events of this SDK version. A server may have fewer: `GET /v1/event-types` lists the ones that can be selected. */
export type EventName = (typeof eventNames)[number]

export const payloadVersions = ['2.0.0', '1.0.0'] as const
export type PayloadVersion = (typeof payloadVersions)[number]

export const deliveryStates = ['queued', 'sending', 'delivered', 'retrying', 'failed', 'held', 'cancelled'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export const outcomes = ['delivered', 'rejected', 'timeout', 'unreachable', 'blocked', 'abandoned'] as const
export type Outcome = (typeof outcomes)[number]

export const triggers = ['automatic', 'manual', 'test'] as const
export type Trigger = (typeof triggers)[number]

export const disabledReasons = [
  'manual',
  'gone',
  'url-error',
  'failing',
  'name-not-found',
  'address-not-allowed',
  'certificate-of-another-site',
] as const
export type DisabledReason = (typeof disabledReasons)[number]

export const cancelReasons = [
  'manual',
  'configuration removed',
  'consent withdrawn',
  'superseded',
  'discarded',
  'expired',
] as const
export type CancelReason = (typeof cancelReasons)[number]

export const actionKinds = ['created', 'attempted', 'processed-again', 'held', 'released', 'cancelled'] as const
export type ActionKind = (typeof actionKinds)[number]

export const releaseModes = ['all', 'latest', 'discard'] as const
export type ReleaseMode = (typeof releaseModes)[number]

/** A single payment, or a subscription. */
export const purchaseKinds = ['single', 'subscription'] as const
export type PurchaseKind = (typeof purchaseKinds)[number]

export interface Page<Row> {
  readonly data: readonly Row[]
  /** `cursor` of the next page; null: this is the last one. */
  readonly nextCursor: string | null
}

/** A short list, without pages. */
export interface Rows<Row> {
  readonly data: readonly Row[]
}

export interface LocaleQuery {
  /** en, pt-BR or es. Default: en. */
  readonly locale?: string | undefined
}

/** RFC 3339 with offset, or milliseconds since 1970. */
export type TimeInput = string | number

export interface AccountInput {
  readonly name: string
  readonly email?: string | null
  /** BCP 47: en, pt-BR, es. */
  readonly locale?: string
  /** IANA name, such as America/Sao_Paulo. */
  readonly timeZone?: string
  /** A verification token that receivers have already. If absent, a new account gets a new token, and an existing one keeps its own. */
  readonly hottok?: string
}

export interface Account {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly locale: string
  readonly timeZone: string
  readonly createdAt: string
  readonly updatedAt: string
}

export interface Me {
  readonly by: string
  readonly account: Account | null
  /** To be sent as `postback-csrf`; null: the caller has no session of the console. */
  readonly csrf: string | null
}

export interface ConsoleInfo {
  readonly supportUrl: string | null
  /** The page of the platform that signs people in; the console adds `returnTo`. null: none is set. */
  readonly signInUrl: string | null
  /** Invitation to the operator's Zapier app; null: none is published. */
  readonly zapierInviteUrl: string | null
  /** How long posts are kept. */
  readonly historyDays: number
  readonly version: string
  readonly demoAccounts: readonly DemoAccount[]
}

export interface DemoAccount {
  readonly accountId: string
  readonly name: string
  readonly role: 'producer' | 'affiliate'
}

export interface Session {
  readonly id: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly expiresAt: string
  readonly userAgent: string | null
  readonly current: boolean
}

export interface NewSession {
  readonly csrf: string
  readonly session: Session
}

export interface PortalSessionInput {
  readonly accountId: string
  readonly locale?: 'en' | 'pt-BR' | 'es'
  readonly theme?: 'light' | 'dark' | 'auto'
  readonly contrast?: 'usual' | 'more'
  /** The address in the console to open: what the platform's sign-in page was given as `returnTo`. */
  readonly returnTo?: string
}

/** The link works once, within ten minutes. */
export interface PortalLink {
  readonly url: string
  readonly expiresAt: string
}

export interface ProductInput {
  readonly name: string
  readonly ucode?: string | null
  /** The producer. */
  readonly accountId: string
  readonly coProducers?: readonly string[]
}

export interface Product {
  readonly id: number
  readonly name: string
  readonly ucode: string
  readonly accountId: string
  readonly coProducers: readonly string[]
  readonly createdAt: string
  readonly updatedAt: string
}

export interface AffiliationInput {
  readonly accountId: string
  readonly name: string
  readonly sharesBuyerData: boolean
}

export interface Affiliation {
  readonly productId: number
  readonly affiliateCode: string
  readonly accountId: string
  readonly name: string
  readonly sharesBuyerData: boolean
  readonly createdAt: string
  readonly updatedAt: string
}

export interface ConfigurationInput {
  readonly name: string
  readonly url: string
  readonly events: readonly EventName[]
  /** null: all products. */
  readonly productId?: number | null
  readonly version?: PayloadVersion
  readonly hottokInBody?: boolean
  /** Maximum of posts per second; null: limited only by the receiver. */
  readonly maxPerSecond?: number | null
}

/** Omitted fields stay unchanged. */
export type ConfigurationChange = Partial<ConfigurationInput>

export interface Configuration {
  readonly id: string
  /** Grows with every change, but not with health or held deliveries. In quotes it is the `ETag`. */
  readonly revision: number
  readonly name: string
  readonly url: string
  readonly events: readonly EventName[]
  /** null: all products. */
  readonly productId: number | null
  readonly version: PayloadVersion
  readonly state: 'active' | 'disabled'
  /** true while held deliveries are sent in order, and new ones queue behind them. */
  readonly releasing?: boolean
  readonly disabledReason: DisabledReason | null
  readonly disabledAt: string | null
  /** One sentence in English, to be read. Translate `disabledReason` instead. */
  readonly disabledDetail: string | null
  readonly hottokInBody: boolean
  readonly maxPerSecond: number | null
  /** The receiver answered 429 or 503 with `Retry-After`; null: it did not. */
  readonly statedLimit: { readonly pausedUntil: string; readonly perSecond: number | null } | null
  readonly usesNewHottok: boolean
  /** true: it gets its own verification token, as hooks do. false: the token of the account. */
  readonly ownHottok: boolean
  /** Where it was created: `api`, `console`, `zapier`… */
  readonly source: string
  /** Number of deliveries held until it is enabled again. */
  readonly held: number
  /** Time of the oldest held delivery; it is cancelled when its age reaches the length of the history. null: none is held. */
  readonly heldSince: string | null
  readonly health: {
    readonly lastSuccessAt: string | null
    readonly failingSince: string | null
    /** Attempts that failed since the last success. */
    readonly failures: number
  }
  readonly createdAt: string
  readonly updatedAt: string
}

export interface UrlCheck {
  readonly verdict: 'good' | 'warning' | 'faulty' | 'refused'
  readonly reason: { readonly code: string; readonly detail: string } | null
  readonly steps: readonly {
    readonly step: 'address' | 'dns' | 'policy' | 'connect' | 'tls'
    readonly result: 'pass' | 'warn' | 'fail'
    readonly detail: string
  }[]
}

/** Another configuration sends these events to the same URL: there each arrives twice. Saved all the same. */
export interface ConfigurationWarning {
  readonly code: 'repeats_configuration'
  /** One sentence in English. */
  readonly detail: string
  readonly configurationId: string
  readonly configurationName: string
  readonly events: readonly EventName[]
}

interface Warned {
  readonly warnings: readonly ConfigurationWarning[]
}

export type CreatedConfiguration = Configuration & Warned & { readonly secret: string; readonly check: UrlCheck }
export type ChangedConfiguration = Configuration & Warned & { readonly check: UrlCheck | null }

/** A signing secret of a configuration. */
export interface Secret {
  readonly id: string
  /** `whsec_…` */
  readonly secret: string
  readonly createdAt: string
  /** null: valid until rotated. */
  readonly expiresAt: string | null
}

export interface Hottok {
  /** The token that is sent now. */
  readonly hottok: string
  /** The token that is sent from `switchAt` on. */
  readonly next: string | null
  readonly switchAt: string | null
}

export interface HottokRotation {
  /** Default: in one day. Maximum: in 90 days. */
  readonly switchAt?: TimeInput
  /** A token that receivers have already. */
  readonly hottok?: string
}

export const scopes = ['read', 'write'] as const
export type Scope = (typeof scopes)[number]

export interface CredentialInput {
  /** The program that uses it. */
  readonly name: string
  /** Default: both. */
  readonly scopes?: readonly Scope[]
  /** null or absent: valid until revoked. */
  readonly expiresAt?: string | null
}

/** Gives another program access to the account: the *Authentication parameters*. */
export interface Credential {
  readonly id: string
  readonly name: string
  readonly clientId: string
  /** Complete when just created, rotated or revealed. Otherwise masked: its beginning and an ellipsis. */
  readonly clientSecret: string
  /** The value after `Authorization: Basic`; masked when the secret is. */
  readonly basic: string
  readonly scopes: readonly Scope[]
  /** Secrets from before a rotation that are still valid, masked. */
  readonly oldSecrets: readonly { readonly clientSecret: string; readonly expiresAt: string }[]
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly expiresAt: string | null
}

export const hookSources = ['zapier', 'make', 'n8n', 'other'] as const
export type HookSource = (typeof hookSources)[number]

export interface HookInput {
  /** Where events are POSTed to. */
  readonly targetUrl: string
  /** A single event. Give `event` or `events`; without both: all events. */
  readonly event?: EventName
  /** Several events. */
  readonly events?: readonly EventName[]
  /** null or absent: all products. */
  readonly productId?: number | null
  /** Name of the configuration. Default: made of source and event. */
  readonly name?: string | null
  /** Default: derived from the host of `targetUrl`. */
  readonly source?: HookSource
}

/** A configuration that another program created and manages. */
export interface Hook {
  /** Id of the configuration. */
  readonly id: string
  readonly targetUrl: string
  readonly events: readonly EventName[]
  readonly productId: number | null
  readonly name: string
  readonly source: HookSource
  /** The credential that created it. It may be revoked by now. */
  readonly credentialId: string | null
  readonly state: 'active' | 'disabled'
  readonly disabledReason: DisabledReason | null
  /** How often it has been subscribed, less how often unsubscribed. */
  readonly subscriptions: number
  readonly health: Configuration['health']
  readonly createdAt: string
}

/** `secret` (`whsec_…`) signs the posts. `hottok` is sent in `x-hotmart-hottok`. Neither is shown again. */
export type CreatedHook = Hook & { readonly secret: string; readonly hottok: string }

export interface HookSampleFilter {
  readonly event?: EventName | undefined
  readonly productId?: number | undefined
}

export interface HookSample {
  /** Bodies of version 2.0.0, newest first. */
  readonly data: readonly Readonly<Record<string, unknown>>[]
  readonly from: 'events' | 'examples'
}

export const accountActionKinds = [
  'credential-created',
  'credential-revealed',
  'credential-rotated',
  'credential-revoked',
  'hook-created',
  'hook-removed',
  'hottok-revealed',
  'signing-secret-revealed',
  'test-secret-revealed',
] as const
export type AccountActionKind = (typeof accountActionKinds)[number]

/** A past action on credentials, tokens or connected programs. */
export interface AccountAction {
  readonly at: string
  /** `platform`, `console`, `postback` itself, or `credential: ` and its name. */
  readonly by: string
  readonly kind: AccountActionKind
  /** Name of the credential or configuration; null: the whole account. */
  readonly subject: string | null
  readonly detail: string | null
}
/** Used in place of a URL when a test goes to the test inbox of the account in Postback. */
export const testInbox = 'postback:test-inbox'

export interface Delivery {
  readonly id: string
  readonly eventId: string
  /** null: a test to a free URL. */
  readonly configurationId: string | null
  /** URL of a test to a free URL; `testInbox`: the account's test inbox; null: the URL of the configuration. */
  readonly url: string | null
  readonly event: EventName
  readonly version: PayloadVersion
  readonly productId: number
  readonly transaction: string | null
  /** E-mail of the buyer in the payload, masked. Only in lists. */
  readonly buyer?: string | null
  readonly sequence: number
  /** Whether the body of the last attempt carried the verification token too. Always true in version 1.0.0. */
  readonly hottokInBody: boolean
  readonly state: DeliveryState
  readonly trigger: Trigger
  /** 1: the automatic series, or the test. Each *Process again* starts the next series. */
  readonly series: number
  /** Attempts used in this series. */
  readonly attemptCount: number
  /** Maximum of attempts in one series. */
  readonly attemptsMax: number
  /** Attempts in all series. */
  readonly attemptsTotal: number
  /** HTTP status of the last attempt; 408: no answer in time; -1: no connection; null: no attempt yet. */
  readonly status: number | null
  readonly outcome: Outcome | null
  /** Why there was no answer, or what was wrong with the head of an answer. The status of that answer still counts. */
  readonly cause: string | null
  readonly lastAttemptAt: string | null
  readonly nextAttemptAt: string | null
  readonly deliveredAt: string | null
  readonly cancelReason: CancelReason | null
  readonly test: boolean
  /** The event was older than the known state of its transaction, and was sent on request (`emitStale`). */
  readonly stale: boolean
  readonly createdAt: string
}

export interface Attempt {
  readonly series: number
  /** Number among all attempts of the delivery. */
  readonly number: number
  readonly inSeries: number
  readonly trigger: Trigger
  readonly at: string
  readonly outcome: Outcome
  readonly status: number
  /** Why there was no answer, or what was wrong with the head of an answer. The status of that answer still counts. */
  readonly cause: string | null
  /** Set by a 429 or 503 with `Retry-After`: nothing is sent to the configuration until then. */
  readonly askedToWaitUntil: string | null
  /** Whether it counts against the maximum of its series. */
  readonly counted: boolean
  readonly durationMs: number
  readonly timings: {
    readonly dnsMs?: number
    readonly connectMs?: number
    readonly tlsMs?: number
    readonly firstByteMs?: number
    readonly bodyMs?: number
    readonly totalMs: number
    readonly reusedConnection: boolean
  }
  readonly url: string
  readonly response: {
    readonly headers: readonly { readonly name: string; readonly value: string }[]
    readonly body: string
    readonly encoding: 'utf-8' | 'base64'
    /** true: only the beginning is stored. */
    readonly truncated: boolean
  } | null
  /** Another outcome was recorded before for the same number. This one is kept as evidence. */
  readonly late: boolean
}

export interface PastAction {
  readonly at: string
  /** `postback` itself, `platform`, or the person or program that acted. */
  readonly by: string
  readonly kind: ActionKind
  readonly detail: string | null
}

export interface DeliveryDetail extends Delivery {
  /** The exact body as sent, but with its hottok masked. null: deleted with the history. */
  readonly payload: string | null
  readonly request: { readonly url: string | null; readonly headers: Readonly<Record<string, string>> } | null
  readonly attempts: readonly Attempt[]
  readonly actions: readonly PastAction[]
  /** Why the delivery should not be sent again. */
  readonly warning: { readonly status: string; readonly detail: string } | null
  /** A later event of the same transaction was sent, or is being sent, to the same target. */
  readonly overtaken: boolean
}

/** Filters of lists of deliveries. */
export interface DeliveryFilter {
  /** Only these, a hundred at most. */
  readonly id?: readonly string[] | undefined
  readonly state?: readonly DeliveryState[] | undefined
  readonly event?: readonly EventName[] | undefined
  readonly configurationId?: string | undefined
  readonly productId?: number | undefined
  readonly transaction?: string | undefined
  /** -1: no connection; none: no attempt yet. */
  readonly responseStatus?: number | 'none' | undefined
  readonly test?: boolean | undefined
  /** Only deliveries to the test inbox. */
  readonly target?: 'inbox' | undefined
  /** Created at or after this time. */
  readonly from?: string | undefined
  /** Created before this time. */
  readonly to?: string | undefined
}

/** Options of *Process again*. */
export interface AgainOptions {
  /** Whether the body carries the token: as in earlier attempts (default), or as the configuration says at each attempt. */
  readonly hottokInBody?: 'as-before' | 'as-configured'
}

export interface DeliveryCount {
  readonly count: number
  /** false: there are more than `count`. */
  readonly exact: boolean
}

export interface ReplayInput extends AgainOptions {
  readonly filter: DeliveryFilter
  /** latest: only the newest of each transaction or subscription. */
  readonly mode: 'all' | 'latest'
  /** Leaves out what was refunded or disputed since. Default: true with latest, false with all. */
  readonly skipRevoked?: boolean
}

export interface Replay {
  readonly id: string
  readonly mode: 'all' | 'latest'
  readonly state: 'running' | 'ended' | 'cancelled'
  /** Deliveries that the filter found at the start. */
  readonly total: number
  readonly done: number
  /** Deliveries left unchanged: overtaken, already open, or without a configuration. */
  readonly skipped: number
  /** Of those processed again, answered with 2xx since. This and the next two are null for replays from before they were counted. */
  readonly arrived: number | null
  /** On their way, or held. */
  readonly waiting: number | null
  /** Not arrived: all attempts failed, or it was cancelled. One that arrives later counts as arrived. */
  readonly failed: number | null
  readonly by: string
  readonly createdAt: string
  readonly endedAt: string | null
}

export interface EventTypeSummary {
  readonly event: EventName
  readonly title: string
  readonly meaning: string
  /** Payload versions that have this event, newest first. */
  readonly versions: readonly PayloadVersion[]
}

/** One row of the documentation. */
export interface Parameter {
  readonly name: string
  readonly in: 'header' | 'body'
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'open'
  /** Whether the affiliate gets it. */
  readonly affiliate: 'yes' | 'with-buyer-data' | 'no'
  readonly description: string
  readonly format: string
  readonly size: string
  readonly presence: string
  /** Whether every delivery has it. */
  readonly always: boolean
  readonly since: string | null
  readonly enum: readonly string[] | null
  readonly example: unknown
}

export interface EventTypeQuery extends LocaleQuery {
  /** Default: the newest version of the event. */
  readonly version?: PayloadVersion | undefined
  /** Use this product of the account in the example. */
  readonly productId?: number | null | undefined
  /** For purchase events: the kind of purchase in the example. */
  readonly kind?: PurchaseKind | undefined
}

export interface EventType extends EventTypeSummary {
  readonly version: PayloadVersion
  readonly parameters: readonly Parameter[]
  readonly headers: Readonly<Record<string, string>>
  /** Media type of the body. Version 1.0.0 sends purchases as a form. */
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded'
  /** The exact body of a delivery to the producer. */
  readonly body: string
  /** The parsed `body`: JSON, or the parameters of a form by name. */
  readonly example: Readonly<Record<string, unknown>>
  /** JSON Schema 2020-12. */
  readonly schema: Readonly<Record<string, unknown>>
}

/** A story for tests: several events of one sale or subscription. */
export interface TestStory {
  readonly story: string
  readonly title: string
  /** What happens, and what a receiver should do. */
  readonly meaning: string
  readonly steps: readonly {
    readonly event: EventName
    readonly title: string
    /** Time of the event, counted from the beginning of the story. */
    readonly afterMs: number
  }[]
}

export type TestInput = TestSubject & TestOptions

/** An event, or a story of several. */
export type TestSubject =
  | {
      readonly event: EventName
      /** classic: the data of Hotmart's own test tool. */
      readonly set?: 'coherent' | 'classic'
      /** For purchase events of the coherent set. Default: single, but subscription for PURCHASE_DELAYED. */
      readonly kind?: PurchaseKind
    }
  | {
      readonly story: string
      /** Whether later events overtake earlier ones. */
      readonly outOfOrder?: boolean
    }

export interface TestOptions {
  readonly productId?: number | null
  readonly configurationIds?: readonly string[]
  readonly urls?: readonly string[]
  /** true: sent to the test inbox of the account too. */
  readonly inbox?: boolean
  /** Changes to the example, as a merge patch (RFC 7396). In a story they apply to every purchase. */
  readonly data?: Readonly<Record<string, unknown>>
  /** true: free URLs get the verification token. */
  readonly withHottok?: boolean
  /** true: every event is sent twice, as after a lost answer. */
  readonly duplicate?: boolean
}

export interface SentTest {
  /** One for each target: configurations first, then URLs, in the given order. In a story: the ids of all steps. */
  readonly deliveryIds: readonly string[]
  /** In the order of sending. */
  readonly steps: readonly SentTestStep[]
}

export interface SentTestStep {
  /** Position in the story, from 1. */
  readonly step: number
  readonly event: EventName
  readonly eventId: string
  readonly transaction: string | null
  /** One for each target. */
  readonly deliveryIds: readonly string[]
}

export const statsGroups = ['state', 'configuration', 'event', 'outcome'] as const
export type StatsGroup = (typeof statsGroups)[number]

export interface StatsQuery {
  /** Default: state. */
  readonly groupBy?: StatsGroup | undefined
  /** Default: hour. */
  readonly interval?: 'hour' | 'day' | undefined
  /** Default: one day before `to`, or 30 days with the interval day. */
  readonly from?: string | undefined
  /** Default: now. */
  readonly to?: string | undefined
  /** Only these, at most 250. Default: all. */
  readonly configurationIds?: readonly string[] | undefined
}

/** Attempts in one interval and group, without tests and manual series. */
export interface StatsRow {
  /** Beginning of the interval, UTC. */
  readonly at: string
  readonly key: string | null
  readonly count: number
  readonly delivered: number
  readonly failed: number
  readonly p50Ms: number
  readonly p95Ms: number
}

// -- what needs attention --------------------------------------------------------------------------------------------------------

export const attentionKinds = ['failed', 'disabled', 'failing', 'slowed', 'held'] as const
export type AttentionKind = (typeof attentionKinds)[number]

export interface Attention {
  /** One for each cause, the most urgent first. Empty: all is well. */
  readonly data: readonly AttentionCard[]
  /** Failed posts of the last 7 days, by the hour in which they came; hours without one are missing. */
  readonly failedByHour: readonly { readonly at: string; readonly failed: number }[]
  /** false: there was more than could be looked at, so every count is "at least". */
  readonly exact: boolean
}

export interface AttentionCard {
  /**
   * failed: posts used up their attempts. disabled: by a fault. failing: nothing arrived since the first failure, and no post has used
   * up its attempts. slowed: the receiver asked to wait. held: disabled by hand, with posts held.
   */
  readonly kind: AttentionKind
  readonly configuration: {
    readonly id: string
    readonly name: string
    readonly url: string
    readonly events: readonly EventName[]
    readonly lastSuccessAt: string | null
  }
  /** The oldest of the posts came, it was disabled, or it began to fail. */
  readonly since: string | null
  /** To the newest of the posts; null: nothing was answered. */
  readonly answer: {
    /** HTTP code, 408 or -1. */
    readonly status: number | null
    readonly outcome: Outcome | null
    readonly cause: string | null
    /** The beginning; null: it is no text, or empty. */
    readonly text: string | null
  } | null
  /** null: it is not about posts that failed. */
  readonly posts: AttentionPosts | null
  /** Posts held, and when the oldest is cancelled; null: none. */
  readonly held: { readonly count: number; readonly until: string | null } | null
  readonly disabledReason: DisabledReason | null
  /** Until when the receiver asked to wait. */
  readonly pausedUntil: string | null
}

export interface AttentionPosts {
  readonly failed: number
  /** They wait for their next attempt. */
  readonly retrying: number
  /** Their attempt is under way or due. */
  readonly underWay: number
  /** The newest failed one whose sale was not refunded or disputed since. */
  readonly toTry: string | null
  /** Of those that failed or wait: the latest of each sale, without what was refunded or disputed since. */
  readonly latest: number
  readonly revoked: number
  /** How many of the revoked are the latest of their sale. */
  readonly latestRevoked: number
  /** The newest of the revoked. */
  readonly revokedPosts: readonly {
    readonly id: string
    readonly event: EventName
    readonly transaction: string | null
    /** What the transaction is now. */
    readonly status: string
  }[]
  /** false: the counts of latest and revoked are of the newest posts only. */
  readonly allChecked: boolean
}

// -- what the platform reports --------------------------------------------------------------------------------------------------

export interface UpdateOptions {
  /** When it happened; at most 5 minutes in the future. Default: now, and after everything known of the subject. */
  readonly occurredAt?: TimeInput | undefined
  /** Names a repeated DELAYED, so that it makes a new event. */
  readonly occurrence?: string | undefined
  /** true: an update older than the known state makes an event too. */
  readonly emitStale?: boolean | undefined
}

/** With a buffer in front of the store: the report is stored now, and decided later. */
export interface BufferedUpdate {
  readonly updateId: string
  readonly buffered: true
}

/** The result of a buffered report. */
export interface UpdateFate {
  readonly updateId: string
  readonly state: 'buffered' | 'event' | 'unchanged' | 'stale' | 'duplicate' | 'refused'
  readonly eventId: string | null
  /** Why it was refused. */
  readonly problem: {
    readonly code: string
    readonly title: string
    readonly detail: string
    readonly errors: readonly { readonly pointer: string; readonly detail: string }[]
  } | null
}

export interface TransactionReport {
  /** null: the report made no event. */
  readonly eventId: string | null
  readonly event: EventName | null
  /** Number of configurations that the event goes to. Held deliveries count too. */
  readonly deliveries: number
  /** Why there is no event. */
  readonly reason?: 'unchanged' | 'stale'
  /** true: the Idempotency-Key was used before; this is the first result. */
  readonly duplicate?: boolean
}

export interface EventInput extends UpdateOptions {
  readonly event: EventName
  /** An id of your own, up to 128 characters. A second report with the same id is answered as a duplicate. */
  readonly id?: string
  /** The data of the event, as documented. */
  readonly data: Readonly<Record<string, unknown>>
}

export interface EventReport {
  /** null: the report made no event. */
  readonly eventId: string | null
  readonly deliveries: number
  readonly duplicate: boolean
  readonly reason?: 'unchanged' | 'stale'
}

/** The result of one line of a batch. */
export interface BatchResult extends Partial<EventReport>, Partial<BufferedUpdate> {
  /** From 1. */
  readonly line: number
  /** The status of a single request with this line: 202, 200, or an error with code and detail. */
  readonly status: number
  readonly code?: string
  readonly detail?: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}

export interface EventSummary {
  readonly id: string
  readonly event: EventName
  readonly transaction: string | null
  readonly productId: number
  /** The producer of the product at the time of the event. */
  readonly accountId: string
  /** Number among the events of its transaction or subscription. */
  readonly sequence: number
  readonly occurredAt: string
  readonly createdAt: string
  readonly test: boolean
}

export interface EventDetail extends EventSummary {
  /** null: the event was not sent to this account. */
  readonly data: Readonly<Record<string, unknown>> | null
  readonly deliveries: readonly Delivery[]
}

export interface TransactionDetail {
  readonly transaction: string
  readonly productId: number
  readonly status: string
  readonly recurrence: number
  readonly occurredAt: string
  readonly updatedAt: string
  readonly data: Readonly<Record<string, unknown>> | null
  readonly events: readonly EventSummary[]
}

/** Why a configuration did or did not get an event. */
export interface RoutingDecision {
  readonly accountId: string
  readonly role: 'producer' | 'coproducer' | 'affiliate' | null
  readonly configurationId: string
  readonly name: string
  readonly decision: 'sent' | 'not-sent'
  readonly reason: string
  /** `reason` as a sentence in English. */
  readonly detail: string
  readonly deliveryId: string | null
}

/** A sale, as it is found. */
export interface Sale {
  readonly transaction: string
  readonly productId: number | null
  readonly productName: string | null
  /** What the account is to this sale. */
  readonly role: 'producer' | 'coproducer' | 'affiliate'
  /** Masked for access tokens. null: the affiliate may not see the buyer, or the data are no longer kept. */
  readonly buyer: { readonly name: string | null; readonly email: string | null } | null
  /** The last status that made an event; null: no longer known. */
  readonly status: string | null
  readonly statusAt: string | null
  /** When Postback first heard of the sale. */
  readonly firstAt: string
  /** Whether its events and posts are still in the history. */
  readonly kept: boolean
}

export interface SalesFound {
  /** Newest first. */
  readonly data: readonly Sale[]
  /** More sales match: add a word. */
  readonly more: boolean
  /** Older sales cannot be found yet; null: all can. */
  readonly indexedFrom: string | null
}

/** What a configuration got of an event of the sale, or why it got nothing. */
export interface SaleRoute {
  readonly configurationId: string
  readonly name: string
  readonly configurationState: 'active' | 'releasing' | 'disabled' | 'removed'
  readonly decision: 'sent' | 'not-sent'
  readonly reason: string
  /** `reason` as a sentence in English. */
  readonly detail: string
  readonly delivery: Delivery | null
  /** Whether the delivery tells what is still so of the sale: a replay with mode latest takes only these. */
  readonly stillTrue: boolean
}

export interface SaleEvent {
  readonly id: string
  readonly event: EventName
  readonly occurredAt: string
  readonly createdAt: string
  readonly routes: readonly SaleRoute[]
}

export interface SaleDetail extends Sale {
  readonly price: { readonly value: number; readonly currency: string | null } | null
  readonly plan: string | null
  /** Newest first, at most 50. */
  readonly events: readonly SaleEvent[]
  /** Other payments of its subscription, purchases added at its checkout, or the one it was added to. */
  readonly related: readonly (Sale & { readonly relation: 'same-subscription' | 'order-bump' | 'parent' })[]
  /** Of the platform's earlier tool, newest first. */
  readonly legacyPosts: readonly LegacyPost[]
}

export interface HeardFilter {
  readonly event?: readonly EventName[] | undefined
  readonly productId?: number | undefined
}

/** An event in the live stream. */
export interface HeardEvent {
  readonly id: string
  readonly event: EventName
  readonly version: PayloadVersion
  readonly sequence: number
  readonly test: boolean
  readonly contentType: string
  /** The body that this account gets, without a token. */
  readonly body: string
  /** Position of the token in the body; null: no token. */
  readonly hottokAt: number | null
}

interface Sightings {
  readonly event: EventName
  readonly count: number
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly lastEventId: string
}

/** A reported field that is not documented, or a value that is not in the list of its field. */
export interface UnknownField extends Sightings {
  /** Lists as []: data.commissions[].tax. null: all further fields of the event, as the report was full. */
  readonly field: string | null
  /** null: the field itself is not documented, or this row counts all further values of it. */
  readonly value: string | null
}

/** A field that Hotmart always sends but that was not reported. */
export interface MissingField extends Sightings {
  readonly field: string
}

// -- posts of the platform's earlier postback tool ------------------------------------------------------------------------------

export const legacyPostStates = ['sent', 'pending'] as const
/** sent: answered with a 2xx; pending: all others. */
export type LegacyPostState = (typeof legacyPostStates)[number]

/** One line of an import. `id`, `at`, `url` and `event` are required. */
export interface LegacyPostInput {
  readonly id: string | number
  /** RFC 3339 with offset, or milliseconds since 1970. */
  readonly at: string | number
  readonly url: string
  readonly event: string
  readonly transaction?: string | null
  readonly product?: number | null
  /** HTTP status of the last attempt; -1: no connection; null: no attempt. */
  readonly status?: number | null
  readonly attempts?: number | null
  /** null: JSON if the body is JSON, otherwise a form. */
  readonly contentType?: string | null
  readonly body?: string | null
  readonly response?: string | null
}

export interface LegacyImportError {
  /** Line in which the post begins, from 1. */
  readonly line: number
  /** The field, such as /at; empty: the whole line. */
  readonly pointer: string
  readonly detail: string
}

export interface LegacyImport {
  readonly records: number
  readonly imported: number
  /** Posts that were imported before with the same content. */
  readonly present: number
  readonly refused: number
  /** Errors of the first 1,000 refused posts. */
  readonly errors: readonly LegacyImportError[]
}

export interface LegacyPost {
  /** The id in the earlier tool. */
  readonly id: string
  readonly at: string
  readonly url: string
  /** The name in the earlier tool; not always one of `EventName`. */
  readonly event: string
  readonly transaction: string | null
  readonly product: number | null
  readonly state: LegacyPostState
  /** true: it is being processed again now. */
  readonly sending: boolean
  /** HTTP status of the last attempt; 408: no answer in time; -1: no connection; null: no attempt. */
  readonly status: number | null
  /** All attempts: of the earlier tool and of Postback. */
  readonly attempts: number
  readonly contentType: string
  readonly importedAt: string
  /** Last attempt made by Postback; null: none. */
  readonly lastAttemptAt: string | null
}

/** One attempt made by Postback. */
export interface LegacyAttempt {
  readonly number: number
  /** Who requested it. */
  readonly by: string
  readonly at: string
  /** null: in progress, or the server stopped during the attempt. */
  readonly outcome: Outcome | null
  readonly status: number | null
  readonly cause: string | null
  readonly durationMs: number | null
  readonly response: Attempt['response']
}

export const legacyActionKinds = ['imported', 'processed-again', 'attempted', 'interrupted'] as const
export type LegacyActionKind = (typeof legacyActionKinds)[number]

export interface LegacyPostDetail extends LegacyPost {
  /** The exact body as sent, but with its hottok masked. */
  readonly body: string
  /** The last response to the earlier tool. */
  readonly response: string | null
  readonly responseTruncated: boolean
  readonly processedAgain: readonly LegacyAttempt[]
  readonly actions: readonly (Omit<PastAction, 'kind'> & { readonly kind: LegacyActionKind })[]
}

/** Filters of lists of these posts. */
export interface LegacyPostFilter {
  readonly state?: LegacyPostState | undefined
  readonly event?: string | undefined
  readonly transaction?: string | undefined
  readonly product?: number | undefined
  /** -1: no connection; none: no attempt. */
  readonly status?: number | 'none' | undefined
  /** Sent at or after this time. */
  readonly from?: string | undefined
  /** Sent before this time. */
  readonly to?: string | undefined
}
