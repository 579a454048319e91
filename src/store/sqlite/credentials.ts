import type { AccountAction } from '../../domain/account-action.ts'
import type { AccessToken, ClientSecret, Credential, Scope } from '../../domain/credential.ts'
import type { CredentialId } from '../../domain/ids.ts'
import type { TokenBearer } from '../contract/access.ts'
import { addAccountAction } from './account-actions.ts'
import type { Database } from './database.ts'
import { blobOf, idOf } from './id-blobs.ts'

/** Whenever a new token comes some of those that have ended go, so that it is never long before all of them have. */
const endedPerToken = 100

const credentialColumns = `id, account as "accountId", name, scopes, created_at as "createdAt", last_used_at as "lastUsedAt",
  expires_at as "expiresAt"`

type CredentialRow = Omit<Credential, 'id' | 'scopes' | 'secrets'> & {
  readonly id: Uint8Array
  readonly scopes: string
}

type SecretRow = Pick<ClientSecret, 'sealed' | 'createdAt' | 'expiresAt'> & { readonly id: Uint8Array }

interface TokenRow {
  readonly id: Uint8Array
  readonly credential: Uint8Array
  readonly secret: Uint8Array
  readonly account: string
  readonly scopes: string
  readonly created_at: number
  readonly expires_at: number
}

export function createCredential(db: Database, credential: Credential, action: AccountAction, most: number): boolean {
  if (db.count('select count(*) as n from credentials where account = ?', credential.accountId) >= most) return false
  db.run(
    'insert into credentials (id, account, name, scopes, created_at, last_used_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)',
    blobOf(credential.id),
    credential.accountId,
    credential.name,
    credential.scopes.join(' '),
    credential.createdAt,
    credential.lastUsedAt,
    credential.expiresAt,
  )
  for (const secret of credential.secrets) insertSecret(db, secret)
  addAccountAction(db, action)
  return true
}

export function getCredential(db: Database, accountId: string, id: CredentialId, now: number): Credential | null {
  const credential = findCredential(db, id, now)
  return credential?.accountId === accountId ? credential : null
}

export function findCredential(db: Database, id: CredentialId, now: number): Credential | null {
  const row = db.get<CredentialRow>(`select ${credentialColumns} from credentials where id = ?`, blobOf(id))
  return row ? credentialOf(db, row, now) : null
}

export function listCredentials(
  db: Database,
  accountId: string,
  page: { before: CredentialId | null; limit: number },
  now: number,
): Credential[] {
  return db
    .all<CredentialRow>(
      `select ${credentialColumns} from credentials where account = ?1 and (?2 is null or id < ?2)
        order by id desc limit ?3`,
      accountId,
      page.before === null ? null : blobOf(page.before),
      page.limit,
    )
    .map((row) => credentialOf(db, row, now))
}

export function rotateClientSecret(
  db: Database,
  accountId: string,
  secret: ClientSecret,
  oldOnes: { endAt: number; most: number },
  action: AccountAction,
): boolean {
  const now = secret.createdAt
  const credential = getCredential(db, accountId, secret.credentialId, now)
  if (!credential) return false
  for (const [index, old] of credential.secrets.entries()) {
    endSecret(db, old, index < oldOnes.most ? Math.min(old.expiresAt ?? Infinity, oldOnes.endAt) : now)
  }
  insertSecret(db, secret)
  addAccountAction(db, action)
  return true
}

/** A token ends with the secret that it was got with. */
function endSecret(db: Database, { id, credentialId }: ClientSecret, at: number) {
  const [credential, secret] = [blobOf(credentialId), blobOf(id)]
  db.run('update client_secrets set expires_at = ? where credential = ? and id = ?', at, credential, secret)
  db.run(
    'update access_tokens set expires_at = ?1 where credential = ?2 and secret = ?3 and expires_at > ?1',
    at,
    credential,
    secret,
  )
}

export function noteCredentialUse(db: Database, id: CredentialId, at: number) {
  db.run('update credentials set last_used_at = ? where id = ?', at, blobOf(id))
}

export function removeCredential(db: Database, accountId: string, id: CredentialId, action: AccountAction): boolean {
  const credential = blobOf(id)
  if (db.run('delete from credentials where id = ? and account = ?', credential, accountId) === 0) return false
  db.run('delete from client_secrets where credential = ?', credential)
  db.run('delete from access_tokens where credential = ?', credential)
  addAccountAction(db, action)
  return true
}

export function saveAccessToken(db: Database, token: AccessToken) {
  forgetEndedTokens(db, token.createdAt, endedPerToken)
  db.run(
    `insert into access_tokens (token_hash, id, credential, secret, account, scopes, created_at, expires_at)
      values (?, ?, ?, ?, ?, ?, ?, ?)`,
    token.tokenHash,
    blobOf(token.id),
    blobOf(token.credentialId),
    blobOf(token.secretId),
    token.accountId,
    token.scopes.join(' '),
    token.createdAt,
    token.expiresAt,
  )
}

/** How many there were. */
export function forgetEndedTokens(db: Database, now: number, limit: number): number {
  return db.run(
    'delete from access_tokens where token_hash in (select token_hash from access_tokens where expires_at <= ? limit ?)',
    now,
    limit,
  )
}

export function findAccessToken(db: Database, tokenHash: Uint8Array, now: number): TokenBearer | null {
  const row = db.get<TokenRow & { name: string; last_used_at: number | null }>(
    `select t.*, c.name, c.last_used_at from access_tokens t join credentials c on c.id = t.credential
      where t.token_hash = ? and t.expires_at > ?`,
    tokenHash,
    now,
  )
  if (!row) return null
  const token: AccessToken = {
    id: idOf(row.id),
    tokenHash,
    credentialId: idOf(row.credential),
    secretId: idOf(row.secret),
    accountId: row.account,
    scopes: scopesOf(row.scopes),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
  return { token, credential: { name: row.name, lastUsedAt: row.last_used_at } }
}

function credentialOf(db: Database, row: CredentialRow, now: number): Credential {
  const id: CredentialId = idOf(row.id)
  const secrets = db
    .all<SecretRow>(
      `select id, sealed, created_at as "createdAt", expires_at as "expiresAt" from client_secrets
        where credential = ? and (expires_at is null or expires_at > ?) order by created_at desc, id desc`,
      row.id,
      now,
    )
    .map((secret) => ({ ...secret, id: idOf(secret.id), credentialId: id }))
  return { ...row, id, scopes: scopesOf(row.scopes), secrets }
}

function insertSecret(db: Database, secret: ClientSecret) {
  const { credentialId, id, sealed, createdAt, expiresAt } = secret
  db.run('delete from client_secrets where credential = ? and expires_at <= ?', blobOf(credentialId), createdAt)
  db.run(
    'insert into client_secrets (credential, id, sealed, created_at, expires_at) values (?, ?, ?, ?, ?)',
    blobOf(credentialId),
    blobOf(id),
    sealed,
    createdAt,
    expiresAt,
  )
}

function scopesOf(text: string): Scope[] {
  return text.split(' ') as Scope[]
}
