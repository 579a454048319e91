import type { Account, Affiliation, Product } from '../domain/account.ts'
import type { AccountAction } from '../domain/account-action.ts'
import type { Configuration, Health, SigningSecret, StatedLimit } from '../domain/configuration.ts'
import type { AccessToken, ClientSecret, Credential } from '../domain/credential.ts'
import type { Attempt, Delivery, DeliveryState, Lane, PastAction } from '../domain/delivery.ts'
import type { Refusal } from '../domain/errors.ts'
import type { Event, EventName, PayloadVersion } from '../domain/event.ts'
import type { ConfigurationId, CredentialId, DeliveryId, EventId, ReplayId, Uuid } from '../domain/ids.ts'
import type {
  LegacyAttempt,
  LegacyAttemptResult,
  LegacyPayload,
  LegacyPost,
  LegacyPostState,
} from '../domain/legacy-post.ts'
import type { View } from '../domain/payload/view.ts'
import type { NextMove } from '../domain/retry-schedule.ts'
import type { PortalLink, Session } from '../domain/session.ts'
import type { Subject } from '../domain/subject.ts'
import type { TransactionState } from '../domain/transaction.ts'

/**
 * Where facts are kept. Every method is one atomic unit: when its promise is fulfilled, what its name says is durably true;
 * when it is rejected, nothing of it is; it is rejected with StoreUnavailable when nothing can be stored at all. There are no open-ended transactions. Methods on the hot path take batches and answer
 * per item, and an item that fails never fails its neighbours.
 *
 * Times are integer milliseconds. Secrets arrive sealed and leave sealed. An object of another account is reported as absent.
 * Methods that walk many rows take a `limit` and say how many they did: the caller calls again until there is nothing left.
 */
export interface Store {
  /** Opens, migrates and locks what it needs. Fails with a clear message when that cannot be done. */
  start(): Promise<void>
  /** Waits for what is under way. Twice is harmless. */
  stop(): Promise<void>
  /** Fails when nothing can be written at the moment. */
  probe(): Promise<void>
  /** A small fact about the store itself, such as the check of the master key. First value wins; the one in force is answered. */
  keepFact(name: string, value: string): Promise<string>
  /** Puts it in the place of the one before. */
  setFact(name: string, value: string): Promise<void>
  /** null: there is no such fact. */
  getFact(name: string): Promise<string | null>
  /**
   * Goes through all that may be sealed, in one commit. `renew` answers what is to stand in its place; null: it stays as it is.
   * @returns how many were replaced
   */
  renewSeals(renew: (sealed: string, place: SealedPlace) => string | null): Promise<number>

  /** The greatest id of an event, a configuration, a credential or a replay; null: there is none. */
  newestId(): Promise<Uuid | null>

  // -- who and what ------------------------------------------------------------------------------------------------------
  /** Creates what `create` gives when the account is new, else what `change` makes of it. */
  saveAccount(id: string, create: () => Account, change: (account: Account) => Account): Promise<Saved<Account>>
  getAccount(id: string): Promise<Account | null>
  saveProduct(product: Product): Promise<Saved<Product>>
  getProduct(id: number): Promise<Product | null>
  /** Products that the account produces or co-produces, by id. */
  listProducts(accountId: string, page: { after: number | null; limit: number }): Promise<readonly Product[]>
  saveAffiliation(affiliation: Affiliation): Promise<Saved<Affiliation>>
  getAffiliation(productId: number, affiliateCode: string): Promise<Affiliation | null>
  listAffiliations(
    productId: number,
    page: { after: string | null; limit: number; accountId?: string },
  ): Promise<readonly Affiliation[]>

  // -- configurations ----------------------------------------------------------------------------------------------------
  /** Keeps both; false: the account has `most` already, of those that are not removed. null: there is no such limit. */
  createConfiguration(configuration: Configuration, secret: SigningSecret, most: number | null): Promise<boolean>
  /**
   * `change` sees the configuration as it is now. Removed ones are absent. One that starts afresh (see `startsAfresh`) has no
   * failures behind it; its last success stays known.
   */
  changeConfiguration(
    accountId: string,
    id: ConfigurationId,
    change: (current: Configuration) => Configuration,
  ): Promise<Configuration | null>
  /** Removed ones too when asked for: their posts stay in the history. */
  getConfiguration(accountId: string, id: ConfigurationId, withRemoved?: boolean): Promise<ConfigurationRecord | null>
  /** Newest first. */
  listConfigurations(
    accountId: string,
    page: { before: ConfigurationId | null; limit: number; withRemoved?: boolean; sources?: readonly string[] },
  ): Promise<readonly ConfigurationRecord[]>
  /** A rotation of the token begins: no configuration of the account uses the new one early any more. */
  forgetEarlySwitches(accountId: string): Promise<void>
  /** Secrets still in force at `now`, newest first. */
  listSecrets(id: ConfigurationId, now: number): Promise<readonly SigningSecret[]>
  /** Adds a secret; the ones before it end at `oldOnesExpireAt`. */
  rotateSecret(secret: SigningSecret, oldOnesExpireAt: number): Promise<void>

