import { ApiError, isApiError, readApiError } from './api-error.ts'
import { pause } from './pause.ts'
import { readServerSentEvents, type ServerSentEvent } from './server-sent-events.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type QueryValue = string | number | boolean | null | undefined
/** What is null or undefined is left out; lists are written with commas. */
export type Query = Readonly<Record<string, QueryValue | readonly (string | number)[]>>
export type HeaderValues = Readonly<Record<string, string>>

export interface ClientOptions {
  /** `https://postback.example.com`; empty in a page that the server itself serves. */
  readonly baseUrl: string
  readonly fetch?: typeof fetch
  /** Sent with every request; a function is asked each time. */
  readonly headers?: HeaderValues | (() => HeaderValues)
}

export interface RequestOptions {
  readonly query?: Query
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is, in place of `body`. */
  readonly raw?: { readonly contentType: string; readonly content: string | Uint8Array }
  readonly headers?: HeaderValues
  readonly signal?: AbortSignal | undefined
}

export interface StreamOptions extends Omit<RequestOptions, 'body' | 'raw'> {
  /** The server has let the stream begin. */
  readonly onOpen?: () => void
  /**
   * The server has no stream to give (429). With this function the client waits for as long as Retry-After says, and asks again;
   * without it the error is thrown.
   */
  readonly onWait?: (error: ApiError, waitMs: number) => void
  /** Without a byte for so long the line is lost, and StreamSilent is thrown. 30,000 if left out: the server speaks every 10 s. */
  readonly silentMs?: number
}

export interface Client {
  /** The parsed answer; undefined for one without a body. Throws ApiError for everything that is not 2xx. */
  request<Answer>(method: Method, path: string, options?: RequestOptions): Promise<Answer>
  /** Server-sent events until either side ends it. */
  stream(path: string, options?: StreamOptions): AsyncGenerator<ServerSentEvent, void, undefined>
}

export function createClient(options: ClientOptions): Client {
  const send = async (method: Method, path: string, accept: string, request: RequestOptions): Promise<Response> => {
    const { query, body, raw, headers, signal } = request
    const shared = typeof options.headers === 'function' ? options.headers() : options.headers
    const url = `${options.baseUrl}${path}${writeQuery(query)}`
    const init: RequestInit = {
      method,
      headers: {
        accept,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(raw && { 'content-type': raw.contentType }),
        ...shared,
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(raw && { body: raw.content as string | Uint8Array<ArrayBuffer> }),
      ...(signal && { signal }),
    }
    // Looked up at each call, so that a page or a test may replace the global one.
    const response = await (options.fetch ?? globalThis.fetch)(url, init).catch((error: unknown) => {
      if (signal?.aborted) throw error
      throw notReached(error)
    })
    if (!response.ok) throw await readApiError(response)
    return response
  }

  return {
    async request<Answer>(method: Method, path: string, request: RequestOptions = {}): Promise<Answer> {
      const response = await send(method, path, 'application/json', request)
      const text = await response.text()
      return (text === '' ? undefined : JSON.parse(text)) as Answer
    },
    async *stream(path, request = {}) {
      const { onOpen, onWait, silentMs, ...rest } = request
      const open = () => send('GET', path, 'text/event-stream', rest)
      const response = await (onWait ? untilNotBusy(open, onWait, rest.signal) : open())
      onOpen?.()
      if (response.body) yield* readServerSentEvents(response.body, silentMs)
    },
  }
}

/** When the server does not say how long to wait. */
const busySeconds = 10

async function untilNotBusy<Answer>(
  ask: () => Promise<Answer>,
  onWait: NonNullable<StreamOptions['onWait']>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!isApiError(error) || error.status !== 429) throw error
      const waitMs = (error.retryAfter ?? busySeconds) * 1000
      onWait(error, waitMs)
      await pause(waitMs, signal)
    }
  }
}

function notReached(cause: unknown): ApiError {
  return new ApiError({
    status: 0,
    code: 'not_reached',
    title: 'The server could not be reached',
    detail: 'No answer came. Check the connection and try again.',
    cause,
  })
}

function writeQuery(query: Query = {}): string {
  const written = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue
    if (typeof value !== 'object') written.set(name, String(value))
    else if (value.length > 0) written.set(name, value.join(','))
  }
  const text = written.toString()
  return text === '' ? '' : `?${text}`
}
