import type { ServerResponse } from 'node:http'
import { Refusal } from '../../domain/errors.ts'

/** One stream for each open page and each `postback listen`. The limit stops a program that leaks streams. */
const perAccountMax = 20
/** Each stream holds a connection, and gets every change of its account. */
const inAllMax = 1_000
/** A burst of a thousand changes fits. A listener that is further behind loads the list instead. */
const unreadBytesMax = 1024 * 1024
/** Bounds memory. Only listeners that do not read hold bytes for longer than a moment. */
const unreadBytesInAllMax = 16 * 1024 * 1024
const retryAfterSeconds = 10

/** One listener. */
export interface OpenStream {
  /** Bytes that Node held for it when last counted. The kernel's buffer is not our memory, and we cannot see it. */
  readonly unreadBytes: number
  /** No effect once the stream is closed. */
  write(bytes: Uint8Array): void
  /** Resolves when everything written was handed to the kernel, or when the stream is closed. */
  flushed(): Promise<void>
  /** A listener with unread bytes is disconnected, since it might never read to the end. */
  end(): void
}

interface Stream extends OpenStream {
  readonly response: ServerResponse
  unreadBytes: number
  destroy(): void
}

/**
 * All open streams, of every route. Limits the number of streams for each account, and the memory that unread bytes take.
 * Unread bytes are counted once a turn of the event loop, not at each write: within a turn Node hands nothing to the kernel, so
 * a burst would look like a listener that does not read.
 */
export class OpenStreams {
  readonly #streams = new Set<Stream>()
  readonly #perAccount = new Map<string, number>()
  /** Written to since bytes were last counted. */
  readonly #written = new Set<Stream>()
  #unreadBytes = 0
  #isJudgementDue = false

  get load() {
    return { streams: this.#streams.size, unreadBytes: this.#unreadBytes }
  }

  /**
   * @param onClose called once when either side ends it
   * @throws Refusal too_many_streams
   */
  open(accountId: string, response: ServerResponse, onClose: () => void): OpenStream {
    this.#requirePlace(accountId)
    // A response that is queued behind another one on its connection never emits close itself.
    const connection = response.req.socket
    const close = () => {
      if (!this.#streams.delete(stream)) return
      this.#written.delete(stream)
      for (const resolve of waiting.splice(0)) resolve()
      this.#count(stream, 0)
      this.#countFor(accountId, -1)
      response.off('close', close)
      connection.off('close', close)
      onClose()
    }
    const waiting: (() => void)[] = []
    const flushed = () => {
      if (response.writableLength === 0) for (const resolve of waiting.splice(0)) resolve()
      if (this.#streams.has(stream)) this.#count(stream, response.writableLength)
    }
    const stream: Stream = {
      response,
      unreadBytes: 0,
      write: (bytes) => {
        if (!this.#streams.has(stream)) return
        response.write(bytes, flushed)
        this.#judgeLater(stream)
      },
      flushed: () =>
        new Promise((resolve) => {
          if (!this.#streams.has(stream) || response.writableLength === 0) resolve()
          else waiting.push(resolve)
        }),
      end: () => {
        if (response.writableLength > 0) return stream.destroy()
        close()
        response.end()
      },
      destroy: () => {
        close()
        connection.destroy()
      },
    }
    response.on('close', close)
    connection.on('close', close)
    this.#streams.add(stream)
    this.#countFor(accountId, 1)
    return stream
  }

  endAll() {
    for (const stream of this.#streams) stream.end()
  }

  #requirePlace(accountId: string) {
    const isAccountFull = (this.#perAccount.get(accountId) ?? 0) >= perAccountMax
    if (!isAccountFull && this.#streams.size < inAllMax) return
    const detail = isAccountFull
      ? `An account has at most ${perAccountMax} live streams at once.`
      : `This server has at most ${inAllMax} live streams at once.`
    throw new Refusal('too_many_streams', { detail, retryAfter: retryAfterSeconds })
  }

  #countFor(accountId: string, change: 1 | -1) {
    const count = (this.#perAccount.get(accountId) ?? 0) + change
    if (count === 0) this.#perAccount.delete(accountId)
    else this.#perAccount.set(accountId, count)
  }

  #count(stream: Stream, bytes: number) {
    this.#unreadBytes += bytes - stream.unreadBytes
    stream.unreadBytes = bytes
  }

  #judgeLater(stream: Stream) {
    this.#written.add(stream)
    if (this.#isJudgementDue) return
    this.#isJudgementDue = true
    setImmediate(() => this.#judge())
  }

  #judge() {
    this.#isJudgementDue = false
    for (const stream of this.#written) {
      this.#count(stream, stream.response.writableLength)
      if (stream.unreadBytes > unreadBytesMax) stream.destroy()
    }
    this.#written.clear()
    while (this.#unreadBytes > unreadBytesInAllMax) this.#furthestBehind()?.destroy()
  }

  #furthestBehind(): Stream | undefined {
    let furthest: Stream | undefined
    for (const stream of this.#streams) {
      if (stream.unreadBytes > (furthest?.unreadBytes ?? 0)) furthest = stream
    }
    return furthest
  }
}