  // -- accepting ---------------------------------------------------------------------------------------------------------
  /**
   * Each update sees what is true at its turn, decides, and has its decision stored, all in one commit for the batch. What was
   * stored is durable when the promise is fulfilled. Updates of one batch see what those before them did.
   */
  accept(updates: readonly StoreUpdate[]): Promise<readonly AcceptResult[]>

  /** Adds to what is known of each, in a bounded number of rows: beyond, an event's further fields are counted as one, ''. */
  countIntakeNotes(fields: readonly IntakeNote[]): Promise<void>
  /** Most frequent first. */
  listIntakeNotes(): Promise<readonly IntakeNote[]>

  // -- delivering --------------------------------------------------------------------------------------------------------
  /** Makes everything that was claimed when the process ended claimable again. See `Recovered`. */
  recoverClaims(now: number): Promise<Recovered>
  /** Every lane with something queued or retrying, and when the first of it is due. */
  listLanes(): Promise<readonly LaneDue[]>
  /**
   * Moves what is due to `sending`: lane by lane as asked, of each the oldest first and at most `limit`. Nothing of a disabled
   * configuration, tests excepted, and nothing of one whose receiver asked to wait. No more is claimed of a lane once its bodies
   * come to its `bytes`, and of none once all come to `bytesMost`.
   */
  claimDueDeliveries(lanes: readonly AskedLane[], now: number, bytesMost: number): Promise<ClaimResult>
  /** An attempt begins. A hint for `recoverClaims`, not a fact: it may be lost with the machine. Never fails. */
  noteStarted(slot: number, id: DeliveryId | null): void
  /** Gives back claims whose attempt has not begun. */
  releaseClaims(ids: readonly DeliveryId[], now: number): Promise<void>
  /** The first outcome of (delivery, number) wins; a later one is kept as evidence. */
  recordAttempts(outcomes: readonly AttemptOutcome[]): Promise<readonly RecordResult[]>

  /**
   * Whatever waits for longer than the longest possible wait was dated by a clock that ran ahead. A retry then waits from now on
   * for as long as it was to wait after its last attempt; anything else is due now, and the pause of a lane over.
   */
  bringNear(now: number, longest: LongestWaits, limit: number): Promise<BroughtNear>

  // -- what happens to deliveries --------------------------------------------------------------------------------------------
  /** queued and retrying deliveries of a disabled configuration become held. */
  holdPending(id: ConfigurationId, by: string, now: number, limit: number): Promise<number>
  /**
   * One step of a release, by its mode. In the step that finds nothing more to do the configuration becomes active, in
   * the same unit, so that nothing can be held behind its back.
   */
  releaseHeld(id: ConfigurationId, now: number, limit: number): Promise<{ done: boolean; released: number }>
  /** Everything pending of a removed configuration is cancelled. */
  cancelPending(
    id: ConfigurationId,
    reason: 'configuration removed',
    by: string,
    now: number,
    limit: number,
  ): Promise<number>
  /** Configurations with such work left, after a crash. */
  listUnfinished(): Promise<readonly { configurationId: ConfigurationId; accountId: string; work: UnfinishedWork }[]>
  /** A new series of attempts, due at once. Refuses when one is open already. */
  openSeries(
    accountId: string,
    id: DeliveryId,
    by: string,
    now: number,
    options?: SeriesOptions,
  ): Promise<Delivery | Refusal | null>
  /** Refuses when nothing waits. A claimed delivery is not cancelled: its claim is given back first. */
  cancelDelivery(
    accountId: string | null,
    id: DeliveryId,
    reason: 'manual' | 'consent withdrawn',
    by: string,
    now: number,
  ): Promise<Delivery | Refusal | null>

