import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { disabledReasons } from '../domain/configuration.ts'
import { publicId } from '../domain/public-ids.ts'
import type { StoreGauge } from '../store/contract/history.ts'
import { type SlowLane, slowReasons } from './dispatch/dispatcher.ts'
import type { Observer } from './observer.ts'

/**
 * Figures for Prometheus. Few labels, and no URL among them. The number of accounts and configurations is not limited, so only
 * the slowest few are named.
 */
export interface Metrics {
  readonly observer: Omit<Observer, 'cutOff' | 'legacyCutOff'>
  readonly contentType: string
  text(): Promise<string>
  observeRequest(route: string, method: string, status: number, seconds: number): void
  observeTurnedAway(): void
}

export interface MetricsSource {
  gauge(retryHorizonsMs: readonly number[]): Promise<StoreGauge>
  load(): {
    readonly inFlight: number
    readonly inFlightSilent: number
    readonly inWindow: number
    readonly lagMs: number
  }
  slowLanes(): readonly SlowLane[]
  logLinesLost(): number
  clockIsDoubted(): boolean
  now(): number
}

const attemptSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30]
const delaySeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 30, 60, 600, 3600, 21_600]
/** How many configurations are named. */
const slowestShown = 20
const finalStates: ReadonlySet<string> = new Set(['delivered', 'failed', 'cancelled'])
/** For `retries_due`: it counts the retries due within each of these. */
const retryHorizons = { '1m': 60_000, '1h': 3_600_000, '1d': 86_400_000 } as const

export function createMetrics(source: MetricsSource, version: string): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `postback_${name}`, help, labelNames, registers })
  const histogram = (name: string, help: string, buckets: number[], labelNames: string[] = []) =>
    new Histogram({ name: `postback_${name}`, help, buckets, labelNames, registers })

  const ingested = counter('events_ingested_total', 'Updates reported by the platform.', ['type', 'result'])
  const unknown = counter('unknown_fields_total', 'Fields of events that the dictionary does not know.', ['type'])
  const deliveries = counter('deliveries_total', 'Deliveries that reached a final state.', ['final_state'])
  const attempts = counter('attempts_total', 'HTTP tries.', ['outcome', 'status_class'])
  const attemptDuration = histogram('attempt_duration_seconds', 'How long one HTTP try took.', attemptSeconds)
  const delay = histogram('event_to_delivery_seconds', 'From accepting an event to its first 2xx.', delaySeconds)
  const disabled = counter('configurations_disabled_total', 'Configurations disabled automatically.', ['reason'])
  const replayed = counter('replay_items_total', 'Deliveries that a replay went through.', ['result'])
  const blocked = counter('blocked_addresses_total', 'Attempts that the address policy refused.', ['reason'])
  const signing = counter('signing_errors_total', 'Attempts that could not be signed.', [])
  const linesLost = counter(
    'log_lines_lost_total',
    'Lines of the log that were not written: its reader stalled or went away, or its disk is full.',
    [],
  )
  const troubles = counter('troubles_total', 'Faults of our own that are tried again.', ['what'])
  const requests = counter('http_requests_total', 'Requests to the API.', ['route', 'method', 'status'])
  const requestDuration = histogram(
    'http_request_duration_seconds',
    'Time to answer a request to the API.',
    attemptSeconds,
    ['route', 'method'],
  )
  const turnedAway = counter(
    'callers_turned_away_total',
    'Connections of callers that were closed at once: as many are open as the limit of open files allows.',
    [],
  )
  const readGauges = addGauges(registry, source, version)
  // Start at zero, or the first one would go unseen: Prometheus sees an increase only from a value that it scraped before.
  for (const final_state of finalStates) deliveries.inc({ final_state }, 0)
  for (const reason of disabledReasons) if (reason !== 'manual') disabled.inc({ reason }, 0)

  return {
    contentType: registry.contentType,
    // Read the gauges first: otherwise the text could show their values from the scrape before.
    text: async () => {
      await readGauges()
      linesLost.reset()
      linesLost.inc(source.logLinesLost())
      return registry.metrics()
    },
    observeRequest(route, method, status, seconds) {
      requests.inc({ route, method, status })
      requestDuration.observe({ route, method }, seconds)
    },
    observeTurnedAway: () => turnedAway.inc(),
    observer: {
      accepted({ event, result, unknownFields }) {
        ingested.inc({ type: event || 'none', result })
        if (unknownFields > 0) unknown.inc({ type: event }, unknownFields)
      },
      attempted({ delivery, attempt }) {
        attempts.inc({ outcome: attempt.outcome, status_class: classOf(attempt.status) })
        attemptDuration.observe(attempt.timings.totalMs / 1000)
        if (attempt.outcome === 'blocked') blocked.inc({ reason: attempt.cause ?? '' })
        if (attempt.outcome === 'delivered' && delivery.deliveredAt === null && !delivery.test) {
          delay.observe((attempt.at + attempt.timings.totalMs - delivery.createdAt) / 1000)
        }
      },
      legacyAttempted({ result }) {
        attempts.inc({ outcome: result.outcome, status_class: classOf(result.status) })
        attemptDuration.observe(result.timings.totalMs / 1000)
        if (result.outcome === 'blocked') blocked.inc({ reason: result.cause ?? '' })
      },
      moved: ({ state }) => finalStates.has(state) && deliveries.inc({ final_state: state }),
      disabled: ({ reason }) => disabled.inc({ reason }),
      replayed: (result) => replayed.inc({ result }),
      trouble(what) {
        troubles.inc({ what })
        if (what === 'signing') signing.inc()
      },
    },
  }
}

