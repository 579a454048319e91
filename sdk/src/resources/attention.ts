import type { CallOptions, Calls } from '../calls.ts'
import type { Attention } from '../types.ts'

export function attentionOf({ request }: Calls) {
  return {
    /** What needs a person: failed posts by cause, disabled configurations, posts that are held. */
    get: (options?: CallOptions) => request<Attention>('GET', '/v1/attention', options),
  }
}
