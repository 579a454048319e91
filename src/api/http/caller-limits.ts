import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** How many connections callers may hold, and how long a caller may take to send a request or to read an answer. */
export interface CallerLimits {
  /** Any further connection is closed at once. */
  readonly connectionsMax: number
  /** For a head to arrive, and for the first byte of a new connection. */
  readonly headMs: number
  /** For a body to arrive, plus a second for each `bodyBytesPerSecond`, so that a large import gets the time it needs. */
  readonly bodyMs: number
  readonly bodyBytesPerSecond: number
  /** For a caller to read all that was written to it. */
  readonly answerMs: number
  /** After answering input that is not HTTP: closing at once could discard the answer before the caller has read it. */
  readonly partingMs: number
  readonly checkEveryMs: number
}

export const usualCallerLimits: CallerLimits = {
  connectionsMax: 10_000,
  headMs: 10_000,
  bodyMs: 30_000,
  bodyBytesPerSecond: 16 * 1024,
  answerMs: 120_000,
  partingMs: 1_000,
  checkEveryMs: 1_000,
}

/** Node watches heads itself. Bodies are watched here, because Node's own limit ignores progress. */
export function timesOfHeads({ headMs, checkEveryMs }: CallerLimits) {
  return { headersTimeout: headMs, connectionsCheckingInterval: checkEveryMs } satisfies ServerOptions
}

export interface CallerWatch {
  readonly limits: CallerLimits
  /** The answer to input that is not HTTP, as bytes. */
  readonly answer: (error: ClientError) => string
  readonly metrics: { observeTurnedAway(): void }
  readonly log: { warn(fields: object, message: string): void }
}

export type ClientError = Error & { readonly code?: string }

interface Caller {
  /** The last request that began: when, and how many bytes the connection had received until then. */
  request: { readonly message: IncomingMessage; readonly beganAt: number; readonly bytesBefore: number } | null
  /** Answers that are due or being sent. More than one: the caller pipelines requests. */
  readonly answers: Set<ServerResponse>
  /** Since when it has unread bytes; null: it has read all. */
  behindSince: number | null
  isParting: boolean
}

const tellEveryMs = 60_000

/**
 * Every connection is an open file, so a silent caller must not keep one. Node watches heads and idle connections. Three cases
 * are left to us: what Node calls `clientError`, after which it no longer watches the connection; bodies that hardly progress;
 * answers that are not read.
 */
export class CallerConnections {
  readonly #watch: CallerWatch
  readonly #callers = new Map<Socket, Caller>()
  #turnedAway = 0
  #toldAt = Number.NEGATIVE_INFINITY

  constructor(watch: CallerWatch) {
    this.#watch = watch
  }

  attach(server: Server) {
    const { limits, metrics } = this.#watch
    server.maxConnections = limits.connectionsMax
    server.on('drop', () => {
      this.#turnedAway++
      metrics.observeTurnedAway()
    })
    server.on('connection', (socket: Socket) => {
      this.#callers.set(socket, { request: null, answers: new Set(), behindSince: null, isParting: false })
      socket.once('close', () => this.#callers.delete(socket))
    })
    // Prepended: the answer may be complete before the next listener returns.
    server.prependListener('request', (message: IncomingMessage, answer: ServerResponse) => {
      const caller = this.#callers.get(message.socket)
      if (!caller) return
      caller.request = { message, beganAt: performance.now(), bytesBefore: message.socket.bytesRead }
      caller.answers.add(answer)
      answer.once('close', () => caller.answers.delete(answer))
    })
    const timer = setInterval(() => this.#check(performance.now()), limits.checkEveryMs).unref()
    server.once('close', () => clearInterval(timer))
  }

  /** Closes a connection that sent something other than HTTP, or sent it too slowly. Idempotent. */
  refuse(error: ClientError, socket: Socket) {
    const caller = this.#callers.get(socket)
    if (caller?.isParting) return
    const isGone = error.code === 'ECONNRESET' || !socket.writable
    const isSilent = socket.bytesRead === 0
    if (!caller || isGone || isSilent || isAnswered(caller)) {
      socket.destroy()
      return
    }
    caller.isParting = true
    socket.on('error', () => socket.destroy())
    socket.end(this.#watch.answer(error))
    // Anything else it sends is read and dropped.
    socket.resume()
    setTimeout(() => socket.destroy(), this.#watch.limits.partingMs).unref()
  }

  #check(now: number) {
    for (const [socket, caller] of this.#callers) {
      caller.behindSince = socket.writableLength === 0 ? null : (caller.behindSince ?? now)
      if (caller.behindSince !== null && now - caller.behindSince > this.#watch.limits.answerMs) socket.destroy()
      else if (this.#isBodyLate(socket, caller, now)) this.refuse(lateBody(), socket)
    }
    if (this.#turnedAway > 0 && now - this.#toldAt >= tellEveryMs) this.#tellTurnedAway(now)
  }

  #tellTurnedAway(now: number) {
    const { limits, log } = this.#watch
    log.warn(
      { count: this.#turnedAway, connectionsMax: limits.connectionsMax },
      'callers were turned away: as many are connected as the limit of open files allows',
    )
    this.#turnedAway = 0
    this.#toldAt = now
  }

  #isBodyLate(socket: Socket, { request }: Caller, now: number): boolean {
    if (request === null || request.message.complete) return false
    const { bodyMs, bodyBytesPerSecond } = this.#watch.limits
    const earnedMs = ((socket.bytesRead - request.bytesBefore) / bodyBytesPerSecond) * 1_000
    return now - request.beganAt > bodyMs + earnedMs
  }
}

/** If so, send no other answer: the caller would take it for the rest of one that has begun, or for that of another request. */
function isAnswered({ answers, request }: Caller): boolean {
  const [first, ...others] = answers
  if (first) return others.length > 0 || first.headersSent
  return request !== null && !request.message.complete
}

function lateBody(): ClientError {
  return Object.assign(new Error('The body did not arrive in time'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
}
