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
/** The events known to this version. A server may know fewer: `GET /v1/event-types` lists those that can be selected. */
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

/** What is bought: something paid once, or a subscription. */
export const purchaseKinds = ['single', 'subscription'] as const
export type PurchaseKind = (typeof purchaseKinds)[number]

export interface Page<Row> {
  readonly data: readonly Row[]
  /** `cursor` of the next page; null: there is none. */
  readonly nextCursor: string | null
}

/** A list that is never long enough for pages. */
export interface Rows<Row> {
  readonly data: readonly Row[]
}

export interface LocaleQuery {
  /** en, pt-BR or es; en if absent. */
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
  /** A verification token that receivers know already. Left out: a new one is made, and an existing one is kept. */
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
  /** To be sent as `postback-csrf`; null: this is no session of the console. */
  readonly csrf: string | null
}

export interface ConsoleInfo {
  readonly supportUrl: string | null
  /** Invitation to the operator's app at Zapier; null: none is published. */
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
}

/** It works once, within ten minutes. */
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
  /** Posts a second at most; null: as many as the receiver takes. */
  readonly maxPerSecond?: number | null
}

/** What is left out stays as it is. */
export type ConfigurationChange = Partial<ConfigurationInput>

export interface Configuration {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly events: readonly EventName[]
  /** null: all products. */
  readonly productId: number | null
  readonly version: PayloadVersion
  readonly state: 'active' | 'disabled'
  /** true while what was held goes out in order, with new events behind it. */
  readonly releasing?: boolean
  readonly disabledReason: DisabledReason | null
  readonly disabledAt: string | null
  /** One sentence for people, in English; `disabledReason` is what to translate. */
  readonly disabledDetail: string | null
  readonly hottokInBody: boolean
  readonly maxPerSecond: number | null
  /** The receiver asked to wait (429 or 503 with `Retry-After`); null: it did not. */
  readonly statedLimit: { readonly pausedUntil: string; readonly perSecond: number | null } | null
  readonly usesNewHottok: boolean
  /** Whether it is sent a verification token of its own, as hooks are, rather than the account's. */
  readonly ownHottok: boolean
  /** What made it: `api`, `console`, `zapier`… */
  readonly source: string
  /** Deliveries that wait until it is enabled again. */
  readonly held: number
  /** When the oldest of them came; it is cancelled when it is as old as the history goes back. null: none is held. */
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

export type CreatedConfiguration = Configuration & { readonly secret: string; readonly check: UrlCheck }
export type ChangedConfiguration = Configuration & { readonly check: UrlCheck | null }

/** A signing secret of a configuration. */
export interface Secret {
  readonly id: string
  /** `whsec_…` */
  readonly secret: string
  readonly createdAt: string
  /** null: until rotated. */
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
  /** In a day if absent; at most in 90 days. */
  readonly switchAt?: TimeInput
  /** One that receivers know already. */
  readonly hottok?: string
}

export const scopes = ['read', 'write'] as const
export type Scope = (typeof scopes)[number]

export interface CredentialInput {
  /** What is connected with it. */
  readonly name: string
  /** Both if absent. */
  readonly scopes?: readonly Scope[]
  /** null, or absent: until revoked. */
  readonly expiresAt?: string | null
}

/** A way into the account for another program: the *Authentication parameters*. */
export interface Credential {
  readonly id: string
  readonly name: string
  readonly clientId: string
  /** Whole when it was just made, rotated or revealed; else its beginning and an ellipsis. */
  readonly clientSecret: string
  /** What goes behind `Authorization: Basic`; whole or masked as the secret is. */
  readonly basic: string
  readonly scopes: readonly Scope[]
  /** Those before a rotation, masked, while they still work. */
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
  /** One event… */
  readonly event?: EventName
  /** …or several; neither: every event. */
  readonly events?: readonly EventName[]
  /** null, or absent: all products. */
  readonly productId?: number | null
  /** Name of the setting; made up from source and event if absent. */
  readonly name?: string | null
  /** By the host of `targetUrl` if absent. */
  readonly source?: HookSource
}

/** A configuration that another program made and looks after. */
export interface Hook {
  /** Of the configuration. */
  readonly id: string
  readonly targetUrl: string
  readonly events: readonly EventName[]
  readonly productId: number | null
  readonly name: string
  readonly source: HookSource
  /** The credential that it was made with, which may be revoked by now. */
  readonly credentialId: string | null
  readonly state: 'active' | 'disabled'
  readonly disabledReason: DisabledReason | null
  readonly health: Configuration['health']
  readonly createdAt: string
}

/** `secret` signs what is sent: `whsec_…`. `hottok` comes with it in `x-hotmart-hottok`; neither is told again. */
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

/** What happened to credentials, tokens and what is connected. */
export interface AccountAction {
  readonly at: string
  /** `platform`, `console`, `postback` itself, or `credential: ` and its name. */
  readonly by: string
  readonly kind: AccountActionKind
  /** Name of the credential or configuration; null: the account as a whole. */
  readonly subject: string | null
  readonly detail: string | null
}
/** What stands in place of an address where a test went to the account's own inbox inside Postback. */
export const testInbox = 'postback:test-inbox'

export interface Delivery {
  readonly id: string
  readonly eventId: string
  /** null: a test to a free URL. */
  readonly configurationId: string | null
  /** Of a test to a free URL; `testInbox`: the account's test inbox; null: that of the configuration. */
  readonly url: string | null
  readonly event: EventName
  readonly version: PayloadVersion
  readonly productId: number
  readonly transaction: string | null
  /** E-mail of the buyer as the payload names it, masked. In lists only. */
  readonly buyer?: string | null
  readonly sequence: number
  /** Whether the body carries the verification token too, as the last attempt sent it; in version 1.0.0 always. */
  readonly hottokInBody: boolean
  readonly state: DeliveryState
  readonly trigger: Trigger
  /** 1 is automatic, or the test; each *Process again* opens the next. */
  readonly series: number
  /** Attempts used in this series. */
  readonly attemptCount: number
  /** In one series. */
  readonly attemptsMax: number
  /** In all series. */
  readonly attemptsTotal: number
  /** HTTP code of the last attempt; 408: not answered in time; -1: no connection; null: none yet. */
  readonly status: number | null
  readonly outcome: Outcome | null
  /** Why there was no answer; of an answer, what its head lacked. Its status counts all the same. */
  readonly cause: string | null
  readonly lastAttemptAt: string | null
  readonly nextAttemptAt: string | null
  readonly deliveredAt: string | null
  readonly cancelReason: CancelReason | null
  readonly test: boolean
  /** The event was older than what was known of its transaction, and sent on request. */
  readonly stale: boolean
  readonly createdAt: string
}

export interface Attempt {
  readonly series: number
  /** Counts all attempts of the delivery. */
  readonly number: number
  readonly inSeries: number
  readonly trigger: Trigger
  readonly at: string
  readonly outcome: Outcome
  readonly status: number
  /** Why there was no answer; of an answer, what its head lacked. Its status counts all the same. */
  readonly cause: string | null
  /** Of a 429 or 503 with `Retry-After`: nothing is sent to the configuration until then. */
  readonly askedToWaitUntil: string | null
  /** Whether it used up one of the attempts of its series. */
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
    /** Whether only the beginning was kept. */
    readonly truncated: boolean
  } | null
  /** Another outcome of the same number was recorded before; kept as evidence. */
  readonly late: boolean
}

