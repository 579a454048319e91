import { ApiError, isApiError, readApiError } from './api-error.ts'
import { addressOf, notReached, timedOut } from './not-reached.ts'
import { type Clock, systemClock, tryAgain } from './retry.ts'
import { readServerSentEvents, type ServerSentEvent } from './server-sent-events.ts'
import { timeLimit } from './time-limit.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type QueryValue = string | number | boolean | null | undefined
/** null and undefined are left out; lists are joined with commas. */
export type Query = Readonly<Record<string, QueryValue | readonly (string | number)[]>>
export type HeaderValues = Readonly<Record<string, string>>

export interface ClientOptions {
  /** `https://postback.example.com`; empty in a page that the server itself serves. */
  readonly baseUrl: string
  readonly fetch?: typeof fetch | undefined
  /** Sent with every request; a function is called for each one. */
  readonly headers?: HeaderValues | (() => HeaderValues) | undefined
  /** Time limit of a call, with all its tries and the waits between them. Default: 30,000. Infinity: no limit. */
  readonly timeoutMs?: number | undefined
  /** How often a repeatable call is tried again. Default: 2. */
  readonly retries?: number | undefined
  /** For tests. */
  readonly clock?: Clock | undefined
}

/** Options of any call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** Overrides the value of the client. */
  readonly timeoutMs?: number | undefined
  /** Overrides the value of the client. */
  readonly retries?: number | undefined
  readonly headers?: HeaderValues | undefined
}

/** Options of an idempotent call: the server does it once, even if it is sent several times. */
export interface RepeatableOptions extends CallOptions {
  /** 1 to 255 visible ASCII characters. Use a new key for each operation; all tries share it. Default: a random key. */
  readonly idempotencyKey?: string | undefined
}

/** Options of a change that can name what it is based on. */
export interface ConditionalOptions extends CallOptions {
  /**
   * The `revision` that was read. If another editor was faster, nothing is changed: ApiError with status 412, code
   * `precondition_failed`, and what is stored now in `current`.
   */
  readonly ifRevision?: number | undefined
}

export interface RequestOptions extends RepeatableOptions, ConditionalOptions {
  readonly query?: Query | undefined
  /** Sent as JSON. */
  readonly body?: unknown
  /** The call is safe to send twice. It is tried again, although it is no GET and has no key. */
  readonly repeatable?: boolean | undefined
  /** Sent unchanged, in place of `body`. */
  readonly raw?: { readonly contentType: string; readonly content: string | Uint8Array } | undefined
}

export interface StreamOptions extends Pick<CallOptions, 'signal' | 'timeoutMs' | 'headers'> {
  /** Called when the server has opened the stream: later events are not missed. */
  readonly onOpen?: (() => void) | undefined
  /**
   * Called when the server refuses the stream with 429. With this function the client waits as long as Retry-After says, and asks
   * again. Without it the error is thrown.
   */
  readonly onWait?: ((error: ApiError, waitMs: number) => void) | undefined
  /** After this time without a byte StreamSilent is thrown. Default: 30,000, as the server sends something every 10 s. */
  readonly silentMs?: number | undefined
}

/** Any call of the API, by method and path. The methods of the client are built on it. */
export interface Calls {
  /**
   * The parsed answer; undefined if it has no body. Throws ApiError for every status other than 2xx. A GET is tried again, and so is
   * a call that has an `idempotencyKey` or is `repeatable`.
   */
  request<Answer>(method: Method, path: string, options?: RequestOptions): Promise<Answer>
  /** Server-sent events until either side ends the stream. The time-out limits only the time to open it. */
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

  /** @throws TypeError that names an invalid header, but not its value: the value may be a key */
  function headersOf(accept: string, { headers, body, raw, idempotencyKey, ifRevision }: RequestOptions): Headers {
    const shared = typeof options.headers === 'function' ? options.headers() : options.headers
    const all = new Headers({ accept })
    const type = raw ? raw.contentType : body === undefined ? null : 'application/json'
    const own = {
      ...(type !== null && { 'content-type': type }),
      ...(idempotencyKey !== undefined && { [keyHeader]: idempotencyKey }),
      ...(ifRevision !== undefined && { 'if-match': `"${ifRevision}"` }),
    }
    for (const [name, value] of Object.entries({ ...own, ...shared, ...headers })) {
      try {
        all.set(name, value)
      } catch {
        throw new TypeError(
          `The header ${name} cannot be sent: it contains a line break or another character that is not allowed.`,
        )
      }
    }
    return all
  }

  /** One try. Throws when the status is not 2xx, and when there is no answer. */
  async function send<Answer>(
    url: string,
    init: RequestInit & { signal: AbortSignal },
    read: (response: Response) => Promise<Answer>,
  ) {
    try {
      // Read at each call, so that a page or a test can replace the global fetch.
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

/** Used when the 429 has no Retry-After. */
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

/** @throws TypeError, without the address: the address may hold a password */
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
