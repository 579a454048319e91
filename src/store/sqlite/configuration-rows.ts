import type { Configuration, ConfigurationStatus, Health, StatedLimit } from '../../domain/configuration.ts'
import type { EventName, PayloadVersion } from '../../domain/event.ts'
import { idOf, idOrNull } from './id-blobs.ts'

export interface ConfigurationRow {
  readonly id: Uint8Array
  readonly account: string
  readonly name: string
  readonly url: string
  readonly events: string
  readonly product: number | null
  readonly version: string
  readonly hottok_in_body: number
  readonly source: string
  readonly credential: Uint8Array | null
  readonly state: number
  readonly status: string
  readonly uses_new_hottok: number
  readonly hottok: string | null
  readonly max_per_second: number | null
  readonly paused_until: number | null
  readonly paced_per_second: number | null
  readonly last_success_at: number | null
  readonly failing_since: number | null
  readonly failures: number
  readonly held: number
  readonly held_from: Uint8Array | null
  readonly revision: number
  readonly created_at: number
  readonly updated_at: number
}

export const configurationColumns = `id, account, name, url, events, product, version, hottok_in_body, source, credential, state, status,
  uses_new_hottok, hottok, max_per_second, paused_until, paced_per_second, last_success_at, failing_since, failures, held, held_from, revision, created_at, updated_at`

export function configurationOf(row: ConfigurationRow): Configuration {
  return {
    id: idOf(row.id),
    accountId: row.account,
    name: row.name,
    url: row.url,
    events: JSON.parse(row.events) as EventName[],
    productId: row.product,
    version: row.version as PayloadVersion,
    hottokInBody: row.hottok_in_body === 1,
    source: row.source,
    credentialId: idOrNull(row.credential),
    status: JSON.parse(row.status) as ConfigurationStatus,
    usesNewHottok: row.uses_new_hottok === 1,
    hottok: row.hottok,
    maxPerSecond: row.max_per_second,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

export function healthOf(row: Pick<ConfigurationRow, 'last_success_at' | 'failing_since' | 'failures'>): Health {
  return { lastSuccessAt: row.last_success_at, failingSince: row.failing_since, failures: row.failures }
}

export function statedLimitOf(row: Pick<ConfigurationRow, 'paused_until' | 'paced_per_second'>): StatedLimit {
  return { pausedUntil: row.paused_until, perSecond: row.paced_per_second }
}
