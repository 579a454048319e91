import { ApiError, isApiError, readApiError } from './api-error.ts'
import { addressOf, notReached, timedOut } from './not-reached.ts'
import { type Clock, systemClock, tryAgain } from './retry.ts'
import { readServerSentEvents, type ServerSentEvent } from './server-sent-events.ts'
import { timeLimit } from './time-limit.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type QueryValue = string | number | boolean | null | undefined
/** What is null or undefined is left out; lists are written with commas. */
export type Query = Readonly<Record<string, QueryValue | readonly (string | number)[]>>
export type HeaderValues = Readonly<Record<string, string>>

export interface ClientOptions {
  /** `https://postback.example.com`; empty in a page that the server itself serves. */
  readonly baseUrl: string
  readonly fetch?: typeof fetch | undefined
  /** Sent with every request; a function is asked each time. */
  readonly headers?: HeaderValues | (() => HeaderValues) | undefined
  /** How long a call may take, with all its tries and the waits between them: 30,000. Infinity: as long as it likes. */
  readonly timeoutMs?: number | undefined
  /** How often a call that can be repeated is tried again: 2. */
  readonly retries?: number | undefined
  /** For tests. */
  readonly clock?: Clock | undefined
}

/** What can be said about any call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** In place of that of the client. */
  readonly timeoutMs?: number | undefined
  /** In place of that of the client. */
  readonly retries?: number | undefined
  readonly headers?: HeaderValues | undefined
}

/** Of a call that is done once, however often it is sent. */
export interface RepeatableOptions extends CallOptions {
  /** 1 to 255 visible ASCII characters, one for each thing to be done; made up if absent. The same over all tries. */
  readonly idempotencyKey?: string | undefined
}

export interface RequestOptions extends RepeatableOptions {
  readonly query?: Query | undefined
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sending it twice does no harm: it is tried again, although it is no GET and has no key. */
  readonly repeatable?: boolean | undefined
  /** Sent as it is, in place of `body`. */
  readonly raw?: { readonly contentType: string; readonly content: string | Uint8Array } | undefined
}

export interface StreamOptions extends Pick<CallOptions, 'signal' | 'timeoutMs' | 'headers'> {
  /** The server has let the stream begin: from now on nothing is missed. */
  readonly onOpen?: (() => void) | undefined
  /**
   * The server has no stream to give (429). With this function the client waits for as long as Retry-After says, and asks again;
   * without it the error is thrown.
   */
  readonly onWait?: ((error: ApiError, waitMs: number) => void) | undefined
  /** Without a byte for so long the line is lost, and StreamSilent is thrown. 30,000 if left out: the server speaks every 10 s. */
  readonly silentMs?: number | undefined
}

/** Any call of the API, by method and path: what the methods of the client are made of. */
export interface Calls {
  /**
   * The parsed answer; undefined for one without a body. Throws ApiError for everything that is not 2xx. A GET is tried again, and so is
   * what has an `idempotencyKey` or is `repeatable`.
   */
  request<Answer>(method: Method, path: string, options?: RequestOptions): Promise<Answer>
  /** Server-sent events until either side ends it. The time-out is for its beginning. */
  stream(
    path: string,
    options?: StreamOptions & { readonly query?: Query },
  ): AsyncGenerator<ServerSentEvent, void, undefined>
}

const defaultTimeoutMs = 30_000
const defaultRetries = 2

