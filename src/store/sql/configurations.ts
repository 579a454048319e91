import { type Configuration, type SigningSecret, startsAfresh } from '../../domain/configuration.ts'
import { isHook, isSameHook } from '../../domain/hook.ts'
import { type ConfigurationId, millisecondsOf } from '../../domain/ids.ts'
import type { ConfigurationRecord, ConfigurationsPage, Created, Edited } from '../contract/directory.ts'
import { moveVersion } from './accounts.ts'
import { idFrom, type StoredId } from './codecs.ts'
import { configurationStateCode } from './codes.ts'
import { type ConfigurationRow, configurationColumns, configurationOf } from './configuration-rows.ts'
import { aboveAllIds } from './pages.ts'
import { all, count, one, run, tell, truth, type Unit, uuid } from './unit.ts'

const { removed } = configurationStateCode

export function* createConfiguration(
  configuration: Configuration,
  secret: SigningSecret,
  most: number | null,
): Unit<Created> {
  const same = (yield* hooksTo(configuration)).find((hook) => isSameHook(hook, configuration))
  if (same) return { same: same.id }
  const kept = `select count(*) as n from configurations where account = ? and state <> ${removed}`
  if (most !== null && (yield* count(kept, configuration.accountId)) >= most) return 'too-many'
  yield* run(
    `insert into configurations (id, account, credential, hottok, name, url, events, product, version, hottok_in_body, source, state,
      status, uses_new_hottok, max_per_second, subscriptions, created_at, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    uuid(configuration.id),
    configuration.accountId,
    uuid(configuration.credentialId),
    configuration.hottok,
    ...wishOf(configuration),
    configuration.createdAt,
    configuration.updatedAt,
  )
  yield* insertSecret(secret)
  yield* moveVersion(configuration.accountId)
  return 'saved'
}

function* hooksTo(wanted: Configuration): Unit<Configuration[]> {
  if (!isHook(wanted)) return []
  const rows = yield* all<ConfigurationRow>(
    `select ${configurationColumns} from configurations where account = ? and url = ? and state <> ${removed}`,
    wanted.accountId,
    wanted.url,
  )
  return rows.map(configurationOf)
}

export function* changeConfiguration(configuration: Configuration, basedOn: number): Unit<Edited> {
  const row = yield* findConfiguration(configuration.accountId, configuration.id)
  if (!row || row.state === removed || row.revision !== basedOn) return 'outdated'
  yield* saveConfiguration(configuration)
  if (startsAfresh(configurationOf(row), configuration)) yield* startAfresh(configuration.id)
  return 'saved'
}

function* startAfresh(id: ConfigurationId): Unit<void> {
  yield* run(
    `update configurations set failing_since = null, failures = 0, last_taken_at = null, paused_until = null,
      paced_per_second = null where id = ?`,
    uuid(id),
  )
}

export function* saveConfiguration(configuration: Configuration): Unit<void> {
  yield* run(
    `update configurations set name = ?, url = ?, events = ?, product = ?, version = ?, hottok_in_body = ?, source = ?, state = ?,
      status = ?, uses_new_hottok = ?, max_per_second = ?, subscriptions = ?, revision = revision + 1, updated_at = ?
      where id = ?`,
    ...wishOf(configuration),
    configuration.updatedAt,
    uuid(configuration.id),
  )
  // Its state or its pause may have changed: its waiting deliveries must be looked at.
  const { accountId, id: configurationId } = configuration
  yield* tell({ kind: 'due', lane: { accountId, configurationId }, at: 0 })
  yield* moveVersion(accountId)
}

function wishOf(configuration: Configuration) {
  return [
    configuration.name,
    configuration.url,
    JSON.stringify(configuration.events),
    configuration.productId,
    configuration.version,
    truth(configuration.hottokInBody),
    configuration.source,
    configurationStateCode[configuration.status.state],
    JSON.stringify(configuration.status),
    truth(configuration.usesNewHottok),
    configuration.maxPerSecond,
    configuration.subscriptions,
  ]
}

function* findConfiguration(accountId: string, id: ConfigurationId): Unit<ConfigurationRow | undefined> {
  return yield* one<ConfigurationRow>(
    `select ${configurationColumns} from configurations where id = ? and account = ?`,
    uuid(id),
    accountId,
  )
}

export function* getConfiguration(
  accountId: string,
  id: ConfigurationId,
  withRemoved = false,
): Unit<ConfigurationRecord | null> {
  const row = yield* findConfiguration(accountId, id)
  return row && (withRemoved || row.state !== removed) ? recordOf(row) : null
}

export function* listConfigurations(accountId: string, page: ConfigurationsPage): Unit<ConfigurationRecord[]> {
  const { sources, troubledAt, url } = page
  // PostgreSQL refuses an empty list, and no source is null.
  const ofSources = sources ? `and source in (null${', ?'.repeat(sources.length)})` : ''
  const troubled =
    troubledAt === undefined
      ? ''
      : `and (state = ${configurationStateCode.disabled} or failing_since is not null or paused_until > ?)`
  const rows = yield* all<ConfigurationRow>(
    `select ${configurationColumns} from configurations
      where account = ? and id < ? and state <= ? ${ofSources} ${troubled} ${url === undefined ? '' : 'and url = ?'} order by id desc limit ?`,
    accountId,
    uuid(page.before ?? aboveAllIds),
    page.withRemoved ? removed : removed - 1,
    ...(sources ?? []),
    ...(troubledAt === undefined ? [] : [troubledAt]),
    ...(url === undefined ? [] : [url]),
    page.limit,
  )
  return rows.map(recordOf)
}

function recordOf(row: ConfigurationRow): ConfigurationRecord {
  const { revision, lastSuccessAt, failingSince, failures, pausedUntil, perSecond, held, heldFrom } = row
  return {
    configuration: configurationOf(row),
    revision,
    health: { lastSuccessAt, failingSince, failures },
    statedLimit: { pausedUntil, perSecond },
    held,
    heldSince: heldFrom && millisecondsOf(idFrom(heldFrom)),
  }
}

export function* configurationsOf(accountId: string): Unit<Configuration[]> {
  const rows = yield* all<ConfigurationRow>(
    `select ${configurationColumns} from configurations where account = ? and state <> ${removed} order by id`,
    accountId,
  )
  return rows.map(configurationOf)
}

type SecretRow = Pick<SigningSecret, 'sealed' | 'createdAt' | 'expiresAt'> & { readonly id: StoredId }

export function* listSecrets(id: ConfigurationId, now: number): Unit<SigningSecret[]> {
  const rows = yield* all<SecretRow>(
    `select id, sealed, created_at as "createdAt", expires_at as "expiresAt" from signing_secrets
      where configuration = ? and (expires_at is null or expires_at > ?) order by created_at desc, id desc`,
    uuid(id),
    now,
  )
  return rows.map((row) => ({ ...row, id: idFrom(row.id), configurationId: id }))
}

export function* rotateSecret(secret: SigningSecret, oldOnesExpireAt: number): Unit<void> {
  yield* run(
    'update signing_secrets set expires_at = ? where configuration = ? and (expires_at is null or expires_at > ?)',
    oldOnesExpireAt,
    uuid(secret.configurationId),
    oldOnesExpireAt,
  )
  yield* insertSecret(secret)
  const of = yield* one<{ account: string }>(
    'select account from configurations where id = ?',
    uuid(secret.configurationId),
  )
  if (of) yield* tell({ kind: 'account', accountId: of.account })
}

function* insertSecret(secret: SigningSecret): Unit<void> {
  yield* run(
    'insert into signing_secrets (configuration, id, sealed, created_at, expires_at) values (?, ?, ?, ?, ?)',
    uuid(secret.configurationId),
    uuid(secret.id),
    secret.sealed,
    secret.createdAt,
    secret.expiresAt,
  )
}
