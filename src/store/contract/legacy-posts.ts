import type { ErrorCode } from '../../domain/errors.ts'
import type {
  LegacyAttempt,
  LegacyAttemptResult,
  LegacyPayload,
  LegacyPost,
  LegacyPostState,
} from '../../domain/legacy-post.ts'

/** Legacy posts: deliveries that the platform's earlier tool made. */
export interface LegacyPosts {
  /** Keeps each post whole, unless its account has a post with that id. All in one durable commit. */
  keepLegacyPosts(posts: readonly NewLegacyPost[]): Promise<readonly LegacyKeepResult[]>
  /** Newest first; within a millisecond by id, descending, byte by byte. A page may be short and still carry a cursor. */
  listLegacyPosts(
    filter: LegacyPostFilter,
    page: { before: LegacyPostPlace | null; limit: number },
  ): Promise<LegacyPostPage>
  getLegacyPost(accountId: string, id: string): Promise<LegacyPostDetail | null>
  /**
   * Begins an attempt, which is under way until it is recorded or until `attempt.until`. Refuses when there is no such post,
   * when an attempt is under way, and when the post was sent already.
   */
  beginLegacyAttempt(
    accountId: string,
    id: string,
    attempt: { by: string; at: number; until: number },
  ): Promise<LegacyAttemptBegun>
  /**
   * Records an attempt that has begun. The first result of (post, number) wins. A 2xx makes the post sent, and it never becomes
   * pending again. null: the post was deleted in between.
   */
  recordLegacyAttempt(
    accountId: string,
    id: string,
    number: number,
    result: LegacyAttemptResult,
  ): Promise<LegacyPost | null>
  /** Gives back attempts of incarnations that have ended. Returns how many. */
  recoverLegacyAttempts(): Promise<number>
}

export interface NewLegacyPost {
  readonly post: Omit<LegacyPost, 'lastAttemptAt' | 'sendingUntil'>
  readonly payload: LegacyPayload
  /** Hash of all that the platform said of the post, to recognise a repetition. 16 bytes. */
  readonly fingerprint: Uint8Array
}

export type LegacyKeepResult =
  | { readonly kind: 'kept' }
  /** The post exists with the same fingerprint. Nothing was changed. */
  | { readonly kind: 'present' }
  /** The account has another post with that id. */
  | { readonly kind: 'different' }
  /** Our own fault, for this item only. */
  | { readonly kind: 'broken'; readonly error: unknown }

export type LegacyAttemptBegun =
  /** The post, with this attempt as the last one. */
  | { readonly kind: 'begun'; readonly detail: LegacyPostDetail }
  | {
      readonly kind: 'refused'
      readonly code: Extract<ErrorCode, 'not_found' | 'post_sending' | 'post_sent'>
    }

export interface LegacyPostFilter {
  readonly accountId: string
  readonly state?: LegacyPostState
  readonly event?: string
  readonly transaction?: string
  readonly productId?: number
  /** null: posts without an attempt. */
  readonly status?: number | null
  readonly from?: number
  readonly to?: number
}

/** Position of the last post of a page. */
export type LegacyPostPlace = Pick<LegacyPost, 'at' | 'id'>

export interface LegacyPostPage {
  readonly posts: readonly LegacyPost[]
  readonly next: LegacyPostPlace | null
}

export interface LegacyPostDetail {
  readonly post: LegacyPost
  readonly payload: LegacyPayload
  /** In the order of their requests. */
  readonly attempts: readonly LegacyAttempt[]
}
