import { type Answer, answer } from './answer.ts'
import { type AnyEvent, subjectOf } from './event.ts'
import type { DeliveryFacts, Handler } from './handler.ts'
import type { ReceiverStore } from './stores/store.ts'

export interface HandlingOptions {
  readonly store: ReceiverStore
  readonly order: boolean
  readonly leaseMs: number
  readonly now: () => number
  readonly report: (error: unknown, event: AnyEvent) => void
}

type Handle = (event: AnyEvent, delivery: DeliveryFacts, handler: Handler<AnyEvent>) => Promise<Answer>

/**
 * Calls a handler unless the event was handled before. While the handler runs, a lease on the event keeps a second attempt from
 * running in parallel. With the order guard the subject is leased too, so that two events of one sale never run in parallel.
 */
export function handlingOnce({ store, order, leaseMs, now, report }: HandlingOptions): Handle {
  return async (event, delivery, handler) => {
    const at = now()
    const token = crypto.randomUUID()
    const held: string[] = []
    const hold = async (key: string, once: boolean) => {
      const result = await store.hold(key, { token, now: at, until: at + leaseMs, once })
      if (result.held) held.push(key)
      return result
    }
    const letGo = () => Promise.allSettled(held.map((key) => store.release(key, token)))

    try {
      const eventKey = `event:${event.id}`
      const copy = await hold(eventKey, true)
      if (!copy.held) return answer(copy.value === null ? 'busy' : 'duplicate')

      const place = order ? placeOf(event, delivery) : null
      if (place) {
        const subject = await hold(place.key, false)
        if (!subject.held) {
          await letGo()
          return answer('busy')
        }
        if (subject.value !== null && subject.value > place.sequence) {
          await store.keep(eventKey, token, at, at)
          await letGo()
          return answer('stale')
        }
      }

      const failure = await thrownBy(() => handler(event, delivery))
      if (failure) {
        await letGo()
        report(failure.error, event)
        return answer('failed')
      }
      if (place) await store.keep(place.key, token, place.sequence, now())
      await store.keep(eventKey, token, now(), now())
      return answer('handled')
    } catch (error) {
      // The store failed. Keys that cannot be released now are free again when their lease ends.
      await letGo()
      report(error, event)
      return answer('unavailable')
    }
  }
}

/** Calls the handler for every copy. */
export function handlingAlways(report: HandlingOptions['report']): Handle {
  return async (event, delivery, handler) => {
    const failure = await thrownBy(() => handler(event, delivery))
    if (failure) report(failure.error, event)
    return answer(failure ? 'failed' : 'handled')
  }
}

interface Place {
  readonly key: string
  readonly sequence: number
}

/** Null for an event without a subject, or from a sender without sequences. */
function placeOf(event: AnyEvent, { sequence }: DeliveryFacts): Place | null {
  const subject = subjectOf(event)
  return subject === null || sequence === null ? null : { key: `subject:${subject}`, sequence }
}

/** Tells errors of the handler (`failed`) from errors of the store (`unavailable`). */
async function thrownBy(work: () => unknown): Promise<{ readonly error: unknown } | null> {
  try {
    await work()
    return null
  } catch (error) {
    return { error }
  }
}
