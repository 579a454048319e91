import { subjectKey } from '../../../src/domain/subject.ts'
import type { AwkwardInstance, DeliveryRow } from './instance.ts'

/** Whether its first attempt waits or is under way, and the order of its subject applies to it. */
function isFirst({ delivery }: DeliveryRow): boolean {
  const { state, attempts, trigger, test } = delivery
  return !test && trigger === 'automatic' && attempts === 0 && (state === 'queued' || state === 'sending')
}

/** Untried first attempts of the same (configuration, subject) that were accepted before this one, the earliest first. */
export function untriedBefore({ deliveries }: AwkwardInstance, row: DeliveryRow): DeliveryRow[] {
  if (!isFirst(row)) return []
  const all = [...deliveries.values()]
  // The map is in the order of acceptance.
  return all.slice(0, all.indexOf(row)).filter((it) => isFirst(it) && isOfSameLine(it, row))
}

function isOfSameLine({ delivery: one }: DeliveryRow, { delivery: other }: DeliveryRow): boolean {
  return one.configurationId === other.configurationId && lineOf(one) === lineOf(other)
}

/** A subscription and a transaction may have the same code, so the key includes the kind. */
function lineOf({ transaction, subject }: DeliveryRow['delivery']): string | null {
  return subjectKey(
    transaction === subject ? { kind: 'transaction', transaction } : { kind: 'subscription', code: subject },
  )
}
