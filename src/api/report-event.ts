import { Refusal } from '../domain/errors.ts'
import { type EventName, isPurchaseEvent } from '../domain/event.ts'
import type { EventId, UpdateId } from '../domain/ids.ts'
import { publicId } from '../domain/public-ids.ts'
import type { ReportedUpdate, StampedUpdate } from '../domain/update.ts'
import type { Accepted, Intake } from '../intake/intake.ts'
import type { Store } from '../store/contract/store.ts'
import type { Api } from './api.ts'
import { readEventData, readOccurredAt, underData } from './reports.ts'
import type { Static } from './shapes/base.ts'
import type { eventInput } from './shapes/event-input.ts'

/** One scope for all: an id names an event whichever way it comes. */
const eventIdScope = 'event-id'

/**
 * An event made ready for the intake.
 * @param caller by Idempotency-Key; the event's own id, if it has one, says more
 * @throws Refusal, with pointers into the body
 */
export function readEvent(
  input: Static<typeof eventInput>,
  now: number,
  caller: ReportedUpdate['caller'] = null,
): ReportedUpdate {
  const { subject, data } = readEventData(input.event, input.data)
  if (!isPurchaseEvent(input.event)) refusePurchaseOptions(input)
  return {
    via: 'event',
    subject,
    event: input.event,
    data,
    occurredAt: readOccurredAt(input.occurredAt, '/occurredAt', now),
    occurrence: input.occurrence ?? '',
    emitStale: input.emitStale ?? false,
    // Whatever it says the second time, an id that came before is a duplicate: hence no hash.
    caller: input.id === undefined ? caller : { scope: eventIdScope, key: input.id, bodyHash: '' },
  }
}

/** What an event says once is never repeated nor overtaken: these would have no effect. */
function refusePurchaseOptions(input: Static<typeof eventInput>) {
  const errors = (['occurrence', 'emitStale'] as const)
    .filter((key) => input[key] !== undefined)
    .map((key) => ({ pointer: `/${key}`, detail: 'belongs to purchase events; leave it out' }))
  if (errors.length > 0) throw new Refusal('invalid_request', { errors })
}

/** Kept, and decided on later: `GET /v1/intake/{updateId}` tells what came of it. */
export interface Buffered {
  readonly updateId: string
  readonly buffered: true
}

export type EventAnswer =
  | {
      readonly status: 202
      /** The producer whose event it is; null: not known yet. */
      readonly accountId: string | null
      readonly body: { eventId: string; deliveries: number; duplicate: false } | Buffered
    }
  | {
      readonly status: 200
      readonly body: { eventId: string | null; deliveries: number; duplicate: boolean; reason?: 'unchanged' | 'stale' }
    }

/** @throws Refusal, with pointers into the body */
export async function reportEvent(
  { engine, intake }: Pick<Api, 'engine' | 'intake'>,
  event: ReportedUpdate,
): Promise<EventAnswer> {
  const reported = await report(intake, engine.stamp(event))
  switch (reported.kind) {
    case 'event':
      return {
        status: 202,
        accountId: reported.accountId,
        body: { eventId: reported.eventId, deliveries: reported.deliveries, duplicate: false },
      }
    case 'nothing':
      return { status: 200, body: { eventId: null, deliveries: 0, duplicate: false, reason: reported.why } }
    case 'buffered':
      return { status: 202, accountId: null, body: bufferedAs(reported.updateId) }
    case 'duplicate': {
      const { eventId, deliveries } = await whatCameOf(engine.store, reported.eventId)
      return { status: 200, body: { eventId, deliveries, duplicate: true } }
    }
  }
}

export function bufferedAs(updateId: UpdateId): Buffered {
  return { updateId: publicId('upd', updateId), buffered: true }
}

/** What was made of an update the first time that it came; null: nothing. */
export async function whatCameOf(
  store: Store,
  eventId: string | null,
): Promise<{ eventId: string | null; event: EventName | null; deliveries: number }> {
  const found = eventId === null ? null : await store.getEvent(eventId as EventId)
  return { eventId, event: found?.event.name ?? null, deliveries: found?.deliveries.length ?? 0 }
}

async function report(intake: Intake, update: StampedUpdate): Promise<Accepted> {
  try {
    return await intake.report(update)
  } catch (error) {
    throw underData(error)
  }
}
