import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify'

/** What a caller tried to authenticate with. */
export type KeyKind = 'platform-key' | 'access-token' | 'client-credential' | 'unreadable-authorization'

declare module 'fastify' {
  interface FastifyInstance {
    /** Logs that a request was refused for its key. */
    noteRefusedKey(request: FastifyRequest, kind: KeyKind): void
  }
}

/** A caller with a wrong key retries again and again: it gets one line at once, then one a minute. */
const periodMs = 60_000
/** Callers that are counted separately. All others are counted together, so that many addresses fill neither memory nor log. */
const callersMax = 1_000

export function logRefusedKeys(server: FastifyInstance, log: FastifyBaseLogger) {
  const refusedKeys = new RefusedKeys({ log, periodMs, callersMax })
  server.decorate('noteRefusedKey', ({ ip }: FastifyRequest, kind: KeyKind) => refusedKeys.note(ip, kind))
  server.addHook('onClose', async () => refusedKeys.stop())
}

interface Series {
  readonly caller: string
  readonly kind: KeyKind
  /** Since the last line for this caller and kind. */
  count: number
  timer: NodeJS.Timeout
}

/** Logs a line for the first refused key of a caller, then one count per period. The keys themselves are not kept. */
export class RefusedKeys {
  readonly #log: Pick<FastifyBaseLogger, 'warn'>
  readonly #periodMs: number
  readonly #callersMax: number
  readonly #series = new Map<string, Series>()

  constructor(parts: { log: Pick<FastifyBaseLogger, 'warn'>; periodMs: number; callersMax: number }) {
    this.#log = parts.log
    this.#periodMs = parts.periodMs
    this.#callersMax = parts.callersMax
  }

  note(address: string, kind: KeyKind) {
    const known = this.#series.get(`${address} ${kind}`)
    const caller = known || this.#series.size < this.#callersMax ? address : 'others'
    const series = known ?? this.#series.get(`${caller} ${kind}`)
    if (series) {
      series.count++
      return
    }
    const begun = { caller, kind, count: 1, timer: this.#later(() => this.#endPeriod(begun)) }
    this.#series.set(`${caller} ${kind}`, begun)
    this.#tell(begun)
  }

  /** Logs the counts of periods that have not ended. */
  stop() {
    for (const series of this.#series.values()) {
      clearTimeout(series.timer)
      if (series.count > 0) this.#tell(series)
    }
    this.#series.clear()
  }

  #endPeriod(series: Series) {
    if (series.count === 0) {
      this.#series.delete(`${series.caller} ${series.kind}`)
      return
    }
    series.timer = this.#later(() => this.#endPeriod(series))
    this.#tell(series)
  }

  #tell(series: Series) {
    const { caller, kind, count } = series
    series.count = 0
    this.#log.warn({ caller, kind, count }, 'a key was refused')
  }

  #later(act: () => void): NodeJS.Timeout {
    return setTimeout(act, this.#periodMs).unref()
  }
}
