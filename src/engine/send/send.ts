import type { Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import type { Dispatcher } from 'undici'
import type { AddressPolicy } from '../../domain/addresses/address-policy.ts'
import type { HeadProblem, Phase, Reply, Timings } from '../../domain/delivery/reply.ts'
import {
  type ConnectFailure,
  type ConnectPhase,
  causeOf,
  codeOf,
  dial,
  isOurFault,
  type Lookup,
  makeSecureContext,
  resolveHost,
  type Step,
  secure,
  type Target,
  vet,
} from './connect.ts'
import { type Connection, Connections } from './connections.ts'
import { type Destination, Destinations } from './destinations.ts'
import { systemLookup } from './name-lookup.ts'

/**
 * Sends one POST to a customer's address and says what came of it. Nothing is followed (a redirect is an answer like any
 * other), nothing is decompressed (a small body could become a huge one), and nothing that a receiver does is thrown: what
 * is thrown is ours (no more file descriptors, a header that cannot be sent).
 */

export interface SendRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

export interface SenderOptions {
  /** Asked at every attempt and every connect. */
  readonly policy: () => AddressPolicy
  /** For the whole attempt, from the name to the last byte of the answer. */
  readonly attemptTimeoutMs: number
  /** The caller keeps to it; whoever is above it waits here while its own time passes. */
  readonly maxConnectionsPerHost: number
  /** Hosts to which idle connections are kept. */
  readonly maxHosts: number
  /** Connections in all, idle ones included. */
  readonly maxConnections?: number
  readonly keepBodyBytes?: number
  readonly readBodyBytes?: number
  readonly lookup?: Lookup
  /** Authorities to trust instead of the usual ones. */
  readonly tlsOptions?: { readonly ca?: string | readonly string[] }
}

/** What every exchange of a sender shares. */
interface Means {
  /** Those under way. */
  readonly exchanges: Set<Exchange>
  readonly policy: () => AddressPolicy
  readonly lookup: Lookup
  readonly secureContext: SecureContext
  readonly connections: Connections
  readonly destinations: Destinations
  readonly attemptTimeoutMs: number
  readonly keepBodyBytes: number
  readonly readBodyBytes: number
}

/** The process stops: the attempt was ended, or not begun. Nobody knows what came of it. */
export class CutOff extends Error {
  constructor() {
    super('the sender has been stopped')
    this.name = 'CutOff'
  }
}

export class Sender {
  readonly #means: Means
  #isCutOff = false
  #draining: Promise<void> | null = null

  constructor(options: SenderOptions) {
    this.#means = {
      exchanges: new Set(),
      policy: options.policy,
      lookup: options.lookup ?? systemLookup(options.policy),
      secureContext: makeSecureContext(options.tlsOptions),
      connections: new Connections({
        maxPerHost: options.maxConnectionsPerHost,
        maxHosts: options.maxHosts,
        maxOpen: options.maxConnections ?? Number.POSITIVE_INFINITY,
      }),
      destinations: new Destinations(options.policy),
      attemptTimeoutMs: options.attemptTimeoutMs,
      keepBodyBytes: options.keepBodyBytes ?? 64 * 1024,
      readBodyBytes: options.readBodyBytes ?? 256 * 1024,
    }
  }

  send(request: SendRequest): Promise<Reply> {
    if (this.#draining !== null || this.#isCutOff) return Promise.reject(new CutOff())
    return new Exchange(request, this.#means).reply
  }

  /** Ends the attempts under way, and takes nothing more. Those without an answer yet are thrown as `CutOff`. */
  cutOff(): void {
    this.#isCutOff = true
    for (const exchange of this.#means.exchanges) exchange.cutOff()
  }

  /** Waits for the attempts under way, each of which has its deadline, and closes every connection. */
  stop(): Promise<void> {
    this.#draining ??= this.#drain()
    return this.#draining
  }

  /** The same lookup for other parts that need a customer's name. */
  get lookup(): Lookup {
    return this.#means.lookup
  }

  /** Hosts and connections open now. */
  get stats(): { readonly hosts: number; readonly connections: number } {
    return this.#means.connections.stats
  }

  async #drain(): Promise<void> {
    this.#means.connections.closeIdle()
    await Promise.allSettled(Array.from(this.#means.exchanges, ({ reply }) => reply))
    this.#means.connections.destroyAll()
  }
}

/**
 * One attempt:
 *
 *   parse ─► idle connection ──────────────────────► send ─► first-byte ─► body ─► answered
 *        └─► dns ─► policy ─► connect ─► tls ─► send ─┘ ▲
 *                                    stale connection ──┘ (once)
 *
 * One timer for all of it. Whatever ends it first settles the reply; what comes later finds it settled and changes nothing.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly reply: Promise<Reply>
  readonly #request: SendRequest
  readonly #means: Means
  readonly #startedAt = performance.now()
  readonly #resolve: (reply: Reply) => void
  readonly #reject: (error: unknown) => void
  readonly #timer: NodeJS.Timeout | undefined
  #settled = false
  readonly #destination: Extract<Destination, { ok: true }> | null
  #connecting: AbortController | undefined
  #connection: Connection | undefined
  #reused = false
  #retried = false

  /** Ends with `first-byte`: once there is a status, nothing that happens is a time-out any more. */
  #phase: Exclude<Phase, 'body'> = 'dns'
  readonly #took: { -readonly [K in keyof Timings]?: Timings[K] } = {}
  #sentAt = 0
  /** 0 until the first byte of an answer, were it an interim one. */
  #answerAt = 0

  /** 0 until the head of the final answer is complete, or its status is known and more of it will not come. */
  #status = 0
  #headProblem: HeadProblem | null = null
  #headers: readonly (readonly [string, string])[] = []
  #chunks: Uint8Array[] = []
  #readBytes = 0
  #keptBytes = 0

  constructor(request: SendRequest, means: Means) {
    this.#request = request
    this.#means = means
    const { promise, resolve, reject } = Promise.withResolvers<Reply>()
    this.reply = promise
    this.#resolve = resolve
    this.#reject = reject
    const destination = means.destinations.find(request.url)
    if (!destination.ok) {
      this.#destination = null
      this.#settle({ kind: 'blocked', reason: destination.problem, timings: this.#timings() })
      return
    }
    this.#destination = destination
    means.exchanges.add(this)
    this.#timer = setTimeout(expire, means.attemptTimeoutMs, this)
    this.#start(destination.target)
  }

  #start(target: Target): void {
    const idle = this.#means.connections.takeIdle(target)
    if (idle) this.#post(idle, true)
    else this.#connect(target).catch((error: unknown) => this.#fault(error))
  }

  async #connect(target: Target): Promise<void> {
    this.#phase = 'connect' // until its turn has come
    this.#connecting = new AbortController()
    const { signal } = this.#connecting
    const taken = await this.#means.connections.take(target, () => this.#open(target, signal), signal)
    if (!taken.ok) return this.#fail(taken.failure)
    if (!this.#settled) return this.#post(taken.connection, taken.reused)
    // Too late: nothing may be sent any more. An unused connection has nobody watching it, so it is not kept.
    if (taken.reused) this.#means.connections.release(taken.connection)
    else taken.connection.destroy()
  }

  async #open(target: Target, signal: AbortSignal): Promise<Step<Socket>> {
    const found = await this.#timed('dns', () => resolveHost(target.host, this.#means.lookup, signal))
    if (!found.ok) return found
    const vetted = vet(found.value, target.port, this.#means.policy())
    if (!vetted.ok) return vetted
    const socket = await this.#timed('connect', () => dial(target, vetted.value, signal))
    if (!socket.ok || !target.secure) return socket
    return await this.#timed('tls', () => secure(socket.value, target.host, this.#means.secureContext, signal))
  }

  async #timed<T>(phase: ConnectPhase, step: () => Promise<Step<T>>): Promise<Step<T>> {
    this.#phase = phase
    const startedAt = performance.now()
    const result = await step()
    this.#took[`${phase}Ms`] = performance.now() - startedAt
    return result
  }

  #post(connection: Connection, reused: boolean): void {
    const { path } = this.#destination ?? {}
    if (path === undefined) throw new Error('there is nowhere to send to')
    this.#connection = connection
    this.#reused = reused
    this.#phase = 'send'
    this.#sentAt = performance.now()
    connection.post(path, this.#request.headers, this.#request.body, this)
  }

  // -- called by undici ----------------------------------------------------------------------------------------------------

  onRequestStart(): void {
    this.#connection?.answer.expectAnswer(this)
  }

  onRequestSent(): void {
    this.#phase = 'first-byte'
  }

  onResponseStarted(): void {
    if (this.#answerAt === 0) this.#answerAt = performance.now()
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: AnswerHeaders): void {
    if (this.#settled || status < 200 || this.#connection?.answer.isUntidy) return
    this.#connection?.answer.headIsComplete()
    this.#status = status
    this.#headers = listOf(headers)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#settled || this.#status === 0) return
    this.#takeBody(chunk)
    if (this.#readBytes > this.#means.readBodyBytes) this.#answered('cut')
  }

  onResponseEnd(): void {
    if (this.#status > 0) this.#answered('whole')
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#settled) return
    if (refusedByClient(error) || isOurFault(error)) this.#fault(error)
    else if (this.#status > 0) this.#answered('cut')
    else if (this.answeredUntidily()) return
    else if (this.#isStale(error)) this.#retryFresh()
    else this.#fail({ kind: 'unreachable', cause: causeOf(error) })
  }

  // ------------------------------------------------------------------------------------------------------------------------

  #takeBody(chunk: Uint8Array): void {
    this.#readBytes += chunk.length
    const kept = chunk.subarray(0, this.#means.keepBodyBytes - this.#keptBytes)
    if (kept.length > 0) this.#chunks.push(kept)
    this.#keptBytes += kept.length
  }

  /** Whether a status was read, though the head is not complete or not tidy. The connection is never used again. */
  answeredUntidily(): boolean {
    const found = this.#connection?.answer.soFar()
    if (this.#settled || !found || found.answer.status === 0) return false
    this.#status = found.answer.status
    this.#headers = found.answer.headers
    this.#headProblem = found.complaint === null ? 'cut-head' : headProblemOf(found.complaint)
    for (const chunk of found.answer.body) this.#takeBody(chunk)
    if (this.#answerAt === 0) this.#answerAt = performance.now()
    this.#answered(found.answer.isWhole ? 'whole' : 'cut')
    return true
  }

  /**
   * A receiver may close an idle connection at the very moment in which we use it again: the well-known race of keep-alive,
   * and nobody's failure. Only for a connection used before on which not a byte came back.
   */
  #isStale(error: Error): boolean {
    return (
      this.#reused && !this.#retried && !this.#connection?.answer.heard && ['closed', 'reset'].includes(causeOf(error))
    )
  }

  #retryFresh(): void {
    if (!this.#destination) return
    this.#retried = true
    const { target } = this.#destination
    // The receiver probably closed its other idle connections too (it was restarted): none of them is worth a second try.
    this.#means.connections.dropIdle(target)
    this.#connect(target).catch((error: unknown) => this.#fault(error))
  }

  /** A status is an answer, even if the rest of it is missing. */
  cutOff(): void {
    if (this.#status > 0) this.#answered('cut')
    else if (!this.answeredUntidily()) this.#fault(new CutOff())
  }

  expire(): void {
    const unsent = this.#phase === 'first-byte' && this.#connection?.flushed === false
    if (this.#status > 0) this.#answered('cut')
    else if (!this.answeredUntidily()) this.#fail({ kind: 'timeout', phase: unsent ? 'send' : this.#phase })
  }

  #answered(body: 'whole' | 'cut'): void {
    if (this.#settled) return
    if (this.#answerAt > 0) {
      this.#took.firstByteMs = this.#answerAt - this.#sentAt
      this.#took.bodyMs = performance.now() - this.#answerAt
    }
    const [first] = this.#chunks
    this.#settle(
      {
        kind: 'answered',
        status: this.#status,
        headers: this.#headers,
        body: this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks),
        bodyTruncated: body === 'cut' || this.#readBytes > this.#keptBytes,
        headProblem: this.#headProblem,
        timings: this.#timings(),
      },
      body,
    )
  }

  #fail(failure: ConnectFailure | { readonly kind: 'timeout'; readonly phase: Exclude<Phase, 'body'> }): void {
    if (this.#answerAt > 0) this.#took.firstByteMs = this.#answerAt - this.#sentAt
    this.#settle({ ...failure, timings: this.#timings() })
  }

  #fault(error: unknown): void {
    if (!this.#end('cut')) return
    // What is idle is worth less than what is to come.
    if (isOurFault(error)) this.#means.connections.dropAllIdle()
    this.#reject(error)
  }

  #settle(reply: Reply, body: 'whole' | 'cut' = 'cut'): void {
    if (this.#end(body)) this.#resolve(reply)
  }

  /** Once: stops the clock, keeps the connection if all of a tidy answer was read, and otherwise closes what there is of it. */
  #end(body: 'whole' | 'cut'): boolean {
    if (this.#settled) return false
    this.#settled = true
    clearTimeout(this.#timer)
    this.#means.exchanges.delete(this)
    if (body === 'whole' && this.#headProblem === null && this.#connection)
      this.#means.connections.release(this.#connection)
    else this.#connection?.destroy()
    this.#connecting?.abort()
    this.#chunks = []
    return true
  }

  #timings(): Timings {
    return { ...this.#took, totalMs: performance.now() - this.#startedAt, reusedConnection: this.#reused }
  }
}

type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>

function listOf(headers: AnswerHeaders): readonly (readonly [string, string])[] {
  const list: (readonly [string, string])[] = []
  for (const name of Object.keys(headers)) {
    const value = headers[name] ?? ''
    if (typeof value === 'string') list.push([name, value])
    else for (const one of value) list.push([name, one])
  }
  return list
}

function expire(exchange: Exchange): void {
  exchange.expire()
}

function headProblemOf(complaint: Error): HeadProblem {
  return causeOf(complaint) === 'headers-too-large' ? 'headers-too-large' : 'malformed-head'
}

/** What the client refuses to send: a header or a path that no HTTP request can hold. */
function refusedByClient(error: Error): boolean {
  return ['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED'].includes(codeOf(error))
}
