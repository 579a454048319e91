import type { ServerResponse } from 'node:http'
import { Refusal } from '../../domain/errors.ts'

/** A stream for each open page and each `postback listen` of an account; a program that leaks them stops here. */
const perAccountMax = 20
/** Each holds a connection, and is told of every change of its account. */
const inAllMax = 1_000
/** A burst of a thousand changes fits. A listener that is further behind loads the list instead. */
const unreadBytesMax = 1024 * 1024
/** The bound on memory. Only listeners that do not read hold anything for longer than a moment. */
const unreadBytesInAllMax = 16 * 1024 * 1024
const retryAfterSeconds = 10

/** One listener. */
export interface OpenStream {
  /** What Node held for it at the last look. The kernel's buffer is not our memory, and cannot be seen. */
  readonly unreadBytes: number
  /** Does nothing once it is closed. */
  write(bytes: Uint8Array): void
  /** Fulfilled when everything written has been handed on, or the stream is closed. */
  flushed(): Promise<void>
  /** A listener with unread bytes is disconnected: it might never read to the end. */
  end(): void
}

interface Stream extends OpenStream {
  readonly response: ServerResponse
  unreadBytes: number
  destroy(): void
}

/**
 * All streams that are open, of every route: how many an account may have, and how much memory their unread bytes may take.
 * Unread bytes are judged once a turn of the event loop, not at each write. Within a turn Node hands nothing to the kernel, so a burst
 * would look like a listener that does not read.
 */
export class OpenStreams {
  readonly #streams = new Set<Stream>()
  readonly #perAccount = new Map<string, number>()
  /** Written to since the last judgement. */
  readonly #written = new Set<Stream>()
  #unreadBytes = 0
  #isJudgementDue = false

  get load() {
    return { streams: this.#streams.size, unreadBytes: this.#unreadBytes }
  }

  /**
   * @param onClose called once, whichever side ends it
   * @throws Refusal too_many_streams
   */
  open(accountId: string, response: ServerResponse, onClose: () => void): OpenStream {
    this.#requirePlace(accountId)
    // A response that waits behind another one on its connection never emits close itself.
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