export interface PastAction {
  readonly at: string
  /** `postback` itself, `platform`, or whoever acted. */
  readonly by: string
  readonly kind: ActionKind
  readonly detail: string | null
}

export interface DeliveryDetail extends Delivery {
  /** The body as it is sent, to the letter; a hottok in it is masked. null: gone with the history. */
  readonly payload: string | null
  readonly request: { readonly url: string | null; readonly headers: Readonly<Record<string, string>> } | null
  readonly attempts: readonly Attempt[]
  readonly actions: readonly PastAction[]
  /** Why sending this again would be wrong. */
  readonly warning: { readonly status: string; readonly detail: string } | null
  /** A later event of the same transaction went, or is going, to the same place. */
  readonly overtaken: boolean
}

/** What lists of deliveries can be narrowed by. */
export interface DeliveryFilter {
  readonly state?: readonly DeliveryState[] | undefined
  readonly event?: readonly EventName[] | undefined
  readonly configurationId?: string | undefined
  readonly productId?: number | undefined
  readonly transaction?: string | undefined
  /** -1: no connection; none: no attempt yet. */
  readonly responseStatus?: number | 'none' | undefined
  readonly test?: boolean | undefined
  /** Only what went to the test inbox. */
  readonly target?: 'inbox' | undefined
  /** Created at or after it. */
  readonly from?: string | undefined
  /** Created before it. */
  readonly to?: string | undefined
}

