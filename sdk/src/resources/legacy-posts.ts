import type { CallOptions, Calls, RepeatableOptions } from '../calls.ts'
import { keyed } from '../idempotency-key.ts'
import { importLegacyPosts, type LegacyImportOptions } from '../import-legacy-posts.ts'
import { list, type PageRequest } from '../listing.ts'
import { path } from '../path.ts'
import type { LegacyPost, LegacyPostDetail, LegacyPostFilter } from '../types.ts'

/** Posts of the platform's earlier postback tool. */
export function legacyPostsOf(calls: Calls) {
  const { request } = calls
  return {
    /** Newest first. A page may be short or empty and still have a `nextCursor`. */
    list: (filter: LegacyPostFilter & PageRequest = {}, options?: CallOptions) =>
      list<LegacyPost>(calls, '/v1/legacy-posts', { ...filter }, options),
    get: (id: string, options?: CallOptions) => request<LegacyPostDetail>('GET', path`/v1/legacy-posts/${id}`, options),
    /** Answers when the attempt has begun. `get` shows how it ended. */
    resend: (id: string, options?: RepeatableOptions) =>
      request<LegacyPostDetail>('POST', path`/v1/legacy-posts/${id}/resend`, keyed(options)),
    /**
     * Sends content of any size in pieces, and holds one piece at a time. Posts that exist already stay unchanged, so an interrupted
     * import can be run again from the beginning. For the platform, with an account.
     * @throws ApiError when a piece is refused as a whole, or the server stays unavailable; earlier pieces stay imported
     */
    import: (content: AsyncIterable<Uint8Array>, options: LegacyImportOptions) =>
      importLegacyPosts(calls, content, options),
  }
}
