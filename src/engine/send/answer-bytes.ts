import { AssertionError } from 'node:assert'
import type { Socket } from 'node:net'
import { errors } from 'undici'
import { UntidyAnswer } from './untidy-answer.ts'

const statusAt = 'HTTP/1.1 '.length
const statusEnd = statusAt + 3

/** The most for an incomplete head and the interim answers before it. undici limits names and values only, each by itself. */
const headBytesMax = 64 * 1024
/** The rest of an untidy answer has to come within this: where it ends is a guess, and no slot should wait for a guess. */
const untidyMaxMs = 1_000

/** The exchange that waits for the answer. */
export interface AnswerReader {
  /** An answer with a status has come that undici does not accept: `soFar` returns it. */
  answeredUntidily(): void
}

/**
 * The bytes that come in on a socket, before undici sees them. This class accepts two things that undici refuses:
 *
 * undici treats a "100 Continue" as a broken answer and cuts the connection, though every client must accept one unasked (RFC
 * 9110, 15.2) and older servers and proxies do send it. It skips other interim answers (102, 103). So a 100 becomes a 102 on its
 * way in: one digit, and only at the beginning of an answer, so that bodies are never touched.
 *
 * undici closes the socket at the first byte of a head that is not quite HTTP, and discards what it has read. So the bytes of a
 * head are kept until it is complete. When undici gives up, the socket stays open and `UntidyAnswer` reads the rest. A tidy
 * answer costs one more reference to its first chunk.
 */
export class AnswerBytes {
  readonly #destroy: Socket['destroy']
  /** Bytes of the answer whose head is not complete; null: no answer is expected, or its head is complete. */
  #kept: Uint8Array[] | null = null
  #keptBytes = 0
  #heard = false
  #place: 'status' | 'head' | 'final' = 'final'
  /** Bytes of the status line seen, or of the blank line that ends a head. */
  #seen = 0
  #isInterim = false
  #untidy: { readonly answer: UntidyAnswer; readonly complaint: Error; readonly timer: NodeJS.Timeout } | null = null
  #reader: AnswerReader | null = null

  constructor(socket: Socket) {
    const read = socket.read.bind(socket)
    this.#destroy = socket.destroy.bind(socket)
    socket.read = (size?: number) => {
      let chunk: unknown = read(size)
      if (this.#kept === null || !(chunk instanceof Uint8Array)) return chunk
      if (this.#untidy === null && this.#keptBytes > headBytesMax) this.#takeOver(new errors.HeadersOverflowError())
      if (this.#untidy === null) return this.#keep(chunk)
      for (; chunk instanceof Uint8Array; chunk = read()) this.#takeUntidy(chunk)
      return null
    }
    socket.destroy = (error?: Error) => {
      if (this.#kept === null || !isComplaint(error)) return this.#destroy(error)
      if (this.#untidy === null) this.#takeOver(error)
      return socket
    }
    socket.once('end', () => this.#end('closed'))
    socket.once('close', () => clearTimeout(this.#untidy?.timer))
  }

  /** A request will be written: bytes that come before it are no answer to it. */
  nextRequest(): void {
    this.#kept = null
    this.#heard = false
  }

  expectAnswer(reader: AnswerReader): void {
    this.#kept = []
    this.#keptBytes = 0
    this.#place = 'status'
    this.#seen = 0
    this.#reader = reader
  }

  /** undici has understood the head of the final answer. */
  headIsComplete(): void {
    this.#kept = null
    this.#reader = null
  }

  /** Whether undici has given up. From then on its callbacks do not count. */
  get isUntidy(): boolean {
    return this.#untidy !== null
  }

  /** Whether a byte has come since the request was written. */
  get heard(): boolean {
    return this.#heard
  }

  /** What can be read from an answer whose head is incomplete or untidy, and undici's error about it. */
  soFar(): { readonly answer: UntidyAnswer; readonly complaint: Error | null } {
    if (this.#untidy) {
      this.#untidy.answer.end('cut')
      return this.#untidy
    }
    const answer = new UntidyAnswer()
    for (const chunk of this.#kept ?? []) answer.push(chunk)
    answer.end('cut')
    return { answer, complaint: null }
  }

  #keep(chunk: Uint8Array): Uint8Array {
    this.#heard = true
    this.#kept?.push(chunk)
    this.#keptBytes += chunk.length
    if (this.#place !== 'final') this.#bearContinue(chunk)
    return chunk
  }

  #bearContinue(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; i += 1) {
      const byte = chunk[i]
      if (this.#place === 'head') {
        this.#seen = byte === (this.#seen % 2 === 0 ? 0x0d : 0x0a) ? this.#seen + 1 : byte === 0x0d ? 1 : 0
        if (this.#seen === 4) {
          this.#place = 'status'
          this.#seen = 0
          this.#isInterim = false
        }
        continue
      }
      if (this.#seen === 0 && (byte === 0x0d || byte === 0x0a)) continue // blank lines before the answer, which undici skips
      if (this.#seen === statusAt) {
        if (byte !== 0x31) {
          this.#place = 'final' // nothing more to look for
          return
        }
        this.#isInterim = true
      } else if (this.#seen > statusAt && byte !== 0x30) {
        this.#isInterim = false // 101, 102, 103…
      }
      this.#seen += 1
      if (this.#seen === statusEnd) {
        if (this.#isInterim) chunk[i] = 0x32
        this.#place = 'head'
        this.#seen = 0
      }
    }
  }

  #takeOver(complaint: Error): void {
    const answer = new UntidyAnswer()
    const timer = setTimeout(() => this.#end('cut'), untidyMaxMs)
    this.#untidy = { answer, complaint, timer }
    for (const chunk of this.#kept ?? []) answer.push(chunk)
    this.#kept = []
    if (answer.isOver) this.#end('cut')
  }

  #takeUntidy(chunk: Uint8Array): void {
    const answer = this.#untidy?.answer
    if (!answer || answer.isOver) return
    answer.push(chunk)
    if (answer.isOver) this.#end('cut')
  }

  /** Runs once, as `kept` is null afterwards. Without a status, undici's error stands. */
  #end(reason: 'closed' | 'cut'): void {
    if (this.#untidy === null || this.#kept === null) return
    this.#kept = null
    this.#untidy.answer.end(reason)
    if (this.#untidy.answer.status > 0) this.#reader?.answeredUntidily()
    else this.#destroy(this.#untidy.complaint)
  }
}

/** Whether undici refused the answer. An error of the network closes the socket in the same way. */
function isComplaint(error: Error | undefined): error is Error {
  return (
    error instanceof errors.HTTPParserError ||
    error instanceof errors.HeadersOverflowError ||
    error instanceof errors.ResponseContentLengthMismatchError ||
    error instanceof AssertionError
  )
}
