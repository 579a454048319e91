import type { Delivery } from '../../../domain/delivery/delivery.ts'
import type { Appended, Entry, NewEvent } from '../../contract/ledger.ts'
import { versionOf } from '../../sql/accounts.ts'
import { configurationStateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { addAction } from '../rows/actions.ts'
import { insertDelivery } from '../rows/delivery-rows.ts'
import { documentAsBody, insertEvent } from '../rows/events.ts'
import type { FrameWriter } from '../rows/frames.ts'
import { blobOf, blobOrNull, idOrNull } from '../rows/id-blobs.ts'
import { moveSubject } from '../rows/subjects.ts'
import { runNow } from '../run-now.ts'
import { configurationState } from './configuration-state.ts'
import { noteHeld } from './held.ts'
import { findName } from './look.ts'
import { unitOfItems } from './unit-of-items.ts'

/** Keeps entries in one commit, each only if the revision and versions that it is based on are current. */
export function append(db: Database, entries: readonly Entry[]): Appended[] {
  let versions = new Map<string, number>()
  const writer = db.frames.takeNewest()
  let frames = writer()
  const results = unitOfItems<Entry, Appended>(db, entries, {
    begin() {
      versions = new Map()
      frames = writer()
    },
    once(entry) {
      const before = findName(db, entry.names)
      if (before) {
        const isSame = entry.names.some(({ bodyHash }) => bodyHash === before.body_hash)
        return isSame ? { kind: 'duplicate', eventId: idOrNull(before.event_id) } : outdated
      }
      if (!accountsStand(db, entry, versions) || !mayBeHeld(db, entry)) return outdated
      const id = entry.event ? blobOf(entry.event.head.id) : null
      // The first write; nothing is written if the subject has changed.
      if (!moveSubject(db, entry, id)) return outdated
      if (entry.event && id) writeEvent(db, frames, id, entry.event)
      for (const delivery of entry.deliveries) writeDelivery(db, delivery)
      writeDocument(db, entry)
      writeNames(db, entry, id)
      return kept
    },
    end() {
      frames.end()
    },
    broken: (error) => ({ kind: 'broken', error }),
  })
  db.frames.keepNewest(frames)
  return results
}

const kept: Appended = { kind: 'kept', waiting: [] }
const outdated: Appended = { kind: 'outdated' }

/** @param versions read in this commit, in which they cannot change */
function accountsStand(db: Database, { basedOn }: Entry, versions: Map<string, number>): boolean {
  for (const [accountId, version] of basedOn.accounts) {
    const current = versions.get(accountId) ?? runNow(db, versionOf(accountId))
    versions.set(accountId, current)
    if (current !== version) return false
  }
  return true
}

/** A delivery may be held only while its configuration is disabled or being released: otherwise no step would let it out. */
function mayBeHeld(db: Database, { deliveries }: Entry): boolean {
  const { disabled, releasing } = configurationStateCode
  return deliveries.every(({ state, configurationId }) => {
    if (state !== 'held') return true
    const current = configurationState(db, blobOrNull(configurationId))
    return current === disabled || current === releasing
  })
}

function writeEvent(db: Database, frames: FrameWriter, id: Uint8Array, { head, document, bodies, previous }: NewEvent) {
  const frame = frames.add(id, document === null ? bodies : [...bodies, documentAsBody(document)])
  insertEvent(db, head, { id, previous: blobOrNull(previous), frame })
}

function writeDelivery(db: Database, delivery: Delivery) {
  insertDelivery(db, delivery)
  if (delivery.state !== 'held') return
  const [id, configuration] = [blobOf(delivery.id), blobOrNull(delivery.configurationId)]
  const isDisabled = configurationState(db, configuration) === configurationStateCode.disabled
  noteHeld(db, configuration, id)
  addAction(db, id, {
    at: delivery.createdAt,
    by: 'postback',
    kind: 'held',
    detail: isDisabled ? 'configuration disabled' : null,
  })
}

/** The document is stored separately only as long as no event holds it. */
function writeDocument(db: Database, { event, transaction, document, basedOn }: Entry) {
  if (!transaction) return
  if (document !== null) {
    db.run(
      'insert or replace into transaction_documents ("transaction", document) values (?, ?)',
      transaction.transaction,
      document,
    )
    if (event === null) noteSaleChanged(db, transaction.transaction)
  } else if (basedOn.revision > 0 && event && transaction.eventId === event.head.id) {
    db.run('delete from transaction_documents where "transaction" = ?', transaction.transaction)
  }
}

/** Its words are made anew beside the hot path, as those of sales with a new event are. */
function noteSaleChanged(db: Database, transaction: string) {
  db.run(
    'insert into sales_changed ("transaction", changes) values (?, 1) on conflict do update set changes = changes + 1',
    transaction,
  )
}

function writeNames(db: Database, { names }: Entry, event: Uint8Array | null) {
  for (const { scope, key, bodyHash, expiresAt } of names) {
    db.run(
      'insert into seen (scope, key, event_id, body_hash, expires_at) values (?, ?, ?, ?, ?)',
      scope,
      key,
      event,
      bodyHash,
      expiresAt,
    )
  }
}
