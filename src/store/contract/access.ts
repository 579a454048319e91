import type { AccountAction } from '../../domain/account-action.ts'
import type { AccessToken, ClientSecret, Credential } from '../../domain/credential.ts'
import type { CredentialId, Uuid } from '../../domain/ids.ts'
import type { PortalLink, Session } from '../../domain/session.ts'

/** Access: portal links, sessions, credentials, tokens, answers kept for idempotency keys, and the account's action log. */
export interface Access {
  saveLink(link: PortalLink, now: number): Promise<void>
  /** A link can be used once. null: unknown, used or expired. */
  useLink(secretHash: Uint8Array, now: number): Promise<PortalLink | null>
  /** Creates it, or notes its last use. */
  saveSession(session: Session): Promise<void>
  findSession(tokenHash: Uint8Array, now: number): Promise<Session | null>
  /** Newest first. */
  listSessions(accountId: string, now: number): Promise<readonly Session[]>
  /** Returns whether there was one. */
  deleteSession(accountId: string, id: Uuid): Promise<boolean>
  /** Saves the credential with its secrets, and the action. false: the account has `most` credentials already. */
  createCredential(credential: Credential, action: AccountAction, most: number): Promise<boolean>
  getCredential(accountId: string, id: CredentialId, now: number): Promise<Credential | null>
  /** For a caller that presents a Client ID: its account is not known yet. */
  findCredential(id: CredentialId, now: number): Promise<Credential | null>
  /** Newest first. */
  listCredentials(
    accountId: string,
    page: { before: CredentialId | null; limit: number },
    now: number,
  ): Promise<readonly Credential[]>
  /**
   * Adds a secret. Of the earlier secrets, the newest `most` end at `endAt`, unless they end sooner; all others end now. Tokens
   * end with the secret that they were issued for. Returns whether there was such a credential.
   */
  rotateClientSecret(
    accountId: string,
    secret: ClientSecret,
    oldOnes: { endAt: number; most: number },
    action: AccountAction,
  ): Promise<boolean>
  noteCredentialUse(id: CredentialId, at: number): Promise<void>
  /** Removes its secrets and tokens too. Returns whether there was one. */
  removeCredential(accountId: string, id: CredentialId, action: AccountAction): Promise<boolean>
  saveAccessToken(token: AccessToken): Promise<void>
  /** null: the token is unknown or has ended, or its credential is gone. */
  findAccessToken(tokenHash: Uint8Array, now: number): Promise<TokenBearer | null>
  addAccountAction(action: AccountAction): Promise<void>
  /** Newest first. */
  listAccountActions(accountId: string, page: { before: Uuid | null; limit: number }): Promise<readonly AccountAction[]>
  /**
   * Begins a request with the caller's idempotency key. It is under way until its answer is kept, until it is given back, or
   * until `request.until`. If its incarnation ends, the key is free by then at the latest.
   */
  beginAnswer(request: KeyedRequest, now: number): Promise<AnswerBegun>
  /** The first answer to a key wins, even when its request took longer than its time. */
  keepAnswer(request: KeyedRequest, answer: KeptAnswer, expiresAt: number): Promise<void>
  /** The request had no result: frees the key, unless another request has begun with it since. */
  giveBackAnswer(request: KeyedRequest): Promise<void>
}

/** A token, and the credential behind it. */
export interface TokenBearer {
  readonly token: AccessToken
  readonly credential: Pick<Credential, 'name' | 'lastUsedAt'>
}

export interface KeyedRequest {
  readonly scope: string
  readonly key: string
  readonly bodyHash: string
  /** Also distinguishes this request from later ones with the same key. */
  readonly until: number
}

export interface KeptAnswer {
  readonly status: number
  readonly body: string
}

export type AnswerBegun =
  | { readonly kind: 'begun' }
  | { readonly kind: 'under-way' }
  | { readonly kind: 'kept'; readonly answer: KeptAnswer }
  /** The kept answer belongs to a request with another body. */
  | { readonly kind: 'other-body' }