/** How deliveries are processed again. */
export interface AgainOptions {
  /** Whether the body carries the token as in the attempts before (the default), or as the configuration says at each attempt. */
  readonly hottokInBody?: 'as-before' | 'as-configured'
}

export interface DeliveryCount {
  readonly count: number
  /** false: there are more than that. */
  readonly exact: boolean
}

export interface ReplayInput extends AgainOptions {
  readonly filter: DeliveryFilter
  /** latest: only the newest of each transaction or subscription. */
  readonly mode: 'all' | 'latest'
}

export interface Replay {
  readonly id: string
  readonly mode: 'all' | 'latest'
  readonly state: 'running' | 'ended' | 'cancelled'
  /** Deliveries that the filter found at the beginning. */
  readonly total: number
  readonly done: number
  /** Left as they are: overtaken, open already, or without a configuration. */
  readonly skipped: number
  readonly by: string
  readonly createdAt: string
  readonly endedAt: string | null
}

export interface EventTypeSummary {
  readonly event: EventName
  readonly title: string
  readonly meaning: string
  /** The versions of the payload that have it, newest first. */
  readonly versions: readonly PayloadVersion[]
}

/** One row of the documentation. */
export interface Parameter {
  readonly name: string
  readonly in: 'header' | 'body'
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'open'
  /** Whether it is sent to the affiliate. */
  readonly affiliate: 'yes' | 'with-buyer-data' | 'no'
  readonly description: string
  readonly format: string
  readonly size: string
  readonly presence: string
  readonly since: string | null
  readonly enum: readonly string[] | null
  readonly example: unknown
}

export interface EventTypeQuery extends LocaleQuery {
  /** The newest that the event has, if absent. */
  readonly version?: PayloadVersion | undefined
  /** The example is about this product of yours. */
  readonly productId?: number | null | undefined
  /** Of a purchase event: what its example is of. */
  readonly kind?: PurchaseKind | undefined
}

export interface EventType extends EventTypeSummary {
  readonly version: PayloadVersion
  readonly parameters: readonly Parameter[]
  readonly headers: Readonly<Record<string, string>>
  /** Form of the body: version 1.0.0 sends purchases as a form. */
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded'
  /** A delivery to the producer, to the letter. */
  readonly body: string
  /** The same as it is read: JSON, or the parameters of a form by name. */
  readonly example: Readonly<Record<string, unknown>>
  /** JSON Schema 2020-12. */
  readonly schema: Readonly<Record<string, unknown>>
}

/** A story that tests can tell: several events of one sale or subscription. */
export interface TestStory {
  readonly story: string
  readonly title: string
  /** What happens, and what a receiver should make of it. */
  readonly meaning: string
  readonly steps: readonly {
    readonly event: EventName
    readonly title: string
    /** When it happens, from the beginning of the story. */
    readonly afterMs: number
  }[]
}

export type TestInput = TestSubject & TestOptions

