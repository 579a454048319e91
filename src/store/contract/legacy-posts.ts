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
  /** Each is kept whole, unless its account has one of that id. All in one commit; what was kept is durable. */
  keepLegacyPosts(posts: readonly NewLegacyPost[]): Promise<readonly LegacyKeepResult[]>
  /** Newest first; of one moment, by id from the greatest, byte by byte. A page may be short and still carry a cursor. */
  listLegacyPosts(
    filter: LegacyPostFilter,
    page: { before: LegacyPostPlace | null; limit: number },
  ): Promise<LegacyPostPage>
  getLegacyPost(accountId: string, id: string): Promise<LegacyPostDetail | null>
  /**
   * An attempt begins, and is under way until it is recorded, or until `attempt.until`. Refuses when there is no such post, when
   * one is under way, and when the post has arrived already.
   */
  beginLegacyAttempt(
    accountId: string,
    id: string,
    attempt: { by: string; at: number; until: number },
  ): Promise<LegacyAttemptBegun>
  /**
   * Of an attempt that has begun; the first result of (post, number) wins. A 2xx makes the post sent, and nothing makes it
   * pending again. null: the post has gone meanwhile.
   */
  recordLegacyAttempt(
    accountId: string,
    id: string,
    number: number,
    result: LegacyAttemptResult,
  ): Promise<LegacyPost | null>
  /** Gives back what incarnations hold that live no more. Answers how many. */
  recoverLegacyAttempts(): Promise<number>
}

export interface NewLegacyPost {
  readonly post: Omit<LegacyPost, 'lastAttemptAt' | 'sendingUntil'>
  readonly payload: LegacyPayload
  /** Of everything that the platform said of it: tells whether it said the same before. 16 bytes. */
  readonly fingerprint: Uint8Array
}

export type LegacyKeepResult =
  | { readonly kind: 'kept' }
  /** It was there, with the same fingerprint. Nothing of it was changed. */
  | { readonly kind: 'present' }
  /** The account has another one of that id. */
  | { readonly kind: 'different' }
  /** Our own fault, for this item only. */
  | { readonly kind: 'broken'; readonly error: unknown }

export type LegacyAttemptBegun =
  /** The post with this attempt as its last. */
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
  /** null: no attempt was made. */
  readonly status?: number | null
  readonly from?: number
  readonly to?: number
}

/** Where a page ended. */
export type LegacyPostPlace = Pick<LegacyPost, 'at' | 'id'>

export interface LegacyPostPage {
  readonly posts: readonly LegacyPost[]
  readonly next: LegacyPostPlace | null
}

export interface LegacyPostDetail {
  readonly post: LegacyPost
  readonly payload: LegacyPayload
  /** In the order in which they were asked for. */
  readonly attempts: readonly LegacyAttempt[]
}
