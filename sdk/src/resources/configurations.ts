import type { CallOptions, Calls, ConditionalOptions, RepeatableOptions } from '../calls.ts'
import { keyed } from '../idempotency-key.ts'
import { list, type SearchRequest } from '../listing.ts'
import { path } from '../path.ts'
import type {
  ChangedConfiguration,
  Configuration,
  ConfigurationChange,
  ConfigurationInput,
  CreatedConfiguration,
  ReleaseMode,
  Rows,
  Secret,
  UrlCheck,
} from '../types.ts'

type EditOptions = ConditionalOptions & RepeatableOptions

export function configurationsOf(calls: Calls) {
  const { request } = calls
  return {
    /** Newest first; with `q` those whose name or URL has its words. */
    list: (page: SearchRequest = {}, options?: CallOptions) =>
      list<Configuration>(calls, '/v1/configurations', { ...page }, options),
    /** The answer holds the signing secret, and the result of the URL check. */
    create: (input: ConfigurationInput, options?: RepeatableOptions) =>
      request<CreatedConfiguration>('POST', '/v1/configurations', { ...keyed(options), body: input }),
    get: (id: string, options?: CallOptions) => request<Configuration>('GET', path`/v1/configurations/${id}`, options),
    /** Omitted fields stay unchanged. */
    change: (id: string, change: ConfigurationChange, options?: EditOptions) =>
      request<ChangedConfiguration>('PATCH', path`/v1/configurations/${id}`, { ...keyed(options), body: change }),
    /** Its posts stay in the history. */
    remove: (id: string, options?: EditOptions) =>
      request<void>('DELETE', path`/v1/configurations/${id}`, keyed(options)),
    /** @param held what happens to the held deliveries */
    enable: (id: string, held: ReleaseMode, options?: EditOptions) =>
      request<Configuration>('POST', path`/v1/configurations/${id}/enable`, { ...keyed(options), body: { held } }),
    disable: (id: string, options?: EditOptions) =>
      request<Configuration>('POST', path`/v1/configurations/${id}/disable`, keyed(options)),
    /** Checks its URL again, without sending a post. */
    check: (id: string, options?: CallOptions) =>
      request<UrlCheck>('POST', path`/v1/configurations/${id}/check`, options),
  }
}

/** The signing secrets of configurations. Not for access tokens. */
export function secretsOf({ request }: Calls) {
  return {
    /** The secrets that are valid now. */
    list: (configurationId: string, options?: CallOptions) =>
      request<Rows<Secret>>('GET', path`/v1/configurations/${configurationId}/secrets`, options),
    /** Adds a secret. For `overlapHours` the old secrets sign too. Default: 24. */
    rotate: (configurationId: string, input: { readonly overlapHours?: number } = {}, options?: RepeatableOptions) =>
      request<Rows<Secret>>('POST', path`/v1/configurations/${configurationId}/secrets/rotate`, {
        ...keyed(options),
        body: input,
      }),
  }
}
