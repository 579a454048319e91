import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify'

/** What a caller tried to come in with. */
export type KeyKind = 'platform-key' | 'access-token' | 'client-credential' | 'unreadable-authorization'

declare module 'fastify' {
  interface FastifyInstance {
    /** For the log, of a request that is refused for its key. */
    noteRefusedKey(request: FastifyRequest, kind: KeyKind): void
  }
}

/** A caller with a wrong key tries again and again: one line, and one more a minute while it does. */
const periodMs = 60_000
/** Callers that are told apart at once. The others are counted together, so that many addresses fill neither memory nor log. */
const callersMax = 1_000

export function logRefusedKeys(server: FastifyInstance, log: FastifyBaseLogger) {
  const refusedKeys = new RefusedKeys({ log, periodMs, callersMax })
  server.decorate('noteRefusedKey', ({ ip }: FastifyRequest, kind: KeyKind) => refusedKeys.note(ip, kind))
  server.addHook('onClose', async () => refusedKeys.stop())
}

interface Series {
  readonly caller: string
  readonly kind: KeyKind
  /** Since the last line about it. */
  count: number
  timer: NodeJS.Timeout
}

/** A line for the first key of a caller that is refused, then one a period with how many there were. The keys themselves are not kept. */
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

  /** What was counted and not told yet is told. */
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
