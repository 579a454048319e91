/**
 * Reads an answer that follows HTTP only roughly: lines that end in LF or CR alone, spaces before colons, folded headers, lines
 * that are no header, two lengths. PHP, Python and curl take such answers, so their authors never notice. The HTTP client refuses
 * them all, and rightly: where such an answer ends is a guess, so its connection must carry no further request. This class only
 * reads what was said: above all the status, then as much of the headers and the body as possible.
 *
 * Used only after the client has given up, or when the connection broke off in the middle of a head. An answer begins with
 * `HTTP/1.x NNN`. Other bytes (SSH, ICY, bare text) are no answer.
 */

/** As much as of a tidy answer. The rest is skipped, except for the headers about the body's end and the next try. */
const headKeptBytes = 32 * 1024
const neededHeaders: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'retry-after'])
/** A head, and the part of a body that is read. */
const readBytesMax = headKeptBytes + 256 * 1024
/** A status line without a status in its first bytes is no status line. */
const statusWithin = 32
const beginning = 'http/1.'
const statusLine = /^HTTP\/1\.\d+[ \t]+([1-9]\d\d)(?!\d)/i

const lineFeed = 0x0a
const carriageReturn = 0x0d

type Stage = 'status-line' | 'interim' | 'head' | 'body' | 'chunk-size' | 'chunk' | 'chunk-end' | 'trailers' | 'over'

export class UntidyAnswer {
  readonly headers: (readonly [name: string, value: string])[] = []
  readonly body: Uint8Array[] = []
  #status = 0
  #isWhole = false
  #stage: Stage = 'status-line'
  #line = ''
  #lineIsEmpty = true
  /** Carriage returns so far. Each ends a line unless a line feed follows. */
  #returns = 0
  #keptBytes = 0
  #readBytes = 0
  /** Bytes left of the body, or of the current chunk. */
  #left = 0

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length && this.#stage !== 'over'; ) {
      if (this.#stage === 'body' || this.#stage === 'chunk') at += this.#takeBody(bytes.subarray(at))
      else at += this.#takeByte(bytes[at] ?? 0)
    }
    this.#readBytes += bytes.length
    if (this.#readBytes > readBytesMax) this.#stage = 'over'
  }

  /** No more bytes will come. `closed`: the receiver has closed the connection, which may be the end of a body. */
  end(reason: 'closed' | 'cut'): void {
    if (this.#stage === 'status-line') this.#readStatus()
    this.#isWhole ||= reason === 'closed' && this.#stage === 'body' && this.#left === Number.POSITIVE_INFINITY
    this.#stage = 'over'
  }

  /** No more bytes are needed: the answer is complete, the read limit is reached, or the rest makes no sense. */
  get isOver(): boolean {
    return this.#stage === 'over'
  }

  /** 0: it is no answer, or its status has not come yet. */
  get status(): number {
    return this.#status
  }

  /** Whether the body ends where the answer said. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  #takeBody(bytes: Uint8Array): number {
    const taken = bytes.subarray(0, this.#left)
    this.body.push(taken)
    this.#left -= taken.length
    if (this.#left === 0) {
      if (this.#stage === 'chunk') this.#stage = 'chunk-end'
      else this.#finish()
    }
    return taken.length
  }

  /** @returns how many bytes were used up */
  #takeByte(byte: number): number {
    if (byte === carriageReturn) {
      this.#returns += 1
    } else if (byte === lineFeed) {
      this.#returns = 0
      this.#endLine()
    } else if (this.#returns > 0) {
      this.#returns -= 1
      this.#endLine()
      return 0
    } else {
      this.#lineIsEmpty = false
      if (this.#line.length < headKeptBytes) this.#line += String.fromCharCode(byte)
      if (this.#stage === 'status-line' && !this.#canBeStatusLine()) this.#stage = 'over'
    }
    return 1
  }

  #canBeStatusLine(): boolean {
    const { length } = this.#line
    if (length <= beginning.length) return beginning.startsWith(this.#line.toLowerCase())
    return length !== statusWithin || statusLine.test(this.#line)
  }

  #endLine(): void {
    switch (this.#stage) {
      case 'status-line':
        if (!this.#lineIsEmpty) this.#readStatus()
        break
      case 'interim':
        if (this.#lineIsEmpty) this.#stage = 'status-line'
        break
      case 'head':
        if (this.#lineIsEmpty) this.#beginBody()
        else this.#addHeader()
        break
      case 'chunk-size':
        this.#beginChunk()
        break
      case 'chunk-end':
        this.#stage = this.#lineIsEmpty ? 'chunk-size' : 'over'
        break
      case 'trailers':
        if (this.#lineIsEmpty) this.#finish()
        break
    }
    this.#line = ''
    this.#lineIsEmpty = true
  }

  #readStatus(): void {
    const status = Number(statusLine.exec(this.#line)?.[1] ?? 0)
    if (status >= 200) {
      this.#status = status
      this.#stage = 'head'
    } else {
      this.#stage = status > 0 ? 'interim' : 'over'
    }
  }

  #addHeader(): void {
    const line = this.#line
    const last = this.headers.at(-1)
    this.#keptBytes += line.length
    if (/^[ \t]/.test(line) && last) {
      // A folded line belongs to the header before it.
      if (this.#keptBytes <= headKeptBytes)
        this.headers[this.headers.length - 1] = [last[0], `${last[1]} ${line.trim()}`]
      return
    }
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase()
    const isKept = this.#keptBytes <= headKeptBytes || (neededHeaders.has(name) && this.#valuesOf(name).length === 0)
    if (name !== '' && isKept) this.headers.push([name, line.slice(colon + 1).trim()])
  }

  #beginBody(): void {
    this.#returns = 0
    // Of two lengths take the smaller one: the other could wait for bytes that never come.
    const lengths = this.#valuesOf('content-length').filter((value) => /^\d+$/.test(value))
    this.#left = Math.min(Number.POSITIVE_INFINITY, ...lengths.map(Number))
    if (this.#status === 204 || this.#status === 304) this.#finish()
    else if (/\bchunked$/i.test(this.#valuesOf('transfer-encoding').at(-1) ?? '')) this.#stage = 'chunk-size'
    else if (this.#left === 0) this.#finish()
    else this.#stage = 'body'
  }

  #valuesOf(header: string): string[] {
    return this.headers
      .filter(([name]) => name === header)
      .flatMap(([, value]) => value.split(','))
      .map((value) => value.trim())
  }

  #beginChunk(): void {
    const size = /^[0-9a-f]+/i.exec(this.#line.trim())?.[0]
    this.#returns = 0
    this.#left = Number.parseInt(size ?? '', 16)
    if (size === undefined) this.#stage = 'over'
    else this.#stage = this.#left === 0 ? 'trailers' : 'chunk'
  }

  #finish(): void {
    this.#isWhole = true
    this.#stage = 'over'
  }
}
