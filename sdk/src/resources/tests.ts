import type { CallOptions, Calls, RepeatableOptions } from '../calls.ts'
import { keyed } from '../idempotency-key.ts'
import type { LocaleQuery, Rows, SentTest, TestInput, TestStory } from '../types.ts'

export function testsOf({ request }: Calls) {
  return {
    /** Sends an event, or a story of several, to configurations, URLs and the test inbox. */
    send: (input: TestInput, options?: RepeatableOptions) =>
      request<SentTest>('POST', '/v1/tests', { ...keyed(options), body: input }),
    /** All stories. */
    stories: (query: LocaleQuery = {}, options?: CallOptions) =>
      request<Rows<TestStory>>('GET', '/v1/test-stories', { ...options, query: { ...query } }),
    /** The signing secret of tests to free URLs. Not for access tokens. */
    secret: (options?: CallOptions) => request<{ readonly secret: string }>('GET', '/v1/tests/secret', options),
  }
}