  // -- history, read beside the hot path --------------------------------------------------------------------------------------
  /** Newest first, or oldest first. A page may be short and still carry a cursor: a bounded number of rows is looked at. */
  listDeliveries(filter: DeliveryFilter, page: DeliveryCursor): Promise<DeliveryPage>
  /** Counts up to `most`, over a bounded number of rows, and lets nobody's page wait until it is done. */
  countDeliveries(filter: DeliveryFilter, most: number): Promise<{ count: number; exact: boolean }>
  getDelivery(accountId: string, id: DeliveryId): Promise<DeliveryDetail | null>
  getEvent(id: EventId): Promise<{ event: Event; deliveries: readonly Delivery[] } | null>
  getTransaction(transaction: string): Promise<TransactionDetail | null>
  /**
   * Events that came after one, oldest first, in the form in which the account is sent them: those that it has deliveries of, and
   * those of its products that no configuration wanted. A bounded look ahead.
   */
  listEventsAfter(accountId: string, after: EventId, limit: number): Promise<Announced>
  /** Events, newest first and no tests, that were sent to the account or are about products of its own; a bounded look back. */
  listRecentEvents(
    filter: { accountId: string; event?: EventName; productId?: number },
    limit: number,
  ): Promise<readonly Event[]>
  /** Roll-ups by hour. */
  readStats(filter: { accountId: string; from: number; to: number }): Promise<readonly HourlyCount[]>
  /** Figures for operators: how much waits, and since when; of retries also how many are due within each of the horizons. */
  gauge(now: number, retryHorizonsMs: readonly number[]): Promise<StoreGauge>

  // -- doing many at once ------------------------------------------------------------------------------------------------
  saveReplay(replay: Replay): Promise<void>
  getReplay(accountId: string, id: ReplayId): Promise<Replay | null>
  listOpenReplays(): Promise<readonly Replay[]>

  // -- posts from before -------------------------------------------------------------------------------------------------
  /** Each is kept whole, unless its account has one of that id. All in one commit; what was kept is durable. */
  keepLegacyPosts(posts: readonly NewLegacyPost[]): Promise<readonly LegacyKeepResult[]>
  /** Newest first; of one moment, by id from the greatest, byte by byte. A page may be short and still carry a cursor. */
  listLegacyPosts(
    filter: LegacyPostFilter,
    page: { before: LegacyPostPlace | null; limit: number },
  ): Promise<LegacyPostPage>
  getLegacyPost(accountId: string, id: string): Promise<LegacyPostDetail | null>
  /**
   * An attempt begins, and is under way until it is recorded, or until `attempt.until`. Refuses when one is under way, and when
   * the post has arrived already. Answers the post with this attempt as its last.
   */
  beginLegacyAttempt(
    accountId: string,
    id: string,
    attempt: { by: string; at: number; until: number },
  ): Promise<LegacyPostDetail | Refusal | null>
  /**
   * Of an attempt that has begun; the first result of (post, number) wins. A 2xx makes the post sent, and nothing makes it
   * pending again. null: the post has gone meanwhile.
   */
  recordLegacyAttempt(
    accountId: string,
    id: string,
    number: number,
    result: LegacyAttemptResult,
  ): Promise<LegacyPost | null>
  /** Gives back what was under way when the process that sent it ended. Answers how many. */
  recoverLegacyAttempts(now: number): Promise<number>

  // -- who is at the console ----------------------------------------------------------------------------------------------
  saveLink(link: PortalLink, now: number): Promise<void>
  /** The first use is the only one. null: unknown, used or expired. */
  useLink(secretHash: Uint8Array, now: number): Promise<PortalLink | null>
  /** Creates it, or notes its last use. */
  saveSession(session: Session): Promise<void>
  findSession(tokenHash: Uint8Array, now: number): Promise<Session | null>
  /** Newest first. */
  listSessions(accountId: string, now: number): Promise<readonly Session[]>
  /** Whether there was one. */
  deleteSession(accountId: string, id: Uuid): Promise<boolean>

