import type { Socket } from 'node:net'
import { Client, type Dispatcher } from 'undici'
import { AnswerBytes } from './answer-bytes.ts'
import type { ConnectFailure, Step, Target } from './connect.ts'

/**
 * Open connections, by host. undici's Pool would do most of this, but it hides what an attempt has to know: whether its
 * connection was used before, in which phase of connecting it is, and how to get a new one. So each connection is an undici
 * Client around a socket that was opened here, and ends with the socket.
 *
 * A host has at most `maxPerHost` connections; further attempts wait their turn. A host's entry exists only while it has
 * connections. Above `maxHosts`, the connections of the host that has been idle longest are closed.
 */

/** Most receivers keep an idle connection for 5 s or more, so less than that is safe. */
const keepAliveMs = 4_000
/** The most, even if a receiver promises to keep it longer. */
const keepAliveMaxMs = 30_000
/** A connection in constant use is opened anew after this, so that changes of names, certificates and policy take effect. */
const ageMaxMs = 5 * 60_000
const responseHeadersMaxBytes = 32 * 1024

export class Connection {
  readonly host: Host
  readonly answer: AnswerBytes
  readonly #socket: Socket
  readonly #client: Client
  readonly #openedAt: number

  constructor(host: Host, target: Target, socket: Socket, onClosed: () => void) {
    this.host = host
    this.#socket = socket
    this.#openedAt = performance.now()
    this.answer = new AnswerBytes(socket)
    let fresh = true
    this.#client = new Client(target.origin, {
      allowH2: false,
      pipelining: 1,
      maxHeaderSize: responseHeadersMaxBytes,
      // The attempt's own deadline covers both. Single bytes that drip in would renew these without end.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMaxMs,
      connect: (_options, answer) => {
        // The client dials again by itself when its socket is gone. It must not, as the address was not judged again. The
        // answer comes a moment later, because the client hangs if it comes at once.
        queueMicrotask(() => {
          if (fresh && !socket.destroyed) answer(null, socket)
          else answer(new ConnectionGone(), null)
          fresh = false
        })
      },
    })
    socket.once('close', onClosed)
  }

  post(path: string, headers: Readonly<Record<string, string>>, body: string | Uint8Array, handler: Handler): void {
    this.answer.nextRequest()
    this.#client.dispatch({ method: 'POST', path, headers, body }, handler)
  }

  get usable(): boolean {
    return !this.#socket.destroyed
  }

  /** Whether all that was written has left for the receiver. */
  get flushed(): boolean {
    return this.#socket.writableLength === 0
  }

  isOld(now: number): boolean {
    return now - this.#openedAt > ageMaxMs
  }

  destroy(): void {
    this.#socket.destroy()
  }
}

type Handler = Dispatcher.DispatchHandler

/** The socket was closed before the request was written. */
export class ConnectionGone extends Error {
  readonly code = 'POSTBACK_CONNECTION_GONE'
}

interface Host {
  readonly key: string
  /** Connections open or being opened. */
  open: number
  readonly idle: Connection[]
  /** Each callback gets a connection, or null: a free place to open one. */
  readonly waiting: ((given: Connection | null) => void)[]
  usedAt: number
}

export interface ConnectionsOptions {
  readonly maxPerHost: number
  readonly maxHosts: number
  /** In all. Above this an idle one is closed for each that is opened. If none is idle, the caller's own limit holds. */
  readonly maxOpen: number
}

export type Taken =
  | { readonly ok: true; readonly connection: Connection; readonly reused: boolean }
  | { readonly ok: false; readonly failure: ConnectFailure }

export class Connections {
  readonly #options: ConnectionsOptions
  readonly #hosts = new Map<string, Host>()
  readonly #all = new Set<Connection>()
  /** Open, or being opened. */
  #open = 0
  #uses = 0
  #keeping = true

  constructor(options: ConnectionsOptions) {
    this.#options = options
  }

  /** The idle connection that was used last, so that the others can time out; null: there is none. */
  takeIdle(target: Target): Connection | null {
    const host = this.#hosts.get(target.origin)
    if (!host) return null
    const now = performance.now()
    for (let connection = host.idle.pop(); connection; connection = host.idle.pop()) {
      if (connection.usable && !connection.isOld(now)) {
        host.usedAt = this.#tick()
        return connection
      }
      connection.destroy()
    }
    return null
  }

