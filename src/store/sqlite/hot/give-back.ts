import type { Delivery } from '../../../domain/delivery/delivery.ts'
import type { ClaimKey } from '../../contract/work.ts'
import { stateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { addAction } from '../rows/actions.ts'
import { type DeliveryRow, findDelivery } from '../rows/delivery-rows.ts'
import { blobOf } from '../rows/id-blobs.ts'
import { configurationState } from './configuration-state.ts'
import { noteHeld } from './held.ts'
import { setStanding, standingAfter, waitAgain } from './waiting.ts'

/** Back to where they were; held or cancelled if their configuration was disabled or removed meanwhile. */
export function giveBack(db: Database, claims: readonly ClaimKey[], now: number) {
  for (const { id, number } of claims) {
    const row = findDelivery(db, blobOf(id))
    if (row?.state !== stateCode.sending || row.attempts_total + 1 !== number) continue
    const standing = standingAfter(row, configurationState(db, row.configuration), waitAgain(row, now))
    setStanding(db, row, standing)
    noteInterruption(db, row, standing.state, now)
  }
}

/** Leaves a trace, and keeps count, when a delivery is held or cancelled because of its configuration. */
export function noteInterruption(
  db: Database,
  row: Pick<DeliveryRow, 'id' | 'configuration'>,
  state: Delivery['state'],
  now: number,
  by = 'postback',
) {
  if (state === 'held') {
    noteHeld(db, row.configuration, row.id)
    addAction(db, row.id, { at: now, by, kind: 'held', detail: 'configuration disabled' })
  }
  if (state === 'cancelled') {
    addAction(db, row.id, { at: now, by, kind: 'cancelled', detail: 'configuration removed' })
  }
}
