import type { StoreGauge } from '../../contract/history.ts'
import { configurationStateCode, stateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { dueQueries } from '../hot/due-queries.ts'

const { active, releasing, disabled } = configurationStateCode

/** With more waiting deliveries than this, the shares of queued and retrying are estimated from this many. */
const dividedExactlyMax = 20_000

const lanesWaiting = 'deliveries indexed by deliveries_due where test = 0 and due is not null'
const testsWaiting = 'deliveries indexed by deliveries_tests_due where test = 1 and due is not null'

/** Counts come from indexes and counters, so that a query every few seconds stays cheap with a large backlog. */
export function gauge(db: Database, now: number, retryHorizonsMs: readonly number[]): StoreGauge {
  const waiting = db.count(
    `select (select count(*) from ${lanesWaiting}) + (select count(*) from ${testsWaiting}) as n`,
  )
  const sample = db.get<{ looked: number; queued: number | null }>(
    `select count(*) as looked, sum(state = ${stateCode.queued}) as queued from (
      select state from (select state from ${testsWaiting} limit ${dividedExactlyMax})
      union all select state from (select state from ${lanesWaiting} limit ${dividedExactlyMax}))`,
  )
  const queued = sample?.looked ? Math.round((waiting * (sample.queued ?? 0)) / sample.looked) : 0
  const retrying = waiting - queued
  return {
    queued,
    retrying,
    // Queued deliveries are due already, so all later ones are retries.
    retryingWithin: retryHorizonsMs.map((horizonMs) => Math.max(0, retrying - dueAfter(db, now + horizonMs))),
    held: db.count('select coalesce(sum(held), 0) as n from configurations'),
    oldestDueAt: oldestDue(db),
    configurations: {
      active: db.count(`select count(*) as n from configurations where state in (${active}, ${releasing})`),
      disabled: db.count(`select count(*) as n from configurations where state = ${disabled}`),
    },
  }
}

function dueAfter(db: Database, time: number): number {
  const lanes = `select count(*) from ${lanesWaiting} and due > ?1`
  const tests = `select count(*) from ${testsWaiting} and due > ?1`
  return db.count(`select (${lanes}) + (${tests}) as n`, time)
}

/** Only configurations that may be sent to, with their pauses. */
const oldestOfLanes = `select min(max(l.due, coalesce(c.paused_until, 0))) as due from (${dueQueries.lanes}) l
  join configurations c on c.id = l.configuration and c.state in (${configurationStateCode.active}, ${configurationStateCode.releasing})`

function oldestDue(db: Database): number | null {
  const lanes = db.get<{ due: number | null }>(oldestOfLanes)?.due ?? null
  const test = db.get<{ due: number | null }>(`select min(due) as due from (${dueQueries.testLanes})`)?.due ?? null
  if (lanes === null || test === null) return lanes ?? test
  return Math.min(lanes, test)
}