export function createCalls(options: ClientOptions): Calls {
  const {
    timeoutMs: usualTimeoutMs = defaultTimeoutMs,
    retries: usualRetries = defaultRetries,
    clock = systemClock,
  } = options
  const baseUrl = readBaseUrl(options.baseUrl)
  checkLimits(usualTimeoutMs, usualRetries)

  /** @throws TypeError that names a header which cannot be sent, and not its value: that may be a key */
  function headersOf(accept: string, { headers, body, raw, idempotencyKey }: RequestOptions): Headers {
    const shared = typeof options.headers === 'function' ? options.headers() : options.headers
    const all = new Headers({ accept })
    const type = raw ? raw.contentType : body === undefined ? null : 'application/json'
    const own = {
      ...(type !== null && { 'content-type': type }),
      ...(idempotencyKey !== undefined && { [keyHeader]: idempotencyKey }),
    }
    for (const [name, value] of Object.entries({ ...own, ...shared, ...headers })) {
      try {
        all.set(name, value)
      } catch {
        throw new TypeError(
          `The header ${name} cannot be sent: a line break or another character in it is not allowed.`,
        )
      }
    }
    return all
  }

  /** One try. What is not 2xx is thrown, and so is what comes to no answer. */
  async function send<Answer>(
    url: string,
    init: RequestInit & { signal: AbortSignal },
    read: (response: Response) => Promise<Answer>,
  ) {
    try {
      // Looked up at each call, so that a page or a test may replace the global one.
      const response = await (options.fetch ?? globalThis.fetch)(url, init)
      if (!response.ok) throw await readApiError(response)
      return await read(response)
    } catch (error) {
      if (init.signal.aborted) throw init.signal.reason
      throw isApiError(error) ? error : notReached(url, error)
    }
  }

  return {
    async request<Answer>(method: Method, path: string, request: RequestOptions = {}): Promise<Answer> {
      const { query, body, raw, signal, timeoutMs = usualTimeoutMs, retries = usualRetries } = request
      checkLimits(timeoutMs, retries)
      const url = `${baseUrl}${path}${writeQuery(query)}`
      const headers = headersOf('application/json', request)
      const content = raw
        ? (raw.content as string | Uint8Array<ArrayBuffer>)
        : body === undefined
          ? null
          : JSON.stringify(body)
      const isRepeatable = method === 'GET' || headers.has(keyHeader) || request.repeatable === true
      const limit = timeLimit(signal)
      limit.start(timeoutMs, () => timedOut(url, timeoutMs))
      try {
        return await tryAgain(
          () =>
            send(url, { method, headers, body: content, signal: limit.signal }, (response) =>
              readAnswer<Answer>(response, url),
            ),
          { retries: isRepeatable ? retries : 0, clock, endsAt: clock.now() + timeoutMs, signal: limit.signal },
        )
      } finally {
        limit.end()
      }
    },

    async *stream(path, request = {}) {
      const { query, signal, onOpen, onWait, silentMs, timeoutMs = usualTimeoutMs } = request
      checkLimits(timeoutMs, 0)
      const url = `${baseUrl}${path}${writeQuery(query)}`
      const limit = timeLimit(signal)
      const open = async () => {
        limit.start(timeoutMs, () => timedOut(url, timeoutMs))
        const headers = headersOf('text/event-stream', request)
        const response = await send(url, { headers, signal: limit.signal }, async (response) => response)
        limit.stop()
        return response
      }
      try {
        const response = await (onWait ? untilNotBusy(open, onWait, clock, limit.signal) : open())
        onOpen?.()
        if (response.body) yield* readServerSentEvents(response.body, silentMs)
      } finally {
        limit.end()
      }
    },
  }
}

const keyHeader = 'idempotency-key'

async function readAnswer<Answer>(response: Response, url: string): Promise<Answer> {
  const text = await response.text()
  if (text === '') return undefined as Answer
  try {
    const isLines = response.headers.get('content-type')?.startsWith('application/x-ndjson')
    return isLines ? (parseLines(text) as Answer) : (JSON.parse(text) as Answer)
  } catch (cause) {
    throw new ApiError({
      status: response.status,
      code: 'unexpected_answer',
      title: 'The answer is not that of a Postback',
      detail: `${addressOf(url)} answered with something that is no JSON. Check the address.`,
      cause,
    })
  }
}

function parseLines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown)
}

/** When the server does not say how long to wait. */
const busySeconds = 10

async function untilNotBusy<Answer>(
  ask: () => Promise<Answer>,
  onWait: NonNullable<StreamOptions['onWait']>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Answer> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!isApiError(error) || error.status !== 429) throw error
      const waitMs = (error.retryAfter ?? busySeconds) * 1000
      onWait(error, waitMs)
      await clock.pause(waitMs, signal)
    }
  }
}

/** @throws TypeError, without the address: it may hold a password */
function readBaseUrl(baseUrl: string): string {
  const trimmed = baseUrl.replace(/\/+$/, '')
  if (trimmed === '' || trimmed.startsWith('/')) return trimmed
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TypeError('baseUrl: expected an address such as https://postback.example.com')
  }
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('baseUrl: an address with a password cannot be called; credentials belong into the headers')
  }
  return trimmed
}

function checkLimits(timeoutMs: number, retries: number) {
  if (!(timeoutMs > 0)) throw new TypeError('timeoutMs: expected milliseconds, more than 0')
  if (!Number.isInteger(retries) || retries < 0) throw new TypeError('retries: expected a whole number, 0 or more')
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