/** An event, or a story of several. */
export type TestSubject =
  | {
      readonly event: EventName
      /** classic: what Hotmart's own test tool sends. */
      readonly set?: 'coherent' | 'classic'
      /** Of a purchase event of the coherent set. Left out: single, but subscription for PURCHASE_DELAYED. */
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
  /** Whether the test inbox of the account gets it too. */
  readonly inbox?: boolean
  /** Changes to the example, as a merge patch (RFC 7396); in a story, to that of every purchase. */
  readonly data?: Readonly<Record<string, unknown>>
  /** Whether free addresses get the verification token. */
  readonly withHottok?: boolean
  /** Whether everything is sent twice, as after an answer that was lost. */
  readonly duplicate?: boolean
}

export interface SentTest {
  /** One for each target: configurations first, then addresses, in the order given. In a story, those of all steps. */
  readonly deliveryIds: readonly string[]
  /** In the order in which they are sent. */
  readonly steps: readonly SentTestStep[]
}

export interface SentTestStep {
  /** Its place in the story, from 1. */
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
  /** state if absent. */
  readonly groupBy?: StatsGroup | undefined
  /** hour if absent. */
  readonly interval?: 'hour' | 'day' | undefined
  /** A day, or 30 days, before `to` if absent. */
  readonly from?: string | undefined
  /** Now if absent. */
  readonly to?: string | undefined
}

/** Attempts in one interval and group. Tests and manual series do not count. */
export interface StatsRow {
  /** When the interval begins, UTC. */
  readonly at: string
  readonly key: string | null
  readonly count: number
  readonly delivered: number
  readonly failed: number
  readonly p50Ms: number
  readonly p95Ms: number
}

// -- what the platform reports --------------------------------------------------------------------------------------------------

export interface UpdateOptions {
  /** When it happened; at most 5 minutes ahead. Absent: now, and after all that is known. */
  readonly occurredAt?: TimeInput | undefined
  /** Names a repeated DELAYED, so that it is an event again. */
  readonly occurrence?: string | undefined
  /** Whether an update older than what is known makes an event all the same. */
  readonly emitStale?: boolean | undefined
}

/** With a buffer in front of the store: the report is kept, and decided on later. */
export interface BufferedUpdate {
  readonly updateId: string
  readonly buffered: true
}

/** What became of a report that was buffered. */
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
  /** null: it made no event. */
  readonly eventId: string | null
  readonly event: EventName | null
  /** How many configurations it goes to; held ones are counted. */
  readonly deliveries: number
  /** Why it made none. */
  readonly reason?: 'unchanged' | 'stale'
  /** The same Idempotency-Key came before; this is what came of it. */
  readonly duplicate?: boolean
}

export interface EventInput extends UpdateOptions {
  readonly event: EventName
  /** Your own, up to 128 characters: what comes again under it is answered as a duplicate. */
  readonly id?: string
  /** What the event is about, as its documentation describes it. */
  readonly data: Readonly<Record<string, unknown>>
}

export interface EventReport {
  /** null: it made no event. */
  readonly eventId: string | null
  readonly deliveries: number
  readonly duplicate: boolean
  readonly reason?: 'unchanged' | 'stale'
}

/** Of one line of a batch. */
export interface BatchResult extends Partial<EventReport>, Partial<BufferedUpdate> {
  /** From 1. */
  readonly line: number
  /** As if it had been a request of its own: 202, 200, or an error with code and detail. */
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
  /** The producer of the product when the event came. */
  readonly accountId: string
  /** Among the events of its transaction or subscription. */
  readonly sequence: number
  readonly occurredAt: string
  readonly createdAt: string
  readonly test: boolean
}

