import type { LaneDue } from '../../contract/work.ts'
import { configurationStateCode, stateCode, triggerCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { deliveryColumns } from '../rows/delivery-rows.ts'
import { idOf } from '../rows/id-blobs.ts'

/** Queries for due deliveries. `due` is set only while queued or retrying, so its indexes contain only these. */

const { removed } = configurationStateCode

const claimColumns = `${deliveryColumns}, d.crashes`

const nextLane = `from deliveries indexed by deliveries_due
          where test = 0 and due is not null and (account, configuration) > (lane.account, lane.configuration)
          order by account, configuration limit 1`

export const dueQueries = {
  claimLane: `select ${claimColumns} from deliveries d indexed by deliveries_due
    where d.test = 0 and d.account = ? and d.configuration = ? and d.due <= ? order by d.due, d.id limit ?`,
  claimTests: `select ${claimColumns} from deliveries d indexed by deliveries_tests_due
    where d.test = 1 and d.account = ? and d.due <= ?
      and not exists (select 1 from configurations c where c.id = d.configuration and c.state = ${removed})
    order by d.due, d.id limit ?`,
  removedTests: `select distinct d.configuration from deliveries d indexed by deliveries_tests_due
    join configurations c on c.id = d.configuration and c.state = ${removed}
    where d.test = 1 and d.account = ? and d.due <= ? limit ?`,
  /** The delivery of an event to a configuration, if its first attempt waits: ids of an event's deliveries start alike. */
  untried: `select ${claimColumns} from deliveries d indexed by deliveries_by_configuration
    where d.configuration = ? and d.id between ? and ? and d.event_id = ? and d.test = 0
      and d.state = ${stateCode.queued} and d.attempts = 0 and d.trigger = ${triggerCode.automatic}`,
  nextOfLane: `select due from deliveries indexed by deliveries_due
    where test = 0 and account = ? and configuration = ? and due is not null order by due limit 1`,
  nextTest: `select due from deliveries indexed by deliveries_tests_due
    where test = 1 and account = ? and due is not null order by due limit 1`,
  /** Jumps from one lane to the next in the index, so that its cost does not depend on their length. */
  lanes: `with recursive lane (account, configuration) as (
      select * from (select account, configuration from deliveries indexed by deliveries_due
        where test = 0 and due is not null order by account, configuration limit 1)
      union all
      select (select account ${nextLane}), (select configuration ${nextLane}) from lane where lane.account is not null)
    select account, configuration, (select due from deliveries indexed by deliveries_due
        where test = 0 and account = lane.account and configuration = lane.configuration and due is not null
        order by due limit 1) as due
    from lane where account is not null`,
  testLanes: `with recursive lane (account) as (
      select * from (select account from deliveries indexed by deliveries_tests_due
        where test = 1 and due is not null order by account limit 1)
      union all
      select (select account from deliveries indexed by deliveries_tests_due
        where test = 1 and due is not null and account > lane.account order by account limit 1)
      from lane where lane.account is not null)
    select account, (select due from deliveries indexed by deliveries_tests_due
        where test = 1 and account = lane.account and due is not null order by due limit 1) as due
    from lane where account is not null`,
} as const

/** Every lane with queued or retrying deliveries, in any state of its configuration, and when the first one is due. */
export function* lanesWithWork(db: Database): Generator<LaneDue> {
  for (const row of db.all<{ account: string; due: number }>(dueQueries.testLanes))
    yield { lane: { accountId: row.account, configurationId: null }, dueAt: row.due }
  for (const row of db.all<{ account: string; configuration: Uint8Array; due: number }>(dueQueries.lanes))
    yield { lane: { accountId: row.account, configurationId: idOf(row.configuration) }, dueAt: row.due }
}
