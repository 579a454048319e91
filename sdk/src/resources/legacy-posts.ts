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
    /** Newest first. A page may be short, or empty, and still have a `nextCursor`. */
    list: (filter: LegacyPostFilter & PageRequest = {}, options?: CallOptions) =>
      list<LegacyPost>(calls, '/v1/legacy-posts', { ...filter }, options),
    get: (id: string, options?: CallOptions) => request<LegacyPostDetail>('GET', path`/v1/legacy-posts/${id}`, options),
    /** Answers when the attempt has begun; `get` says how it ended. */
    resend: (id: string, options?: RepeatableOptions) =>
      request<LegacyPostDetail>('POST', path`/v1/legacy-posts/${id}/resend`, keyed(options)),
    /**
     * Sends the content in pieces, whatever its size, and never holds more than one of them. What is there already is left as it
     * is, so that an import that was interrupted is simply made again. For the platform, with an account.
     * @throws ApiError when a piece is refused as a whole, or the server stays away; what was imported before stays
     */
    import: (content: AsyncIterable<Uint8Array>, options: LegacyImportOptions) =>
      importLegacyPosts(calls, content, options),
  }
}