  /** An idle connection or a new one. If the host has all it may have: the first connection or place that comes free. */
  async take(target: Target, open: () => Promise<Step<Socket>>, signal: AbortSignal): Promise<Taken> {
    const idle = this.takeIdle(target)
    if (idle) return { ok: true, connection: idle, reused: true }
    const host = this.#host(target)
    if (host.open < this.#options.maxPerHost) {
      host.open += 1
      this.#open += 1
      if (this.#open > this.#options.maxOpen) this.#closeOneIdle()
    } else {
      const given = await this.#turn(host, signal)
      if (given === 'late') return { ok: false, failure: { kind: 'timeout', phase: 'connect' } }
      if (given) return { ok: true, connection: given, reused: true }
    }
    const opened = await open().catch((error: unknown) => {
      this.#leave(host)
      throw error
    })
    if (!opened.ok) {
      this.#leave(host)
      return opened
    }
    const connection = new Connection(host, target, opened.value, () => {
      this.#all.delete(connection)
      const at = host.idle.indexOf(connection)
      if (at >= 0) host.idle.splice(at, 1)
      this.#leave(host)
    })
    this.#all.add(connection)
    return { ok: true, connection, reused: false }
  }

  /** Gives back a connection whose exchange is over. A closed one is dropped by itself. */
  release(connection: Connection): void {
    const { host } = connection
    if (!this.#keeping) {
      connection.destroy()
      return
    }
    if (host.waiting.length === 0) {
      host.idle.push(connection)
      return
    }
    // undici ends the exchange first, then closes a connection that may not be kept: check only after that.
    queueMicrotask(() => {
      if (!connection.usable) return
      const next = host.waiting.shift()
      if (next) next(connection)
      else host.idle.push(connection)
    })
  }

  /** Closes the idle connections to a receiver that has just closed one. */
  dropIdle(target: Target): void {
    for (const connection of this.#hosts.get(target.origin)?.idle.splice(0) ?? []) connection.destroy()
  }

  dropAllIdle(): void {
    for (const host of this.#hosts.values()) for (const connection of host.idle.splice(0)) connection.destroy()
  }

  /** From now on no connection is kept. */
  closeIdle(): void {
    this.#keeping = false
    this.dropAllIdle()
  }

  destroyAll(): void {
    for (const connection of this.#all) connection.destroy()
  }

  get stats(): { readonly hosts: number; readonly connections: number } {
    return { hosts: this.#hosts.size, connections: this.#all.size }
  }

  #host(target: Target): Host {
    const key = target.origin
    let host = this.#hosts.get(key)
    if (!host) {
      if (this.#hosts.size >= this.#options.maxHosts) this.#makeRoom()
      host = { key, open: 0, idle: [], waiting: [], usedAt: 0 }
      this.#hosts.set(key, host)
    }
    host.usedAt = this.#tick()
    return host
  }

  /** If every host is busy, none is closed: the attempts that the caller has in flight limit their number. */
  #makeRoom(): void {
    let oldest: Host | undefined
    for (const host of this.#hosts.values()) {
      if (host.idle.length === host.open && host.usedAt < (oldest?.usedAt ?? Number.POSITIVE_INFINITY)) oldest = host
    }
    for (const connection of oldest?.idle.splice(0) ?? []) connection.destroy()
  }

  /** Closes one of the host that has not been used for longest. */
  #closeOneIdle(): void {
    let oldest: Host | undefined
    for (const host of this.#hosts.values()) {
      if (host.idle.length > 0 && host.usedAt < (oldest?.usedAt ?? Number.POSITIVE_INFINITY)) oldest = host
    }
    oldest?.idle.shift()?.destroy()
  }

  #turn(host: Host, signal: AbortSignal): Promise<Connection | null | 'late'> {
    const { promise, resolve } = Promise.withResolvers<Connection | null | 'late'>()
    const leave = () => {
      host.waiting.splice(host.waiting.indexOf(take), 1)
      resolve('late')
    }
    const take = (given: Connection | null) => {
      signal.removeEventListener('abort', leave)
      resolve(given)
    }
    host.waiting.push(take)
    signal.addEventListener('abort', leave, { once: true })
    return promise
  }

  /** A place is free: the next waiting attempt gets it, if there is one. */
  #leave(host: Host): void {
    const next = host.waiting.shift()
    if (next) {
      next(null)
      return
    }
    host.open -= 1
    this.#open -= 1
    if (host.open === 0 && this.#hosts.get(host.key) === host) this.#hosts.delete(host.key)
  }

  #tick(): number {
    this.#uses += 1
    return this.#uses
  }
}
