import type { ConfigurationId } from '../../../src/domain/ids.ts'
import { edit } from './directory.ts'
import type { AwkwardInstance, DeliveryRow } from './instance.ts'

/** queued and retrying deliveries of a disabled configuration become held. */
export function holdPending(instance: AwkwardInstance, id: ConfigurationId, by: string, now: number, limit: number) {
  if (instance.configurations.get(id)?.configuration.status.state !== 'disabled') return 0
  const rows = rowsOf(instance, id, ['queued', 'retrying']).slice(0, limit)
  for (const row of rows) {
    row.delivery = { ...row.delivery, state: 'held', dueAt: null }
    row.actions.push({ at: now, by, kind: 'held', detail: 'configuration disabled' })
  }
  return rows.length
}

export function releaseHeld(instance: AwkwardInstance, id: ConfigurationId, now: number, limit: number) {
  const row = instance.configurations.get(id)
  if (row?.configuration.status.state !== 'releasing') return { done: true, released: 0 }
  const rows = rowsOf(instance, id, ['held']).slice(0, limit)
  for (const held of rows) held.delivery = { ...held.delivery, state: 'queued', dueAt: now }
  if (rows.length === 0) edit(instance, row, { ...row.configuration, status: { state: 'active' } })
  return { done: rows.length === 0, released: rows.length }
}

function rowsOf(
  { deliveries }: AwkwardInstance,
  id: ConfigurationId,
  states: readonly DeliveryRow['delivery']['state'][],
) {
  return [...deliveries.values()].filter(
    ({ delivery }) => delivery.configurationId === id && states.includes(delivery.state),
  )
}