function classOf(status: number): string {
  return status < 0 ? 'none' : `${Math.floor(status / 100)}xx`
}

/** @returns a function that reads them, called at each scrape */
function addGauges(registry: Registry, source: MetricsSource, version: string): () => Promise<void> {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name: `postback_${name}`, help, labelNames, registers: [registry] })
  const depth = gauge('queue_depth', 'Deliveries by where they wait.', ['stage'])
  const oldest = gauge('queue_oldest_age_seconds', 'How long the first one due has been waiting.', ['stage'])
  const retries = gauge('retries_due', 'Deliveries that wait for another attempt, by when it is due.', ['horizon'])
  const held = gauge('held_deliveries', 'Deliveries held by disabled configurations.', [])
  const configurations = gauge('configurations', 'Configurations by state.', ['state'])
  gauge('build_info', 'Which version this is.', ['version', 'revision']).set({ version, revision: '' }, 1)
  const silent = gauge('in_flight_silent', 'Attempts under way to receivers that have not answered lately.', [])
  const lag = gauge('lag_seconds', 'How long the oldest delivery has been waiting for us, not for its receiver.', [])
  const doubted = gauge('clock_doubted', 'Whether nothing is forgotten, since the clock has jumped ahead.', [])
  const slowed = gauge('configurations_slowed', 'Configurations that are sent fewer posts than they have.', ['reason'])
  const slowest = gauge(
    'slowed_configuration_lag_seconds',
    `Those of them that wait longest, at most ${slowestShown}: how long their oldest delivery has been due.`,
    ['account', 'configuration', 'reason'],
  )
  const success = gauge('scrape_success', 'Whether the store could be asked for this scrape.', [])
  return async () => {
    const load = source.load()
    depth.set({ stage: 'in_flight' }, load.inFlight)
    depth.set({ stage: 'ready' }, load.inWindow)
    silent.set(load.inFlightSilent)
    lag.set(load.lagMs / 1000)
    doubted.set(source.clockIsDoubted() ? 1 : 0)
    const lanes = source.slowLanes()
    for (const reason of slowReasons) slowed.set({ reason }, lanes.filter((it) => it.reason === reason).length)
    slowest.reset()
    for (const { lane, reason, lagMs } of lanes.slice(0, slowestShown)) {
      const configuration = lane.configurationId === null ? 'tests' : publicId('cfg', lane.configurationId)
      slowest.set({ account: lane.accountId, configuration, reason }, lagMs / 1000)
    }
    try {
      const stored = await source.gauge(Object.values(retryHorizons))
      depth.set({ stage: 'queued' }, stored.queued)
      depth.set({ stage: 'retrying' }, stored.retrying)
      retries.set({ horizon: 'all' }, stored.retrying)
      for (const [i, horizon] of Object.keys(retryHorizons).entries()) {
        retries.set({ horizon }, stored.retryingWithin[i] ?? 0)
      }
      oldest.set(
        { stage: 'due' },
        stored.oldestDueAt === null ? 0 : Math.max(0, source.now() - stored.oldestDueAt) / 1000,
      )
      held.set(stored.held)
      for (const [state, count] of Object.entries(stored.configurations)) configurations.set({ state }, count)
      success.set(1)
    } catch {
      success.set(0)
    }
  }
}
