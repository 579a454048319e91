import { held } from '../../../domain/delivery/delivery.ts'
import type { ConfigurationId } from '../../../domain/ids.ts'
import type { Settled } from '../../contract/work.ts'
import { configurationStateCode } from '../../sql/codes.ts'
import { type ConfigurationRow, configurationColumns, configurationOf } from '../../sql/configuration-rows.ts'
import type { Database } from '../database.ts'
import { type DeliveryRow, deliveryColumns } from '../rows/delivery-rows.ts'
import { blobOf } from '../rows/id-blobs.ts'
import { cancelRow } from './cancel.ts'
import { noteInterruption } from './give-back.ts'
import { heldQuery } from './held.ts'
import { letOut } from './let-out.ts'
import { setStanding, standingAfter } from './waiting.ts'

/** What a configuration's state entails for its deliveries, a step at a time. What it is in now says what there is to do. */

const pendingOfLane = `select ${deliveryColumns} from deliveries d indexed by deliveries_due
  where d.test = 0 and d.account = (select account from configurations where id = ?1) and d.configuration = ?1
    and d.due is not null order by d.due limit ?2`
const pendingTests = `select ${deliveryColumns} from deliveries d indexed by deliveries_tests_due
  where d.test = 1 and d.account = (select account from configurations where id = ?1) and d.due is not null
    and d.configuration = ?1 limit ?2`

interface Step {
  readonly by: string
  readonly now: number
  readonly limit: number
}

export function settle(db: Database, id: ConfigurationId, by: string, now: number, limit: number): Settled {
  const [blob, step] = [blobOf(id), { by, now, limit }]
  const row = db.get<ConfigurationRow>(`select ${configurationColumns} from configurations where id = ?`, blob)
  const configuration = row && configurationOf(row)
  switch (configuration?.status.state) {
    case 'releasing':
      return letOut(db, blob, configuration, configuration.status, step)
    case 'disabled':
      return { done: hold(db, blob, step) < step.limit, released: 0 }
    case 'removed':
      return { done: cancelAll(db, blob, step) < step.limit, released: 0 }
    default:
      return { done: true, released: 0 }
  }
}

function hold(db: Database, configuration: Uint8Array, { by, now, limit }: Step): number {
  const rows = db.all<DeliveryRow>(pendingOfLane, configuration, limit)
  for (const row of rows) {
    const standing = standingAfter(row, configurationStateCode.disabled, held)
    setStanding(db, row, standing)
    noteInterruption(db, row, standing.state, now, by)
  }
  return rows.length
}

function cancelAll(db: Database, configuration: Uint8Array, { by, now, limit }: Step): number {
  const reason = 'configuration removed'
  let done = 0
  for (const query of [pendingOfLane, pendingTests, heldQuery]) {
    const rows = db.all<DeliveryRow>(query, configuration, limit - done)
    for (const row of rows) cancelRow(db, row, { reason, by, now, detail: reason })
    done += rows.length
  }
  return done
}
