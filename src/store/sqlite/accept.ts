import { Refusal } from '../../domain/errors.ts'
import type { Subject } from '../../domain/subject.ts'
import type { AcceptResult, Decision, Emission, Facts, NewDelivery, StoreUpdate } from '../contract/ledger.ts'
import { addAction } from './actions.ts'
import { configurationStateCode } from './codes.ts'
import { configurationState } from './configuration-state.ts'
import type { Database } from './database.ts'
import { insertDelivery } from './delivery-rows.ts'
import { insertBody, insertEvent } from './events.ts'
import { type FactsCache, FactsReader } from './facts.ts'
import { noteHeld } from './held.ts'
import { blobOf, blobOrNull, idOrNull } from './id-blobs.ts'
import { findSubject, type KnownSubject } from './subjects.ts'
import { saveSubscription } from './subscriptions.ts'
import { saveTransaction } from './transactions.ts'
import { unitOfItems } from './unit-of-items.ts'

/** Updates become events with their deliveries, all in one commit. */
export function accept(db: Database, cache: FactsCache, updates: readonly StoreUpdate[]): AcceptResult[] {
  let facts = new FactsReader(db, cache)
  // Deciding has effects of its own (ids, places in the dispatcher), so it is done once, however often it is written.
  const decisions: AcceptResult[] = []
  return unitOfItems<StoreUpdate, AcceptResult>(db, updates, {
    begin() {
      facts = new FactsReader(db, cache)
    },
    once(update, index) {
      const answered = answerBefore(db, update)
      if (answered) return answered
      const known = findSubject(db, update.subject)
      const result = decisions[index] ?? decide(update, facts.about(known))
      decisions[index] = result
      if (result.kind === 'stored') write(db, update, result.decision, known)
      return result
    },
    broken: (error) => ({ kind: 'broken', error }),
  })
}

interface SeenRow {
  readonly event_id: Uint8Array | null
  readonly body_hash: string
}

/** What the caller asked before under the same name was answered then. Names are forgotten by housekeeping alone. */
function answerBefore(db: Database, { seen }: StoreUpdate): AcceptResult | null {
  if (!seen) return null
  const row = db.get<SeenRow>('select event_id, body_hash from seen where scope = ? and key = ?', seen.scope, seen.key)
  if (!row) return null
  if (row.body_hash !== seen.bodyHash) return { kind: 'refused', refusal: new Refusal('idempotency_conflict') }
  return { kind: 'duplicate', eventId: idOrNull(row.event_id) }
}

function decide(update: StoreUpdate, facts: Facts): AcceptResult {
  try {
    return { kind: 'stored', decision: update.decide(facts) }
  } catch (error) {
    return error instanceof Refusal ? { kind: 'refused', refusal: error } : { kind: 'broken', error }
  }
}

function write(db: Database, update: StoreUpdate, decision: Decision, known: KnownSubject) {
  const event = decision.kind === 'emit' ? writeEmission(db, update.subject, decision.emission, known) : null
  if (decision.kind === 'quiet' && decision.keep) {
    const { state, document } = decision.keep
    saveTransaction(db, state, known.newestEvent)
    db.run(
      'insert or replace into transaction_documents ("transaction", document) values (?, ?)',
      state.transaction,
      document,
    )
  }
  if (update.seen) {
    const { scope, key, bodyHash, expiresAt } = update.seen
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

function writeEmission(db: Database, subject: Subject, emission: Emission, known: KnownSubject): Uint8Array {
  const id = blobOf(emission.event.id)
  insertEvent(db, emission.event, { id, document: emission.document, previous: known.newestEvent })
  for (const body of emission.bodies) insertBody(db, id, body)
  for (const delivery of emission.deliveries) {
    insertDelivery(db, delivery)
    if (delivery.state === 'held') noteHeldAtOnce(db, delivery)
  }
  if (subject.kind === 'subscription') {
    const { sequence, createdAt } = emission.event
    saveSubscription(db, { code: subject.code, sequence, newest_event: id, updated_at: createdAt })
  }
  const state = emission.transaction ?? emission.sequenceOnly
  if (state) saveTransaction(db, state, id)
  // A document apart can only be there when the transaction was.
  if (emission.transaction && known.transaction) {
    db.run('delete from transaction_documents where "transaction" = ?', emission.transaction.transaction)
  }
  return id
}

/** Its configuration is disabled, or has others to release before it. */
function noteHeldAtOnce(db: Database, { id, configurationId, createdAt }: NewDelivery) {
  const configuration = blobOrNull(configurationId)
  const isDisabled = configurationState(db, configuration) === configurationStateCode.disabled
  noteHeld(db, configuration, blobOf(id))
  addAction(db, blobOf(id), {
    at: createdAt,
    by: 'postback',
    kind: 'held',
    detail: isDisabled ? 'configuration disabled' : null,
  })
}
