import { type Delivery, queuedAt } from '../../../src/domain/delivery/delivery.ts'
import { type DeliveryId, type EventId, uuidToBytes } from '../../../src/domain/ids.ts'
import { subjectKey } from '../../../src/domain/subject.ts'
import type { Appended, Body, Entry, NewEvent } from '../../../src/store/contract/ledger.ts'
import { currentDictionary } from '../../../src/store/sql/body-dictionaries.ts'
import { frameMember, OpenFrame, packFrame } from '../../../src/store/sql/frames.ts'
import { type AwkwardInstance, type DeliveryRow, type Incarnation, newSeries } from './instance.ts'
import { findName, isFreeFor, nameKey, unknownSubject, versionOf } from './look.ts'
import { untriedBefore } from './order.ts'
import { setRest } from './rest.ts'

/**
 * Keeps what still stands. It does so with a will of its own: of whatever is decided on a subject as it is, the first is outdated, as
 * if something had always come in between. Only a node that has locked the subject is spared.
 */
export function append(instance: AwkwardInstance, node: Incarnation, entries: readonly Entry[]): Appended[] {
  const spoilt = entries.map((entry) => isFirst(instance, node, entry))
  for (const entry of entries) instance.tried.add(standOf(entry))
  const results = entries.map((entry, i) => (spoilt[i] ? outdated : appendOne(instance, node, entry)))
  for (const { subject } of entries) unlock(instance, node, subjectKey(subject))
  return results
}

const outdated: Appended = { kind: 'outdated' }

function isFirst({ tried, locks }: AwkwardInstance, node: Incarnation, entry: Entry): boolean {
  const key = subjectKey(entry.subject)
  return key !== null && locks.get(key)?.by !== node && !tried.has(standOf(entry))
}

function standOf({ subject, basedOn }: Entry): string {
  return `${subjectKey(subject)} ${basedOn.revision}`
}

function unlock({ locks }: AwkwardInstance, node: Incarnation, key: string | null) {
  if (key !== null && locks.get(key)?.by === node) locks.delete(key)
}

function appendOne(instance: AwkwardInstance, node: Incarnation, entry: Entry): Appended {
  const before = findName(instance, entry.names)
  if (before) {
    const isSame = entry.names.some(({ bodyHash }) => bodyHash === before.bodyHash)
    return isSame ? { kind: 'duplicate', eventId: before.eventId } : outdated
  }
  if (!stands(instance, node, entry)) return outdated
  const taken = takenId(instance, entry)
  if (taken !== null) return { kind: 'broken', error: new Error(`There is something with the id ${taken} already.`) }
  return { kind: 'kept', waiting: write(instance, node, entry) }
}

function stands(instance: AwkwardInstance, node: Incarnation, { subject, basedOn, deliveries }: Entry): boolean {
  const key = subjectKey(subject)
  const { revision } = (key !== null && instance.subjects.get(key)) || unknownSubject
  return (
    revision === basedOn.revision &&
    (key === null || isFreeFor(instance, key, node)) &&
    [...basedOn.accounts].every(([id, version]) => versionOf(instance, id) === version) &&
    deliveries.every((delivery) => delivery.state !== 'held' || mayBeHeld(instance, delivery))
  )
}

/** Somebody will let it out: it waits for its configuration to be enabled, or for others that are let out before it. */
function mayBeHeld(instance: AwkwardInstance, delivery: Delivery): boolean {
  const state = stateOfConfiguration(instance, delivery)
  return state === 'disabled' || state === 'releasing'
}

function stateOfConfiguration({ configurations }: AwkwardInstance, { configurationId }: Delivery) {
  return configurationId === null ? undefined : configurations.get(configurationId)?.configuration.status.state
}

function takenId({ events, deliveries }: AwkwardInstance, entry: Entry): string | null {
  const id = entry.event?.head.id
  if (id !== undefined && events.has(id)) return id
  return entry.deliveries.find((delivery) => deliveries.has(delivery.id))?.id ?? null
}

/** @returns what waits for an earlier first attempt instead of being claimed */
function write(instance: AwkwardInstance, node: Incarnation, entry: Entry): DeliveryId[] {
  const eventId = entry.event?.head.id ?? null
  writeSubject(instance, entry, eventId)
  if (entry.event) instance.events.set(entry.event.head.id, { ...entry.event, bodies: storedBodies(entry.event) })
  for (const name of entry.names) instance.names.set(nameKey(name), { eventId, bodyHash: name.bodyHash })
  return entry.deliveries.filter((delivery) => !writeDelivery(instance, node, delivery)).map(({ id }) => id)
}

/** As they come back from how stores keep them. */
function storedBodies({ head, bodies }: NewEvent): readonly Body[] {
  const id = uuidToBytes(head.id)
  const frame = packFrame([frameMember(id, bodies)], currentDictionary)
  return new OpenFrame(frame, () => currentDictionary.content).bodiesOf(id, () => true)
}

/** Names alone move nothing. */
function writeSubject({ subjects }: AwkwardInstance, entry: Entry, eventId: EventId | null) {
  const key = subjectKey(entry.subject)
  if (key === null || (entry.transaction === null && entry.event === null)) return
  const before = subjects.get(key) ?? unknownSubject
  const transaction = entry.transaction ?? before.transaction
  const isHeldByEvent = eventId !== null && transaction?.eventId === eventId
  subjects.set(key, {
    revision: before.revision + 1,
    transaction,
    sequence: entry.event?.head.sequence ?? before.sequence,
    newestEvent: eventId ?? before.newestEvent,
    document: entry.document ?? (isHeldByEvent ? null : before.document),
  })
}

/** @returns false: it waits for an earlier first attempt, which another node has, or none yet */
function writeDelivery(instance: AwkwardInstance, node: Incarnation, delivery: Delivery): boolean {
  const { id, state, createdAt: at } = delivery
  const isDisabled = stateOfConfiguration(instance, delivery) === 'disabled'
  const detail = isDisabled ? 'configuration disabled' : null
  const row: DeliveryRow = {
    delivery,
    claimedBy: state === 'sending' ? node : null,
    actions: state === 'held' ? [{ at, by: 'postback', kind: 'held', detail }] : [],
    attempts: [],
    interruptions: 0,
    hasBegun: false,
    series: newSeries,
  }
  instance.deliveries.set(id, row)
  const waits = state === 'sending' && untriedBefore(instance, row).some(({ claimedBy }) => claimedBy !== node)
  if (waits) setRest(instance, row, queuedAt(at))
  else instance.changes.noteMoved(delivery)
  return !waits
}
