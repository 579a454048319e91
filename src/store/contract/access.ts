import type { AccountAction } from '../../domain/account-action.ts'
import type { AccessToken, ClientSecret, Credential } from '../../domain/credential.ts'
import type { CredentialId, Uuid } from '../../domain/ids.ts'
import type { PortalLink, Session } from '../../domain/session.ts'

/** Who may come in: links, sessions, credentials, tokens, answers given before, and what was done with them. */
export interface Access {
  saveLink(link: PortalLink, now: number): Promise<void>
  /** The first use is the only one. null: unknown, used or expired. */
  useLink(secretHash: Uint8Array, now: number): Promise<PortalLink | null>
  /** Creates it, or notes its last use. */
  saveSession(session: Session): Promise<void>
  findSession(tokenHash: Uint8Array, now: number): Promise<Session | null>
  /** Newest first. */
  listSessions(accountId: string, now: number): Promise<readonly Session[]>
  /** Whether there was one. */
  deleteSession(accountId: string, id: Uuid): Promise<boolean>
  /** Keeps the credential with its secrets and the action; false: the account has `most` already. */
  createCredential(credential: Credential, action: AccountAction, most: number): Promise<boolean>
  getCredential(accountId: string, id: CredentialId, now: number): Promise<Credential | null>
  /** For whoever presents a Client ID: nobody knows yet whose. */
  findCredential(id: CredentialId, now: number): Promise<Credential | null>
  /** Newest first. */
  listCredentials(
    accountId: string,
    page: { before: CredentialId | null; limit: number },
    now: number,
  ): Promise<readonly Credential[]>
  /**
   * Adds a secret. Those before it end at `endAt`, unless they end earlier, and at once beyond `most` of them; so do the tokens
   * that were got with each. Whether there was such a credential.
   */
  rotateClientSecret(
    accountId: string,
    secret: ClientSecret,
    oldOnes: { endAt: number; most: number },
    action: AccountAction,
  ): Promise<boolean>
  noteCredentialUse(id: CredentialId, at: number): Promise<void>
  /** With its secrets and its tokens. Whether there was one. */
  removeCredential(accountId: string, id: CredentialId, action: AccountAction): Promise<boolean>
  saveAccessToken(token: AccessToken): Promise<void>
  /** null: unknown, ended, or its credential is gone. */
  findAccessToken(tokenHash: Uint8Array, now: number): Promise<TokenBearer | null>
  addAccountAction(action: AccountAction): Promise<void>
  /** Newest first. */
  listAccountActions(accountId: string, page: { before: Uuid | null; limit: number }): Promise<readonly AccountAction[]>
  /**
   * A request with a key of the caller's begins, and is under way until its answer is kept, until it is given back, or until
   * `request.until`; also when the incarnation that began it lives no more.
   */
  beginAnswer(request: KeyedRequest, now: number): Promise<AnswerBegun>
  /** The first answer to a key is the one that is kept, even when its request took longer than it was given. */
  keepAnswer(request: KeyedRequest, answer: KeptAnswer, expiresAt: number): Promise<void>
  /** It came to nothing: the key is free again, unless another request has begun with it meanwhile. */
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
  /** Also tells it from those that begin with the same key later. */
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
  /** An answer is kept, to a request with another body. */
  | { readonly kind: 'other-body' }