export interface EventDetail extends EventSummary {
  /** null: it was not sent to this account. */
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

/** Why a configuration got an event, or did not. */
export interface RoutingDecision {
  readonly accountId: string
  readonly role: 'producer' | 'coproducer' | 'affiliate' | null
  readonly configurationId: string
  readonly name: string
  readonly decision: 'sent' | 'not-sent'
  readonly reason: string
  /** The reason as a sentence in English. */
  readonly detail: string
  readonly deliveryId: string | null
}

export interface HeardFilter {
  readonly event?: readonly EventName[] | undefined
  readonly productId?: number | undefined
}

/** An event as the live stream tells it. */
export interface HeardEvent {
  readonly id: string
  readonly event: EventName
  readonly version: PayloadVersion
  readonly sequence: number
  readonly test: boolean
  readonly contentType: string
  /** As this account is sent it, without a token. */
  readonly body: string
  /** Where in the body the token goes; null: nowhere. */
  readonly hottokAt: number | null
}

interface Sightings {
  readonly event: EventName
  readonly count: number
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly lastEventId: string
}

/** A field that was reported and is not documented, or a value that is in no list. */
export interface UnknownField extends Sightings {
  /** Lists as []: data.commissions[].tax. null: all further ones of the event, for which the report had no room. */
  readonly field: string | null
  /** null: the field itself is not documented, or all further values of it. */
  readonly value: string | null
}

/** A field that Hotmart always sends and that was not reported. */
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
  /** HTTP code of the last attempt; -1: no connection; null: no attempt. */
  readonly status?: number | null
  readonly attempts?: number | null
  /** null: JSON if the body is, else a form. */
  readonly contentType?: string | null
  readonly body?: string | null
  readonly response?: string | null
}

export interface LegacyImportError {
  /** In which the post begins, from 1. */
  readonly line: number
  /** The field, such as /at; empty: the line as a whole. */
  readonly pointer: string
  readonly detail: string
}

export interface LegacyImport {
  readonly records: number
  readonly imported: number
  /** Those that were there already, word for word. */
  readonly present: number
  readonly refused: number
  /** Of the first 1,000 posts that were refused. */
  readonly errors: readonly LegacyImportError[]
}

export interface LegacyPost {
  /** As the earlier tool called it. */
  readonly id: string
  readonly at: string
  readonly url: string
  /** As the earlier tool called it: not always one of `EventName`. */
  readonly event: string
  readonly transaction: string | null
  readonly product: number | null
  readonly state: LegacyPostState
  /** Whether it is being processed again right now. */
  readonly sending: boolean
  /** HTTP code of the last attempt; 408: not answered in time; -1: no connection; null: no attempt. */
  readonly status: number | null
  /** All of them, those made here too. */
  readonly attempts: number
  readonly contentType: string
  readonly importedAt: string
  /** Of those made here; null: none. */
  readonly lastAttemptAt: string | null
}

/** One attempt made here. */
export interface LegacyAttempt {
  readonly number: number
  /** Who asked for it. */
  readonly by: string
  readonly at: string
  /** null: under way, or the server stopped in the middle of it. */
  readonly outcome: Outcome | null
  readonly status: number | null
  readonly cause: string | null
  readonly durationMs: number | null
  readonly response: Attempt['response']
}

export const legacyActionKinds = ['imported', 'processed-again', 'attempted', 'interrupted'] as const
export type LegacyActionKind = (typeof legacyActionKinds)[number]

export interface LegacyPostDetail extends LegacyPost {
  /** What was sent, to the letter; a hottok in it is masked. */
  readonly body: string
  /** What the earlier tool was answered last. */
  readonly response: string | null
  readonly responseTruncated: boolean
  readonly processedAgain: readonly LegacyAttempt[]
  readonly actions: readonly (Omit<PastAction, 'kind'> & { readonly kind: LegacyActionKind })[]
}

/** What lists of these posts can be narrowed by. */
export interface LegacyPostFilter {
  readonly state?: LegacyPostState | undefined
  readonly event?: string | undefined
  readonly transaction?: string | undefined
  readonly product?: number | undefined
  /** -1: no connection; none: no attempt. */
  readonly status?: number | 'none' | undefined
  /** Sent at or after it. */
  readonly from?: string | undefined
  /** Sent before it. */
  readonly to?: string | undefined
}
