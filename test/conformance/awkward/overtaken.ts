import { subjectKey } from '../../../src/domain/subject.ts'
import { revokingStatuses } from '../../../src/domain/transaction.ts'
import type { AwkwardInstance, DeliveryRow } from './instance.ts'

/** Whether a later event of the subject was or is being sent to the same configuration. Stale events count as the oldest. */
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

/** The status of the transaction, if it has since become one after which access must not be given back. */
export function revokedSince({ subjects }: AwkwardInstance, { delivery }: DeliveryRow): string | null {
  const { transaction, test, stale, sequence, eventId } = delivery
  const key = transaction === null || test ? null : subjectKey({ kind: 'transaction', transaction })
  const now = key === null ? null : (subjects.get(key)?.transaction ?? null)
  if (!now || !revokingStatuses.has(now.status) || now.eventId === eventId) return null
  return stale || sequence < now.sequence ? now.status : null
}