  // -- who else may come in --------------------------------------------------------------------------------------------------
  /** Keeps the credential with its secrets and the action; false: the account has `most` already. */
  createCredential(credential: Credential, action: AccountAction, most: number): Promise<boolean>
  getCredential(accountId: string, id: CredentialId, now: number): Promise<Credential | null>
  /** For whoever presents a Client ID: nobody knows yet whose. */
  findCredential(id: CredentialId, now: number): Promise<Credential | null>
  /** Newest first. */
  listCredentials(
    accountId: string,
    page: { before: CredentialId | null; limit: number },
    now: number,
  ): Promise<readonly Credential[]>
  /**
   * Adds a secret. Those before it end at `endAt`, unless they end earlier, and at once beyond `most` of them; so do the tokens
   * that were got with each. Whether there was such a credential.
   */
  rotateClientSecret(
    accountId: string,
    secret: ClientSecret,
    oldOnes: { endAt: number; most: number },
    action: AccountAction,
  ): Promise<boolean>
  noteCredentialUse(id: CredentialId, at: number): Promise<void>
  /** With its secrets and its tokens. Whether there was one. */
  removeCredential(accountId: string, id: CredentialId, action: AccountAction): Promise<boolean>
  saveAccessToken(token: AccessToken): Promise<void>
  /** null: unknown, ended, or its credential is gone. */
  findAccessToken(tokenHash: Uint8Array, now: number): Promise<TokenBearer | null>
  addAccountAction(action: AccountAction): Promise<void>
  /** Newest first. */
  listAccountActions(accountId: string, page: { before: Uuid | null; limit: number }): Promise<readonly AccountAction[]>

  // -- answers given before ----------------------------------------------------------------------------------------------
  recallAnswer(scope: string, key: string, now: number): Promise<StoredAnswer | null>
  keepAnswer(scope: string, key: string, answer: StoredAnswer, expiresAt: number): Promise<void>

  // -- housekeeping ------------------------------------------------------------------------------------------------------
  /**
   * One small step of forgetting what is older than the history. Answers whether there is more to do. A post from before is as
   * old as its import, or as our last attempt at it; one that is pending is kept until `force`.
   */
  forget(cutoffs: { history: number; force: number; transactions: number; now: number }): Promise<boolean>
}

export interface Saved<T> {
  readonly created: boolean
  readonly value: T
}

/** A token, and the credential behind it. */
export interface TokenBearer {
  readonly token: AccessToken
  readonly credential: Pick<Credential, 'name' | 'lastUsedAt'>
}

/** Where a sealed text stands, which its sealing is bound to. A fact may be sealed or not. */
export type SealedPlace =
  | { readonly kind: 'hottok' | 'testSecret'; readonly accountId: string }
  | { readonly kind: 'hookHottok' | 'signingSecret' | 'clientSecret'; readonly id: string; readonly accountId: string }
  | { readonly kind: 'answer'; readonly scope: string; readonly key: string }
  | { readonly kind: 'fact'; readonly name: string }

export interface ConfigurationRecord {
  readonly configuration: Configuration
  readonly health: Health
  readonly statedLimit: StatedLimit
  /** How many deliveries are held. */
  readonly held: number
  /** When the oldest of them came, milliseconds; null: none is held. Too early where that one was cancelled by hand. */
  readonly heldSince: number | null
}

// -- accepting -----------------------------------------------------------------------------------------------------------

export interface StoreUpdate {
  /** What the update is about. */
  readonly subject: Subject
  /** What the caller called it, remembered at least until it expires: the second of two equal ones is answered as a duplicate. */
  readonly seen: {
    readonly scope: string
    readonly key: string
    readonly bodyHash: string
    readonly expiresAt: number
  } | null
  /** Pure, and called inside the commit. May throw a Refusal. */
  readonly decide: (facts: Facts) => Decision
}

/** What is true at the moment of a decision. */
export interface Facts {
  /** null: nothing is known of it, or the update is not about a transaction. */
  readonly transaction: TransactionState | null
  /** How many events there have been of the subject. */
  readonly sequence: number
  /** JSON text of the transaction's document. */
  document(): string | null
  product(id: number): Product | null
  account(id: string): Account | null
  /** Affiliations of a product with these codes. */
  affiliations(productId: number, codes: readonly string[]): readonly Affiliation[]
  /** Active, releasing and disabled ones. */
  configurations(accountId: string): readonly Configuration[]
}

export type Decision =
  /** No event. The transaction's state and document are kept when given. */
  | {
      readonly kind: 'quiet'
      readonly why: 'unchanged' | 'stale'
      readonly keep: { state: TransactionState; document: string } | null
    }
  | { readonly kind: 'emit'; readonly emission: Emission }

export interface Emission {
  readonly event: Omit<Event, 'data'>
  /** JSON text of the event's data as the platform gave it; null when the producer's body says the same. */
  readonly document: string | null
  readonly bodies: readonly Body[]
  readonly deliveries: readonly NewDelivery[]
  /** null: the transaction stays as it is (tests, stale events). */
  readonly transaction: TransactionState | null
  /** The next number of the subject is used up even when the transaction stays. */
  readonly sequenceOnly: TransactionState | null
}

