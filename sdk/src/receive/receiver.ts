import { type Answer, answer, tooLarge } from './answer.ts'
import { checkOptions } from './check-options.ts'
import type { AnyEvent, EventOf, KnownEventName, KnownVersion } from './event.ts'
import { handlingAlways, handlingOnce } from './handle-once.ts'
import { bytesOf, headerOf, type RawRequest, textOf } from './raw-request.ts'
import { readEvent } from './read-event.ts'
import { memoryStore } from './stores/memory.ts'
import type { ReceiverStore } from './stores/store.ts'
import { createVerifier, type Secrets } from './verify.ts'

/** What is known of the delivery besides the event. The headers it comes from are Postback's own: others do not send them. */
export interface DeliveryFacts {
  /** 1, 2, 3… within the event's subject; null if it was not said. */
  readonly sequence: number | null
  /** 1 for the first try; null if it was not said. */
  readonly attempt: number | null
  /** Nobody bought anything. Give no access for it. */
  readonly test: boolean
  /** The body to the letter, to be kept. */
  readonly body: string
}

/** Done when it returns, or when what it returns is fulfilled. Throws: the sender tries again. */
export type Handler<Event> = (event: Event, delivery: DeliveryFacts) => unknown

export interface ReceiverOptions<Version extends KnownVersion = '2.0.0'> extends Secrets {
  /** One for each event that matters to you. */
  readonly on?: { readonly [Name in KnownEventName]?: Handler<EventOf<Name, Version>> }
  /** For every event that has no handler in `on`, whether the kit knows it or not. Left out: such events are answered and left alone. */
  readonly onUnknown?: Handler<AnyEvent>
  /** Told what was thrown, by a handler or by the store. `console.error` if left out. */
  readonly onError?: (error: unknown, event: AnyEvent | null) => void
  /** Versions that your configurations ask for. `['2.0.0']` if left out; any other is refused, as no handler could read it. */
  readonly versions?: readonly Version[]
  /**
   * Where handled events are remembered. In memory if left out: for one process, until it ends. false: nowhere, as your handlers
   * know a copy by themselves, by a row under its id for instance.
   */
  readonly dedupe?: ReceiverStore | false
  /** true: an event is left out when one with a higher `postback-sequence` of the same subject has been handled. */
  readonly order?: boolean
  /** Milliseconds after which the sender is told to come back while the handler goes on. 10,000 if left out; senders give up after 15 seconds. */
  readonly answerWithinMs?: number
  /** Milliseconds after which a handler of which nothing was heard is given up for dead. 300,000 if left out. */
  readonly leaseMs?: number
  /** Larger bodies are refused. 1 MiB if left out. */
  readonly bodyBytesMax?: number
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number
}

/** Behind every adapter: takes a request as it came and says what to answer. */
export interface Receiver {
  readonly bodyBytesMax: number
  /** Never rejected. */
  receive(request: RawRequest): Promise<Answer>
  /** Tells `onError`, for what goes wrong before there is a request to receive. */
  report(error: unknown): void
}

/**
 * Verifies, reads, and hands each event to its handler once. An event counts as handled when its handler has come to its end; a
 * handler that throws is called again with the sender's next attempt. A process that dies in between leaves the event to a later
 * attempt, so a handler can begin twice, in rare cases: let it do in one transaction what must not be done twice.
 * @throws TypeError when the options cannot be meant
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

/** Its type is right: `on` has the handler under the name of the event. */
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

/** The handler goes on; when it comes to its end, the next attempt finds the event handled. */
function withinTime(work: Promise<Answer>, milliseconds: number): Promise<Answer> {
  const late = answer('busy', { message: 'Not finished yet. The next attempt will tell how it ended.' })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late), milliseconds)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
