import { type AddressPolicy, parseTargetUrl } from '../domain/addresses/address-policy.ts'
import { classify } from '../domain/delivery/attempt.ts'
import type { Reply } from '../domain/delivery/reply.ts'
import { Refusal } from '../domain/errors.ts'
import type { LegacyAttemptResult } from '../domain/legacy-post.ts'
import { putHottoks } from '../domain/secrets/cut-hottok.ts'
import { maskAnswer, type SoughtSecret } from '../domain/secrets/mask-secrets.ts'
import { encodeFormText } from '../domain/text/form-text.ts'
import { formMediaType } from '../domain/text/media-type.ts'
import type { Clock } from '../engine/clock.ts'
import type { Shortage } from '../engine/deliver/shortage.ts'
import type { Target, Targets } from '../engine/deliver/targets.ts'
import type { Observer } from '../engine/observer.ts'
import { CutOff, type Sender, type SendRequest } from '../engine/send/send.ts'
import { Slices } from '../engine/slices.ts'
import type { LegacyKeepResult, LegacyPostDetail, NewLegacyPost } from '../store/contract/legacy-posts.ts'
import type { Store } from '../store/contract/store.ts'
import type { Accounts } from './accounts.ts'
import { allConfigurations } from './all-configurations.ts'
import { type LegacyPostInput, newLegacyPost } from './new-legacy-post.ts'

/** Longer than the longest attempt that the settings allow, and the recording of it. */
const leaseMs = 180_000
/** Under way at once, by hand: in all, and for one account, so that nobody's dead receiver keeps the others waiting. */
const sendingMost = 64
const sendingPerAccount = 8
const recordAgainMs = 500

export interface LegacyPostsParts {
  readonly store: Store
  readonly clock: Clock
  readonly accounts: Accounts
  readonly targets: Targets
  readonly sender: Sender
  readonly policy: () => AddressPolicy
  readonly observer: Observer
  readonly shortage: Shortage
  readonly userAgent: string
}

/**
 * Posts that the platform's earlier postback tool made. They do not go through the lanes: a lane sends events of ours to
 * configurations, and these are neither. Each attempt is one that a person asked for; it goes out as it was, to where it was
 * meant to go, if one of the account's configurations still goes to that scheme, host and port.
 */
export class LegacyPosts {
  readonly #parts: LegacyPostsParts
  /** Accounts whose posts are being sent, once for each. */
  readonly #sending: string[] = []
  readonly #running = new Set<Promise<void>>()
  #stopping = false

  constructor(parts: LegacyPostsParts) {
    this.#parts = parts
  }

  /** An attempt that the process did not survive is given back: whoever asked for it sees that, and can ask again. */
  async start() {
    await this.#parts.store.recoverLegacyAttempts()
  }