export interface Body {
  readonly version: PayloadVersion
  readonly view: View
  readonly contentType: string
  readonly text: string
  /** Where the hottok goes in, if the configuration wants it in the body. */
  readonly hottokAt: number | null
}

export type NewDelivery = Omit<
  Delivery,
  | 'attempts'
  | 'attemptsTotal'
  | 'lastStatus'
  | 'lastOutcome'
  | 'lastCause'
  | 'lastAttemptAt'
  | 'deliveredAt'
  | 'cancelReason'
  | 'series'
  | 'hottokAsConfigured'
> & {
  /** `sending` when this process takes it at once, else `queued` or `held`. */
  readonly state: 'queued' | 'sending' | 'held'
}

export type AcceptResult =
  | { readonly kind: 'stored'; readonly decision: Decision }
  | { readonly kind: 'duplicate'; readonly eventId: EventId | null }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Our own fault, for this item only. */
  | { readonly kind: 'broken'; readonly error: unknown }

/** Events as an account is sent them. */
export interface Announced {
  readonly events: readonly { readonly event: Omit<Event, 'data'>; readonly body: Body }[]
  /** From which event on there may be more; null: there was nothing more. */
  readonly moreAfter: EventId | null
}

/** What the platform's data held or lacked, and in how many events. Never what an unknown field or a free text held. */
export interface IntakeNote {
  readonly event: EventName
  /** The dictionary does not know the field; or knows it, and not this value; or Hotmart always sends it, and it was not there. */
  readonly kind: 'field' | 'value' | 'missing'
  /** `data.commissions[].tax`; empty: all those for which there was no room. */
  readonly field: string
  /** Of the kind `value`; empty: all those for which there was no room. */
  readonly value: string
  readonly count: number
  readonly firstAt: number
  readonly lastAt: number
  readonly lastEventId: EventId
}

// -- delivering ----------------------------------------------------------------------------------------------------------

export interface LaneDue {
  readonly lane: Lane
  readonly dueAt: number
}

export interface LongestWaits {
  readonly retryMs: number
  readonly pauseMs: number
}

export interface BroughtNear {
  /** How many deliveries; pauses are not counted. */
  readonly moved: number
  readonly lanes: readonly LaneDue[]
}

export interface Claim {
  readonly delivery: Delivery
  readonly body: Body
}

export interface AskedLane {
  readonly lane: Lane
  readonly limit: number
  readonly bytes: number
}

export interface ClaimResult {
  readonly claims: readonly Claim[]
  /** For each lane asked for, in that order: when the first of what is left of it is due; null: nothing is left. */
  readonly nextDueAt: readonly (number | null)[]
}

export interface Recovered {
  /** Claims given back; a crash uses up no attempt. */
  readonly requeued: number
  /** Deliveries in the middle of an attempt at three crashes: failed, as `abandoned`, for a person to look at. */
  readonly abandoned: readonly DeliveryId[]
}

export interface AttemptOutcome {
  readonly delivery: Delivery
  readonly attempt: Omit<Attempt, 'late' | 'counted'>
  /** What follows if the attempt counts. One that does not (see `refusalCounts`) comes again when the lane's pause is over. */
  readonly next: NextMove
  readonly blamesUrl: boolean
  /** Whether the attempt counts for the configuration's health and the account's figures. */
  readonly counts: boolean
  /** The receiver stated a limit: its lane pauses. Such a refusal never counts for health. */
  readonly statedLimit: { readonly pausedUntil: number; readonly perSecond: number } | null
}

export type RecordResult =
  | {
      readonly kind: 'recorded'
      readonly delivery: Delivery
      /** Whether it used up an attempt of its series. */
      readonly counted: boolean
      readonly health: Health | null
      /** Of the series: whether every attempt failed for the URL itself, and when the first was made. */
      readonly allBlameUrl: boolean
      readonly firstAttemptAt: number
    }
  | { readonly kind: 'late' }
  /** Our own fault, for this item only: nothing of it is recorded, and its delivery is still claimed. */
  | { readonly kind: 'broken'; readonly error: unknown }

export type UnfinishedWork = 'hold' | 'release' | 'cancel'

// -- history -------------------------------------------------------------------------------------------------------------

