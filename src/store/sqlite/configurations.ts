import { type Configuration, type SigningSecret, startsAfresh } from '../../domain/configuration.ts'
import { type ConfigurationId, millisecondsOf } from '../../domain/ids.ts'
import type { ConfigurationRecord, Edited } from '../contract/directory.ts'
import { configurationStateCode } from '../sql/codes.ts'
import { moveVersion } from './accounts.ts'
import { type ConfigurationRow, configurationColumns, configurationOf } from './configuration-rows.ts'
import type { Database } from './database.ts'
import { blobOf, blobOrNull, idOf } from './id-blobs.ts'

const { removed } = configurationStateCode

export function createConfiguration(
  db: Database,
  configuration: Configuration,
  secret: SigningSecret,
  most: number | null,
): boolean {
  if (most !== null && countConfigurations(db, configuration.accountId) >= most) return false
  db.run(
    `insert into configurations (id, account, credential, hottok, name, url, events, product, version, hottok_in_body, source, state,
      status, uses_new_hottok, max_per_second, created_at, updated_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    blobOf(configuration.id),
    configuration.accountId,
    blobOrNull(configuration.credentialId),
    configuration.hottok,
    ...wishOf(configuration),
    configuration.createdAt,
    configuration.updatedAt,
  )
  insertSecret(db, secret)
  moveVersion(db, configuration.accountId)
  return true
}

function countConfigurations(db: Database, accountId: string): number {
  return db.count(`select count(*) as n from configurations where account = ? and state <> ${removed}`, accountId)
}

export function changeConfiguration(db: Database, configuration: Configuration, basedOn: number): Edited {
  const row = findConfiguration(db, configuration.accountId, configuration.id)
  if (!row || row.state === removed || row.revision !== basedOn) return 'outdated'
  saveConfiguration(db, configuration)
  if (startsAfresh(configurationOf(row), configuration)) startAfresh(db, configuration.id)
  return 'saved'
}

function startAfresh(db: Database, id: ConfigurationId) {
  db.run(
    `update configurations set failing_since = null, failures = 0, last_taken_at = null, paused_until = null,
      paced_per_second = null where id = ?`,
    blobOf(id),
  )
}

export function saveConfiguration(db: Database, configuration: Configuration) {
  db.run(
    `update configurations set name = ?, url = ?, events = ?, product = ?, version = ?, hottok_in_body = ?, source = ?, state = ?,
      status = ?, uses_new_hottok = ?, max_per_second = ?, revision = revision + 1, updated_at = ?
      where id = ?`,
    ...wishOf(configuration),
    configuration.updatedAt,
    blobOf(configuration.id),
  )
  // Its state or its pause may have changed: what waits is looked at.
  db.lanes.note({ accountId: configuration.accountId, configurationId: configuration.id }, 0)
  moveVersion(db, configuration.accountId)
}

function wishOf(configuration: Configuration) {
  return [
    configuration.name,
    configuration.url,
    JSON.stringify(configuration.events),
    configuration.productId,
    configuration.version,
    configuration.hottokInBody ? 1 : 0,
    configuration.source,
    configurationStateCode[configuration.status.state],
    JSON.stringify(configuration.status),
    configuration.usesNewHottok ? 1 : 0,
    configuration.maxPerSecond,
  ]
}

function findConfiguration(db: Database, accountId: string, id: ConfigurationId): ConfigurationRow | undefined {
  return db.get<ConfigurationRow>(
    `select ${configurationColumns} from configurations where id = ? and account = ?`,
    blobOf(id),
    accountId,
  )
}

export function getConfiguration(
  db: Database,
  accountId: string,
  id: ConfigurationId,
  withRemoved = false,
): ConfigurationRecord | null {
  const row = findConfiguration(db, accountId, id)
  return row && (withRemoved || row.state !== removed) ? recordOf(row) : null
}

export function listConfigurations(
  db: Database,
  accountId: string,
  page: { before: ConfigurationId | null; limit: number; withRemoved?: boolean; sources?: readonly string[] },
): ConfigurationRecord[] {
  return db
    .all<ConfigurationRow>(
      `select ${configurationColumns} from configurations
        where account = ?1 and (?2 is null or id < ?2) and state <= ?3
          and (?5 is null or source in (select value from json_each(?5))) order by id desc limit ?4`,
      accountId,
      page.before === null ? null : blobOf(page.before),
      page.withRemoved ? removed : removed - 1,
      page.limit,
      page.sources ? JSON.stringify(page.sources) : null,
    )
    .map(recordOf)
}

function recordOf(row: ConfigurationRow): ConfigurationRecord {
  const { revision, lastSuccessAt, failingSince, failures, pausedUntil, perSecond, held, heldFrom } = row
  return {
    configuration: configurationOf(row),
    revision,
    health: { lastSuccessAt, failingSince, failures },
    statedLimit: { pausedUntil, perSecond },
    held,
    heldSince: heldFrom && millisecondsOf(idOf(heldFrom)),
  }
}

export function configurationsOf(db: Database, accountId: string): Configuration[] {
  return db
    .all<ConfigurationRow>(
      `select ${configurationColumns} from configurations where account = ? and state <> ${removed} order by id`,
      accountId,
    )
    .map(configurationOf)
}

type SecretRow = Pick<SigningSecret, 'sealed' | 'createdAt' | 'expiresAt'> & { readonly id: Uint8Array }

export function listSecrets(db: Database, id: ConfigurationId, now: number): SigningSecret[] {
  return db
    .all<SecretRow>(
      `select id, sealed, created_at as "createdAt", expires_at as "expiresAt" from signing_secrets
        where configuration = ? and (expires_at is null or expires_at > ?) order by created_at desc, id desc`,
      blobOf(id),
      now,
    )
    .map((row) => ({ ...row, id: idOf(row.id), configurationId: id }))
}

export function rotateSecret(db: Database, secret: SigningSecret, oldOnesExpireAt: number) {
  db.run(
    'update signing_secrets set expires_at = ?2 where configuration = ?1 and (expires_at is null or expires_at > ?2)',
    blobOf(secret.configurationId),
    oldOnesExpireAt,
  )
  insertSecret(db, secret)
  const of = db.get<{ account: string }>(
    'select account from configurations where id = ?',
    blobOf(secret.configurationId),
  )
  if (of) db.changes.note({ kind: 'account', accountId: of.account })
}

function insertSecret(db: Database, secret: SigningSecret) {
  db.run(
    'insert into signing_secrets (configuration, id, sealed, created_at, expires_at) values (?, ?, ?, ?, ?)',
    blobOf(secret.configurationId),
    blobOf(secret.id),
    secret.sealed,
    secret.createdAt,
    secret.expiresAt,
  )
}
