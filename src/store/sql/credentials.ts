import type { AccountAction } from '../../domain/account-action.ts'
import type { AccessToken, ClientSecret, Credential, Scope } from '../../domain/credential.ts'
import type { CredentialId } from '../../domain/ids.ts'
import type { TokenBearer } from '../contract/access.ts'
import { addAccountAction } from './account-actions.ts'
import { idFrom, type StoredId } from './codecs.ts'
import { aboveAllIds } from './pages.ts'
import { all, count, one, run, type Unit, uuid } from './unit.ts'

/** Each new token deletes up to this many ended ones, so that ended tokens do not pile up. */
const endedPerToken = 100

const credentialColumns = `id, account as "accountId", name, scopes, created_at as "createdAt", last_used_at as "lastUsedAt",
  expires_at as "expiresAt"`

type CredentialRow = Omit<Credential, 'id' | 'scopes' | 'secrets'> & {
  readonly id: StoredId
  readonly scopes: string
}

type SecretRow = Pick<ClientSecret, 'sealed' | 'createdAt' | 'expiresAt'> & { readonly id: StoredId }

interface TokenRow {
  readonly id: StoredId
  readonly credential: StoredId
  readonly secret: StoredId
  readonly account: string
  readonly scopes: string
  readonly created_at: number
  readonly expires_at: number
}

export function* createCredential(credential: Credential, action: AccountAction, most: number): Unit<boolean> {
  const has = yield* count('select count(*) as n from credentials where account = ?', credential.accountId)
  if (has >= most) return false
  yield* run(
    'insert into credentials (id, account, name, scopes, created_at, last_used_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)',
    uuid(credential.id),
    credential.accountId,
    credential.name,
    credential.scopes.join(' '),
    credential.createdAt,
    credential.lastUsedAt,
    credential.expiresAt,
  )
  for (const secret of credential.secrets) yield* insertSecret(secret)
  yield* addAccountAction(action)
  return true
}

export function* getCredential(accountId: string, id: CredentialId, now: number): Unit<Credential | null> {
  const credential = yield* findCredential(id, now)
  return credential?.accountId === accountId ? credential : null
}

export function* findCredential(id: CredentialId, now: number): Unit<Credential | null> {
  const row = yield* one<CredentialRow>(`select ${credentialColumns} from credentials where id = ?`, uuid(id))
  return row ? yield* credentialOf(row, now) : null
}

export function* listCredentials(
  accountId: string,
  page: { before: CredentialId | null; limit: number },
  now: number,
): Unit<Credential[]> {
  const rows = yield* all<CredentialRow>(
    `select ${credentialColumns} from credentials where account = ? and id < ? order by id desc limit ?`,
    accountId,
    uuid(page.before ?? aboveAllIds),
    page.limit,
  )
  const credentials: Credential[] = []
  for (const row of rows) credentials.push(yield* credentialOf(row, now))
  return credentials
}

export function* rotateClientSecret(
  accountId: string,
  secret: ClientSecret,
  oldOnes: { endAt: number; most: number },
  action: AccountAction,
): Unit<boolean> {
  const now = secret.createdAt
  const credential = yield* getCredential(accountId, secret.credentialId, now)
  if (!credential) return false
  for (const [index, old] of credential.secrets.entries()) {
    yield* endSecret(old, index < oldOnes.most ? Math.min(old.expiresAt ?? Infinity, oldOnes.endAt) : now)
  }
  yield* insertSecret(secret)
  yield* addAccountAction(action)
  return true
}

/** A token ends with the secret that it was issued for. */
function* endSecret({ id, credentialId }: ClientSecret, at: number): Unit<void> {
  const [credential, secret] = [uuid(credentialId), uuid(id)]
  yield* run('update client_secrets set expires_at = ? where credential = ? and id = ?', at, credential, secret)
  yield* run(
    'update access_tokens set expires_at = ? where credential = ? and secret = ? and expires_at > ?',
    at,
    credential,
    secret,
    at,
  )
}

export function* noteCredentialUse(id: CredentialId, at: number): Unit<void> {
  yield* run('update credentials set last_used_at = ? where id = ?', at, uuid(id))
}

export function* removeCredential(accountId: string, id: CredentialId, action: AccountAction): Unit<boolean> {
  const credential = uuid(id)
  if ((yield* run('delete from credentials where id = ? and account = ?', credential, accountId)) === 0) return false
  yield* run('delete from client_secrets where credential = ?', credential)
  yield* run('delete from access_tokens where credential = ?', credential)
  yield* addAccountAction(action)
  return true
}

export function* saveAccessToken(token: AccessToken): Unit<void> {
  yield* forgetEndedTokens(token.createdAt, endedPerToken)
  yield* run(
    `insert into access_tokens (token_hash, id, credential, secret, account, scopes, created_at, expires_at)
      values (?, ?, ?, ?, ?, ?, ?, ?)`,
    token.tokenHash,
    uuid(token.id),
    uuid(token.credentialId),
    uuid(token.secretId),
    token.accountId,
    token.scopes.join(' '),
    token.createdAt,
    token.expiresAt,
  )
}

/** @returns how many were deleted */
export function* forgetEndedTokens(now: number, limit: number): Unit<number> {
  return yield* run(
    'delete from access_tokens where token_hash in (select token_hash from access_tokens where expires_at <= ? limit ?)',
    now,
    limit,
  )
}

export function* findAccessToken(tokenHash: Uint8Array, now: number): Unit<TokenBearer | null> {
  const row = yield* one<TokenRow & { name: string; last_used_at: number | null }>(
    `select t.*, c.name, c.last_used_at from access_tokens t join credentials c on c.id = t.credential
      where t.token_hash = ? and t.expires_at > ?`,
    tokenHash,
    now,
  )
  if (!row) return null
  const token: AccessToken = {
    id: idFrom(row.id),
    tokenHash,
    credentialId: idFrom(row.credential),
    secretId: idFrom(row.secret),
    accountId: row.account,
    scopes: scopesOf(row.scopes),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
  return { token, credential: { name: row.name, lastUsedAt: row.last_used_at } }
}

function* credentialOf(row: CredentialRow, now: number): Unit<Credential> {
  const id: CredentialId = idFrom(row.id)
  const rows = yield* all<SecretRow>(
    `select id, sealed, created_at as "createdAt", expires_at as "expiresAt" from client_secrets
      where credential = ? and (expires_at is null or expires_at > ?) order by created_at desc, id desc`,
    uuid(id),
    now,
  )
  const secrets = rows.map((secret) => ({ ...secret, id: idFrom(secret.id), credentialId: id }))
  return { ...row, id, scopes: scopesOf(row.scopes), secrets }
}

function* insertSecret(secret: ClientSecret): Unit<void> {
  const { credentialId, id, sealed, createdAt, expiresAt } = secret
  yield* run('delete from client_secrets where credential = ? and expires_at <= ?', uuid(credentialId), createdAt)
  yield* run(
    'insert into client_secrets (credential, id, sealed, created_at, expires_at) values (?, ?, ?, ?, ?)',
    uuid(credentialId),
    uuid(id),
    sealed,
    createdAt,
    expiresAt,
  )
}

function scopesOf(text: string): Scope[] {
  return text.split(' ') as Scope[]
}
