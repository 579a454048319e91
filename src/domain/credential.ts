import type { CredentialId, RandomBytes, SecretId, Uuid } from './ids.ts'
import { mintText } from './secrets/random-text.ts'

/** What a token may do for its account. What neither lets it do is said on the routes. */
export const scopes = ['read', 'write'] as const
export type Scope = (typeof scopes)[number]

/** The way into an account for another program: a Client ID and a Client Secret (RFC 6749, 2.3.1). Its id is the Client ID. */
export interface Credential {
  readonly id: CredentialId
  readonly accountId: string
  /** What people call it: most often what they connected with it. */
  readonly name: string
  readonly scopes: readonly Scope[]
  /** Those in force, newest first; several while one is being rotated. */
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

/** What a client calls with after it has proved who it is. Ends when its time, its credential or its client secret does. */
export interface AccessToken {
  /** `jti`. */
  readonly id: Uuid
  /** SHA-256 of the token; the token itself is kept nowhere. */
  readonly tokenHash: Uint8Array
  readonly credentialId: CredentialId
  /** The client secret that it was got with. */
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

/** Prefixes, so that scanners of source code find what should not be there. */
export function mintClientSecret(randomBytes: RandomBytes): string {
  return `pbs_${mintText(secretLength, randomBytes)}`
}

export function mintAccessToken(randomBytes: RandomBytes): string {
  return `${accessTokenPrefix}${mintText(tokenLength, randomBytes)}`
}

/** What goes behind `Authorization: Basic` (RFC 7617). Neither part has a character that RFC 6749, 2.3.1 would encode away. */
export function basicOf(clientId: string, clientSecret: string): string {
  return Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
}

export function isInForce({ expiresAt }: { readonly expiresAt: number | null }, now: number): boolean {
  return expiresAt === null || expiresAt > now
}

/** When a token ends that is made now: after its lifetime, and never later than what it came from. */
export function tokenEnd(
  credential: Pick<Credential, 'expiresAt'>,
  secret: Pick<ClientSecret, 'expiresAt'>,
  now: number,
  lifetimeMs: number,
): number {
  return Math.min(now + lifetimeMs, credential.expiresAt ?? Infinity, secret.expiresAt ?? Infinity)
}
