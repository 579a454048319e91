import type { Calls, Query, StreamOptions } from './calls.ts'

/** The data of the server-sent events that have this name. */
export async function* streamOf<Data>(
  { stream }: Calls,
  path: string,
  name: string,
  options: StreamOptions & { readonly query?: Query },
): AsyncGenerator<Data, void, undefined> {
  for await (const { event, data } of stream(path, options)) {
    if (event === name) yield JSON.parse(data) as Data
  }
}