export interface DeliveryFilter {
  readonly accountId: string
  readonly states?: readonly DeliveryState[]
  readonly events?: readonly EventName[]
  readonly configurationId?: ConfigurationId
  readonly productId?: number
  readonly transaction?: string
  /** HTTP code of the last attempt, 408 or -1; null: none yet. */
  readonly responseStatus?: number | null
  readonly test?: boolean
  /** Where a test without a configuration went. */
  readonly freeUrl?: string
  readonly from?: number
  readonly to?: number
}

export type DeliveryCursor = {
  readonly limit: number
  /** Whether to say whom each is about, which costs a look into its body. */
  readonly withBuyers?: boolean
} & ({ readonly before: DeliveryId | null } | { readonly after: DeliveryId | null })

export interface DeliveryPage {
  readonly deliveries: readonly Delivery[]
  /** Whom their bodies name as buyer, masked, one for each; null: nobody, or the body is gone. Empty unless asked for. */
  readonly buyers: readonly (string | null)[]
  readonly next: DeliveryId | null
}

export interface DeliveryDetail {
  readonly delivery: Delivery
  readonly body: Body | null
  readonly attempts: readonly Attempt[]
  readonly actions: readonly PastAction[]
  /** Its transaction's status, when that has since become one of `revokingStatuses`: sending this again would be wrong. */
  readonly revokedSince: string | null
  /** A later event of the same subject went, or is going, to the same configuration. */
  readonly overtaken: boolean
}

export interface TransactionDetail {
  readonly state: TransactionState
  /** null: it has outlived the history that held it. */
  readonly document: string | null
  /** Newest first. */
  readonly events: readonly Omit<Event, 'data'>[]
}

/** One row of the hourly roll-ups. */
export interface HourlyCount {
  readonly hour: number
  readonly configurationId: ConfigurationId | null
  readonly event: EventName
  readonly outcome: string
  /** Upper bound of the latency bucket, milliseconds. */
  readonly bucketMs: number
  readonly count: number
}

export interface StoreGauge {
  readonly queued: number
  readonly retrying: number
  /** For each horizon asked about, in that order. */
  readonly retryingWithin: readonly number[]
  readonly held: number
  readonly oldestDueAt: number | null
  readonly configurations: Readonly<Record<'active' | 'disabled', number>>
}

export interface SeriesOptions {
  /** Whether its attempts carry the token in the body as the configuration says then, rather than as the last attempt did. */
  readonly hottokAsConfigured: boolean
}

export interface Replay extends SeriesOptions {
  readonly id: ReplayId
  readonly accountId: string
  readonly filter: DeliveryFilter
  readonly mode: 'all' | 'latest'
  readonly state: 'running' | 'ended' | 'cancelled'
  readonly total: number
  readonly done: number
  readonly skipped: number
  readonly cursor: DeliveryId | null
  /** Only deliveries up to this one, so that a replay never chases its own tail. */
  readonly upTo: DeliveryId
  readonly by: string
  readonly createdAt: number
  readonly endedAt: number | null
}

// -- posts from before ---------------------------------------------------------------------------------------------------

export interface NewLegacyPost {
  readonly post: Omit<LegacyPost, 'lastAttemptAt' | 'sendingUntil'>
  readonly payload: LegacyPayload
  /** Of everything that the platform said of it: tells whether it said the same before. 16 bytes. */
  readonly fingerprint: Uint8Array
}

export type LegacyKeepResult =
  | { readonly kind: 'kept' }
  /** It was there, with the same fingerprint. Nothing of it was changed. */
  | { readonly kind: 'present' }
  /** The account has another one of that id. */
  | { readonly kind: 'different' }
  /** Our own fault, for this item only. */
  | { readonly kind: 'broken'; readonly error: unknown }

export interface LegacyPostFilter {
  readonly accountId: string
  readonly state?: LegacyPostState
  readonly event?: string
  readonly transaction?: string
  readonly productId?: number
  /** null: no attempt was made. */
  readonly status?: number | null
  readonly from?: number
  readonly to?: number
}

/** Where a page ended. */
export type LegacyPostPlace = Pick<LegacyPost, 'at' | 'id'>

export interface LegacyPostPage {
  readonly posts: readonly LegacyPost[]
  readonly next: LegacyPostPlace | null
}

export interface LegacyPostDetail {
  readonly post: LegacyPost
  readonly payload: LegacyPayload
  /** In the order in which they were asked for. */
  readonly attempts: readonly LegacyAttempt[]
}

export interface StoredAnswer {
  readonly bodyHash: string
  readonly status: number
  readonly body: string
}