  /** Waits for the attempts under way. */
  async stop() {
    this.#stopping = true
    await Promise.all(this.#running)
  }

  // -- coming in -------------------------------------------------------------------------------------------------------------

  /** Keeps what is new, without any token in it. Answers per item. @throws Refusal storage_unavailable */
  async keep(accountId: string, inputs: readonly LegacyPostInput[]): Promise<readonly LegacyKeepResult[]> {
    const { store, clock, accounts, observer } = this.#parts
    const { hottok, next } = await accounts.hottok(accountId)
    const known = next === null ? [hottok] : [hottok, next]
    const importedAt = clock.now()
    const posts: NewLegacyPost[] = []
    const slices = new Slices()
    for (const input of inputs) {
      if (slices.isOver()) await slices.turn()
      posts.push(newLegacyPost(accountId, input, known, importedAt))
    }
    const results = await store.keepLegacyPosts(posts).catch((cause) => {
      observer.trouble('import', cause)
      throw new Refusal('storage_unavailable', { cause, retryAfter: 1 })
    })
    for (const result of results) if (result.kind === 'broken') observer.trouble('import', result.error)
    return results
  }

  // -- going out again -------------------------------------------------------------------------------------------------------

  /** One attempt, begun when this is fulfilled. @throws Refusal */
  async processAgain(accountId: string, id: string, by: string): Promise<LegacyPostDetail> {
    const { store, clock } = this.#parts
    const found = await store.getLegacyPost(accountId, id)
    if (!found) throw new Refusal('not_found')
    // Whether it may go at all is said before where to.
    if (found.post.state === 'sent') throw new Refusal('post_sent')
    const target = await this.#targetOf(accountId, found)
    const leave = this.#enter(accountId)
    try {
      const at = clock.now()
      const begun = await store.beginLegacyAttempt(accountId, id, { by, at, until: at + leaseMs })
      if (begun.kind === 'refused') throw new Refusal(begun.code)
      const run = this.#attempt(begun.detail, target).finally(() => {
        leave()
        this.#running.delete(run)
      })
      this.#running.add(run)
      return begun.detail
    } catch (error) {
      leave()
      throw error
    }
  }

  /** Its place among those under way. Twice given back is harmless. */
  #enter(accountId: string): () => void {
    if (this.#stopping) throw new Refusal('stopping')
    const own = this.#sending.filter((it) => it === accountId).length
    if (this.#sending.length >= sendingMost || own >= sendingPerAccount) {
      const detail = `At most ${sendingPerAccount} legacy posts of one account are processed again at once.`
      throw new Refusal('rate_limited', { detail, retryAfter: 1 })
    }
    this.#sending.push(accountId)
    let entered = true
    return () => {
      if (entered) this.#sending.splice(this.#sending.indexOf(accountId), 1)
      entered = false
    }
  }

  /**
   * The configuration that answers for the place of the post: the same scheme, host and port, since another port may be another
   * person's service, and http can be read on the way. Of several, one with the very address; else the newest that is sent the
   * account's token, which is what the earlier tool sent; else the newest.
   */
  async #targetOf(accountId: string, { post }: LegacyPostDetail): Promise<Target> {
    const { store, clock, policy, targets } = this.#parts
    const parsed = parseTargetUrl(putHottoks(post.url, ''), policy())
    if (!parsed.ok)
      throw new Refusal('invalid_url', { detail: `The address of the post cannot be used. ${parsed.detail}` })
    const { origin, href } = parsed.url
    const all = await Array.fromAsync(allConfigurations(store, accountId))
    const there = all.filter(({ url }) => new URL(url).origin === origin)
    if (there.length === 0) throw new Refusal('host_not_configured', { detail: `The post went to ${origin}.` })
    const active = there.filter(({ status }) => status.state === 'active' || status.state === 'releasing')
    if (active.length === 0)
      throw new Refusal('configuration_disabled', { detail: `It is the one that goes to ${origin}.` })
    const chosen = active.find(({ url }) => url === href) ?? active.find(({ hottok }) => hottok === null) ?? active[0]
    const target = chosen && (await targets.forConfiguration(accountId, chosen.id, clock.now()))
    // The token may stand in the address of the post, where it must not lead elsewhere.
    const whole = target && URL.parse(putHottoks(post.url, target.hottok(clock.now()).text))
    if (!target || whole?.origin !== origin) throw new Refusal('host_not_configured')
    return target
  }

  async #attempt({ post, payload, attempts }: LegacyPostDetail, target: Target) {
    const { clock, sender, observer, shortage } = this.#parts
    const { number = 0, by = '' } = attempts.at(-1) ?? {}
    try {
      const hottok = target.hottok(clock.now())
      const reply = await sender.send(requestOf({ post, payload }, hottok.text, this.#parts.userAgent))
      const result = resultOf(reply, hottok.sought)
      await this.#record(post, number, result)
      observer.legacyAttempted({ post, result, by, host: target.host })
    } catch (error) {
      // Ours, not the receiver's: nothing is recorded, and the post can be processed again once its time is over.
      if (error instanceof CutOff) observer.legacyCutOff(post)
      else shortage.trouble('a legacy post', error)
    }
  }

  /** Sent, so what came of it is worth some patience; while the process stops, the next start gives the post back. */
  async #record({ accountId, id }: LegacyPostDetail['post'], number: number, result: LegacyAttemptResult) {
    for (;;) {
      try {
        await this.#parts.store.recordLegacyAttempt(accountId, id, number, result)
        return
      } catch (error) {
        if (this.#stopping) throw error
        this.#parts.observer.trouble('recording', error)
        await new Promise((resolve) => setTimeout(resolve, recordAgainMs))
      }
    }
  }
}

/** In its original form: nothing of what our own deliveries carry besides. */
function requestOf(
  { post, payload }: Pick<LegacyPostDetail, 'post' | 'payload'>,
  hottok: string,
  userAgent: string,
): SendRequest {
  return {
    url: putHottoks(post.url, encodeURIComponent(hottok)),
    headers: { accept: '*/*', 'content-type': post.contentType, 'user-agent': userAgent, 'x-hotmart-hottok': hottok },
    body: putHottoks(payload.body, writtenIn(post.contentType, hottok)),
  }
}

/** The token as a body of that type holds it; one that was brought along may have characters that have to be escaped. */
function writtenIn(contentType: string, hottok: string): string {
  if (contentType.startsWith(formMediaType)) return encodeFormText(hottok)
  return /\bjson\b/i.test(contentType) ? JSON.stringify(hottok).slice(1, -1) : hottok
}

function resultOf(reply: Reply, hottok: SoughtSecret): LegacyAttemptResult {
  const response = reply.kind === 'answered' ? reply : null
  const kept = response && maskAnswer(response, [hottok])
  return {
    ...classify(reply),
    timings: reply.timings,
    responseHeaders: kept?.headers ?? [],
    responseBody: kept?.body ?? new Uint8Array(),
    responseTruncated: response?.bodyTruncated ?? false,
  }
}
