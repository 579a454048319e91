import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** How many connections callers may hold, and for how long without sending what they began or reading what they asked for. */
export interface CallerLimits {
  /** One more is closed at once. */
  readonly connectionsMax: number
  /** For a head to arrive, and for the first byte of a new connection. */
  readonly headMs: number
  /** For a body to arrive, and a second more for each `bodyBytesPerSecond`: a large import takes the time that it needs. */
  readonly bodyMs: number
  readonly bodyBytesPerSecond: number
  /** For a caller to read all that was written to it. */
  readonly answerMs: number
  /** After an answer to what is no request: closing at once could discard the answer before the caller has read it. */
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

/** How Node itself is to watch heads. Bodies are watched here: its own limit knows no progress. */
export function timesOfHeads({ headMs, checkEveryMs }: CallerLimits) {
  return { headersTimeout: headMs, connectionsCheckingInterval: checkEveryMs } satisfies ServerOptions
}

export interface CallerWatch {
  readonly limits: CallerLimits
  /** What is answered to what is no request, as bytes of HTTP. */
  readonly answer: (error: ClientError) => string
  readonly metrics: { observeTurnedAway(): void }
  readonly log: { warn(fields: object, message: string): void }
}

export type ClientError = Error & { readonly code?: string }

interface Caller {
  /** The last one that began, with when, and what had come over the connection until then. */
  request: { readonly message: IncomingMessage; readonly beganAt: number; readonly bytesBefore: number } | null
  /** Answers that are owed or under way. More than one: the caller sends requests without waiting for answers. */
  readonly answers: Set<ServerResponse>
  /** Since when it has had something to read; null: it has read all. */
  behindSince: number | null
  isParting: boolean
}

const tellEveryMs = 60_000

/**
 * Every connection is an open file, so a caller that falls silent must not keep one. Node looks after heads and idle connections. It
 * leaves to us what it calls `clientError`, after which it watches the connection no longer; bodies that hardly move; answers that are not read.
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
    // First: the answer may be complete before the next listener returns.
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

  /** The end of a connection on which something came that is no request, or too slowly. Twice is harmless. */
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
    // What else it sends is read and dropped.
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

/** Another answer would be taken for the rest of one that has begun, or for that of another request. */
function isAnswered({ answers, request }: Caller): boolean {
  const [first, ...others] = answers
  if (first) return others.length > 0 || first.headersSent
  return request !== null && !request.message.complete
}

function lateBody(): ClientError {
  return Object.assign(new Error('The body did not arrive in time'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' })
}
