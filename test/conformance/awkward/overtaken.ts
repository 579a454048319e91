import { subjectKey } from '../../../src/domain/subject.ts'
import { revokingStatuses } from '../../../src/domain/transaction.ts'
import type { AwkwardInstance, DeliveryRow } from './instance.ts'

/** A later event of the same subject went, or is going, to the same configuration. Stale events are older than all others. */
export function isOvertaken({ deliveries }: AwkwardInstance, { delivery }: DeliveryRow): boolean {
  return [...deliveries.values()].some(
    ({ delivery: other }) =>
      other.id !== delivery.id &&
      other.configurationId === delivery.configurationId &&
      other.transaction === delivery.transaction &&
      other.subject === delivery.subject &&
      !other.test &&
      !other.stale &&
      other.state !== 'cancelled' &&
      (other.sequence > delivery.sequence || delivery.stale),
  )
}

/** The status of the transaction, if it has since become one after which nobody may get access back. */
export function revokedSince({ subjects }: AwkwardInstance, { delivery }: DeliveryRow): string | null {
  const { transaction, test, stale, sequence, eventId } = delivery
  const key = transaction === null || test ? null : subjectKey({ kind: 'transaction', transaction })
  const now = key === null ? null : (subjects.get(key)?.transaction ?? null)
  if (!now || !revokingStatuses.has(now.status) || now.eventId === eventId) return null
  return stale || sequence < now.sequence ? now.status : null
}
