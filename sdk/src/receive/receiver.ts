import { type Answer, answer, tooLarge } from './answer.ts'
import { checkOptions } from './check-options.ts'
import type { AnyEvent, EventOf, KnownEventName, KnownVersion } from './event.ts'
import { handlingAlways, handlingOnce } from './handle-once.ts'
import type { DeliveryFacts, Handler } from './handler.ts'
import { bytesOf, headerOf, type RawRequest, textOf } from './raw-request.ts'
import { readEvent } from './read-event.ts'
import { memoryStore } from './stores/memory.ts'
import type { ReceiverStore } from './stores/store.ts'
import { createVerifier, type Secrets } from './verify.ts'

export interface ReceiverOptions<Version extends KnownVersion = '2.0.0'> extends Secrets {
  /** A handler for each event that matters to you. */
  readonly on?: { readonly [Name in KnownEventName]?: Handler<EventOf<Name, Version>> }
  /** For all events without a handler in `on`, known to the kit or not. Default: they are answered with 200 and ignored. */
  readonly onUnknown?: Handler<AnyEvent>
  /** Gets what a handler or the store threw. Default: `console.error`. */
  readonly onError?: (error: unknown, event: AnyEvent | null) => void
  /** Versions of your configurations. Default: `['2.0.0']`. Other versions are refused, as the handlers could not read them. */
  readonly versions?: readonly Version[]
  /**
   * Where handled events are remembered. Default: in memory, for one process, until it ends. false: nowhere, because your handlers
   * recognize duplicates themselves, for instance by a row under the event's id.
   */
  readonly dedupe?: ReceiverStore | false
  /** true: an event is skipped if one with a higher `postback-sequence` of the same subject has been handled. */
  readonly order?: boolean
  /** After this many milliseconds the sender is answered 503, and the handler goes on. Default: 10,000; senders wait 15 seconds. */
  readonly answerWithinMs?: number
  /** After this many milliseconds without a result the handler counts as dead. Default: 300,000. */
  readonly leaseMs?: number
  /** Larger bodies are refused. Default: 1 MiB. */
  readonly bodyBytesMax?: number
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number
}

/** The part behind every adapter: takes a raw request and returns the answer. */
export interface Receiver {
  readonly bodyBytesMax: number
  /** Never rejects. */
  receive(request: RawRequest): Promise<Answer>
  /** Calls `onError`, for errors before there is a request to receive. */
  report(error: unknown): void
}

/**
 * Verifies, reads, and passes each event to its handler once. An event counts as handled when its handler has returned. A handler
 * that throws is called again at the sender's next attempt. In rare cases the process dies before the result is stored, and a later
 * attempt calls the handler a second time. If something must not be done twice, do it in one transaction.
 * @throws TypeError when the options are invalid
 */
export function createReceiver<Version extends KnownVersion = '2.0.0'>(options: ReceiverOptions<Version>): Receiver {
  checkOptions({ ...options })
  const verify = createVerifier(options)
  const versions: readonly string[] = options.versions ?? ['2.0.0']
  const { now = Date.now, answerWithinMs = 10_000, bodyBytesMax = 1024 * 1024 } = options
  const report = options.onError ?? ((error: unknown) => console.error(error))
  const { dedupe = memoryStore(), order = false, leaseMs = 300_000 } = options
  if (order && !dedupe) throw new TypeError('order: needs a store. Name one in dedupe, or leave dedupe out.')
  const handle = dedupe ? handlingOnce({ store: dedupe, order, leaseMs, now, report }) : handlingAlways(report)

  const receive = async (request: RawRequest): Promise<Answer> => {
    if (bytesOf(request.body).length > bodyBytesMax) return tooLarge(bodyBytesMax)

    const verification = await verify(request, now())
    if (!verification.ok) return answer('refused', { code: verification.code, message: verification.message })

    const reading = await readEvent(request)
    if (!reading.ok) return answer('unreadable', { code: reading.code, message: reading.message })

    const { event } = reading
    const own = ownHandler(event, options.on)
    const handler = own ?? options.onUnknown
    if (!handler) return answer('unknown')
    if (own && !versions.includes(event.version)) return versionRefused(event, versions)

    return withinTime(handle(event, factsOf(request), handler), answerWithinMs)
  }

  return {
    bodyBytesMax,
    report: (error) => report(error, null),
    receive: (request) =>
      receive(request).catch((error: unknown) => {
        report(error, null)
        return answer('unavailable')
      }),
  }
}

type AnyHandler = Handler<AnyEvent>

/** The cast is safe: `on` has each handler under the name of its event. */
function ownHandler({ event }: AnyEvent, on: object = {}): AnyHandler | undefined {
  return Object.hasOwn(on, event) ? (on as Readonly<Record<string, AnyHandler>>)[event] : undefined
}

function versionRefused({ event, version }: AnyEvent, versions: readonly string[]): Answer {
  return answer('unreadable', {
    code: 'version_not_handled',
    message: `${event} came in version ${version || 'unknown'}, and this receiver reads ${versions.join(' and ')}. Change the version of the configuration, or name it in the receiver's versions.`,
  })
}

function factsOf(request: RawRequest): DeliveryFacts {
  return {
    sequence: wholeNumber(headerOf(request, 'postback-sequence')),
    attempt: wholeNumber(headerOf(request, 'postback-attempt')),
    test: headerOf(request, 'postback-test') === 'true',
    body: textOf(request.body) ?? '',
  }
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}

/** After a time-out the handler goes on. If it succeeds, the next attempt is answered as a duplicate. */
function withinTime(work: Promise<Answer>, milliseconds: number): Promise<Answer> {
  const late = answer('busy', { message: 'Not finished yet. The next attempt will tell how it ended.' })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late), milliseconds)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
