import { subjectKey } from '../../../src/domain/subject.ts'
import type { AwkwardInstance, DeliveryRow } from './instance.ts'

/** Whether it waits for its first attempt, or is under way with it, and has to keep the order of its subject. */
function isFirst({ delivery }: DeliveryRow): boolean {
  const { state, attempts, trigger, test } = delivery
  return !test && trigger === 'automatic' && attempts === 0 && (state === 'queued' || state === 'sending')
}

/** Untried first attempts of the same (configuration, subject) that were accepted before this one, the earliest first. */
export function untriedBefore({ deliveries }: AwkwardInstance, row: DeliveryRow): DeliveryRow[] {
  if (!isFirst(row)) return []
  const all = [...deliveries.values()]
  // They stand in the order of acceptance.
  return all.slice(0, all.indexOf(row)).filter((it) => isFirst(it) && isOfSameLine(it, row))
}

function isOfSameLine({ delivery: one }: DeliveryRow, { delivery: other }: DeliveryRow): boolean {
  return one.configurationId === other.configurationId && lineOf(one) === lineOf(other)
}

/** A subscription may be called as a transaction is. */
function lineOf({ transaction, subject }: DeliveryRow['delivery']): string | null {
  return subjectKey(
    transaction === subject ? { kind: 'transaction', transaction } : { kind: 'subscription', code: subject },
  )
}
