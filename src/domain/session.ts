import type { Uuid } from './ids.ts'

/** A person at the console, let in by a link from the platform. No passwords are kept, and of tokens only their hashes. */
export interface Session {
  readonly id: Uuid
  /** SHA-256 of the token in the cookie. */
  readonly tokenHash: Uint8Array
  readonly accountId: string
  /** What the browser calls itself: so that its owner recognises it in a list. */
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
