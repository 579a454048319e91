import type { Configuration, ConfigurationStatus, Health, StatedLimit } from '../../domain/configuration.ts'
import type { EventName } from '../../domain/event.ts'
import { idFrom, idOrNullFrom, type StoredId, truthFrom } from './codecs.ts'

type Coded = 'id' | 'events' | 'hottokInBody' | 'credentialId' | 'status' | 'usesNewHottok'

export type ConfigurationRow = Omit<Configuration, Coded> &
  Health &
  StatedLimit & {
    readonly id: StoredId
    readonly events: string
    readonly hottokInBody: number | boolean
    readonly credentialId: StoredId | null
    readonly state: number
    readonly status: string
    readonly usesNewHottok: number | boolean
    readonly held: number
    readonly heldFrom: StoredId | null
    readonly revision: number
  }

export const healthColumns = `last_success_at as "lastSuccessAt", failing_since as "failingSince", failures`
export const statedLimitColumns = `paused_until as "pausedUntil", paced_per_second as "perSecond"`
export const configurationColumns = `id, account as "accountId", name, url, events, product as "productId", version,
  hottok_in_body as "hottokInBody", source, credential as "credentialId", state, status, uses_new_hottok as "usesNewHottok", hottok,
  max_per_second as "maxPerSecond", subscriptions, ${statedLimitColumns}, ${healthColumns}, held, held_from as "heldFrom", revision,
  created_at as "createdAt", updated_at as "updatedAt"`

/** The configuration as its owner set it, without health, pace and held deliveries. */
export function configurationOf(row: ConfigurationRow): Configuration {
  const { state, lastSuccessAt, failingSince, failures, pausedUntil, perSecond, held, heldFrom, revision, ...own } = row
  return {
    ...own,
    id: idFrom(own.id),
    events: JSON.parse(own.events) as EventName[],
    hottokInBody: truthFrom(own.hottokInBody),
    credentialId: idOrNullFrom(own.credentialId),
    status: JSON.parse(own.status) as ConfigurationStatus,
    usesNewHottok: truthFrom(own.usesNewHottok),
  }
}
