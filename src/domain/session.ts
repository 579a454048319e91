import type { Uuid } from './ids.ts'

/** A person's login to the console, opened by a link from the platform. No passwords are stored, and only hashes of tokens. */
export interface Session {
  readonly id: Uuid
  /** SHA-256 of the token in the cookie. */
  readonly tokenHash: Uint8Array
  readonly accountId: string
  /** Helps people to recognise the browser in a list of sessions. */
  readonly userAgent: string
  readonly createdAt: number
  readonly lastUsedAt: number
  readonly expiresAt: number
}

/** A one-time link into the console. */
export interface PortalLink {
  /** SHA-256 of the secret in the link. */
  readonly secretHash: Uint8Array
  readonly accountId: string
  readonly expiresAt: number
}
