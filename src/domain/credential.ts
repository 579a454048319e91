import type { CredentialId, RandomBytes, SecretId, Uuid } from './ids.ts'
import { mintText } from './secrets/random-text.ts'

/** What a token may do for its account. Routes without a scope are closed to tokens. */
export const scopes = ['read', 'write'] as const
export type Scope = (typeof scopes)[number]

/** Access to an account for another program: Client ID and Client Secret (RFC 6749, 2.3.1). `id` is the Client ID. */
export interface Credential {
  readonly id: CredentialId
  readonly accountId: string
  /** A name given by people, mostly that of the connected program. */
  readonly name: string
  readonly scopes: readonly Scope[]
  /** The valid ones, newest first. There are several during a rotation. */
  readonly secrets: readonly ClientSecret[]
  readonly createdAt: number
  readonly lastUsedAt: number | null
  /** Milliseconds; null: until revoked. */
  readonly expiresAt: number | null
}

export interface ClientSecret {
  readonly id: SecretId
  readonly credentialId: CredentialId
  /** Sealed `pbs_…`. */
  readonly sealed: string
  readonly createdAt: number
  /** Milliseconds; null: until rotated. */
  readonly expiresAt: number | null
}

/** What an authenticated client calls the API with. It ends with its lifetime, its credential or its client secret. */
export interface AccessToken {
  /** `jti`. */
  readonly id: Uuid
  /** SHA-256 of the token. The token itself is not stored. */
  readonly tokenHash: Uint8Array
  readonly credentialId: CredentialId
  /** The client secret it was issued for. */
  readonly secretId: SecretId
  readonly accountId: string
  readonly scopes: readonly Scope[]
  readonly createdAt: number
  readonly expiresAt: number
}

/** 58 letters and digits: more than 230 bits. */
const secretLength = 40
const tokenLength = 40

export const accessTokenPrefix = 'pbt_'

/** The prefix lets scanners of source code find leaked secrets. */
export function mintClientSecret(randomBytes: RandomBytes): string {
  return `pbs_${mintText(secretLength, randomBytes)}`
}

export function mintAccessToken(randomBytes: RandomBytes): string {
  return `${accessTokenPrefix}${mintText(tokenLength, randomBytes)}`
}

/** The value behind `Authorization: Basic` (RFC 7617). Neither part has a character that RFC 6749, 2.3.1 would encode. */
export function basicOf(clientId: string, clientSecret: string): string {
  return Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
}

export function isInForce({ expiresAt }: { readonly expiresAt: number | null }, now: number): boolean {
  return expiresAt === null || expiresAt > now
}

/** When a token made now expires: after its lifetime, but no later than its credential and its client secret. */
export function tokenEnd(
  credential: Pick<Credential, 'expiresAt'>,
  secret: Pick<ClientSecret, 'expiresAt'>,
  now: number,
  lifetimeMs: number,
): number {
  return Math.min(now + lifetimeMs, credential.expiresAt ?? Infinity, secret.expiresAt ?? Infinity)
}
