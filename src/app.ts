import { randomFillSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import packageJson from '../package.json' with { type: 'json' }
import type { DemoAccount } from './api/api.ts'
import { CallerConnections, timesOfHeads, usualCallerLimits } from './api/http/caller-limits.ts'
import { watchConnections } from './api/http/close-connections.ts'
import { buildServer } from './api/server.ts'
import { type AddressPolicy, ownAddresses } from './domain/addresses/address-policy.ts'
import type { ConfigurationId } from './domain/ids.ts'
import { showDuration } from './domain/time/duration.ts'
import { attemptLog } from './engine/attempt-log.ts'
import { monotonicMs, SteadyClock, type TimeSource } from './engine/clock.ts'
import { Slots } from './engine/dispatch/slots.ts'
import { Engine, type EngineStop } from './engine/engine.ts'
import { isSealed } from './engine/key-check.ts'
import { createMetrics, type Metrics } from './engine/metrics.ts'
import { pooled } from './engine/mint.ts'
import { Sender } from './engine/send/send.ts'
import { createVault } from './engine/vault.ts'
import { busyLoop, createLoopLoad } from './group-commit/loop-load.ts'
import { directIntake } from './intake/direct.ts'
import { type KeyFile, readOrMakeKey } from './key-file.ts'
import { openLog } from './log/log.ts'
import { standardOutlet } from './log/outlets.ts'
import { openFilesLimit, shareOpenFiles } from './open-files.ts'
import { makePrivate } from './private-files.ts'
import { Services } from './services/services.ts'
import { type Settings, settingsCatalogue } from './settings.ts'
import { type StopStep, stopWithin } from './stop-within.ts'
import type { Store } from './store/contract/store.ts'
import { SqliteStore } from './store/sqlite.ts'

export const version: string = packageJson.version

/** A running Postback. */
export interface App {
  /** Where it listens, such as http://127.0.0.1:8080. */
  readonly url: string
  readonly platformKey: string
  /** Path of the file that holds the platform key; null when the key came from the settings. */
  readonly platformKeyFile: string | null
  readonly engine: Engine
  readonly services: Services
  readonly log: Logger
  /** Lets requests and attempts under way end, within the time of the settings. Loses nothing. Idempotent. */
  stop(): Promise<void>
}

export interface AppOptions {
  /** Default: lines go to standard output. */
  readonly log?: Logger
  /** For the metrics: how many lines of that log were lost. */
  readonly logLinesLost?: () => number
  /** Logged at the start: every setting by its name. */
  readonly settingsInForce?: Readonly<Record<string, string | null>>
  /** Accounts that any visitor may enter the console as. */
  readonly demoAccounts?: readonly DemoAccount[]
  /** Trust the clock however far it has moved since the last start: see `TrustedClock`. */
  readonly clockIsRight?: boolean
  /** For tests: another clock than the machine's. */
  readonly time?: TimeSource
  /** For tests: replaces the store that the engine uses. */
  readonly storeAs?: (store: Store) => Store
}

/** Built by `npm run build`. */
const consoleFolder = fileURLToPath(new URL('../console/dist', import.meta.url))

/** Per host, over all configurations: hooks.zapier.com is one host for thousands of accounts. */
const inFlightPerHost = { usual: 128, most: 256 }
/** Per configuration: before its receiver has answered for the first time, and while it answers. */
const [fewPerLane, usualPerLane] = [4, 32]
const hostsMax = 2_000

/** Puts all parts together and starts them, the store first. If one fails to start, those already started are stopped. */
export async function startApp(settings: Settings, options: AppOptions = {}): Promise<App> {
  const { log = standardLog(settings.logLevel), logLinesLost = () => 0, demoAccounts = [] } = options
  const started: StopStep[] = []
  const left: { callersCutOff: number } & Partial<EngineStop> = { callersCutOff: 0 }
  const stopAll = once(() =>
    stopWithin(settings.stopTimeoutMs, started.reverse(), (waitingFor) => {
      log.warn({ waitingFor }, 'stopped before all had ended: POSTBACK_STOP_TIMEOUT is over. Nothing accepted is lost')
    }),
  )
  try {
    closeToOthers(settings.dataDir, log)
    const store = new SqliteStore({
      directory: settings.dataDir,
      warn: (message) => log.warn(message),
      migrated: (migrations) => log.info({ migrations }, 'the database was brought up to date'),
    })
    await store.start()
    started.push({ what: 'the store', stop: () => store.stop() })
    const slots = openSlots(settings.dataDir, log)
    started.push({ what: 'the slots', stop: async () => slots.close() })
    const clock = new SteadyClock(options.time ?? { storeTime: () => store.now(), monotonic: () => performance.now() })
    await clock.start()
    started.push({ what: 'the clock', stop: () => clock.stop() })

    const isNew = !(await isSealed(store))
    const secret = keyFrom(settings.secret, secretKeyFile(settings), isNew)
    const platformKey = keyFrom(settings.platformKey, platformKeyFile(settings), isNew)
    const randomBytes = pooled((pool) => randomFillSync(pool))
    const vault = createVault(
      secret.key.split(',').map((key) => key.trim()),
      randomBytes,
    )

    const files = shareOpenFiles(openFilesLimit(), settings.maxInFlight)
    if (files.warning !== null) log.warn(files.warning)
    const listening: { address: string; port: number }[] = []
    let policy = policyFrom(settings, listening)
    const sender = new Sender({
      policy: () => policy,
      attemptTimeoutMs: settings.attemptTimeoutMs,
      maxConnectionsPerHost: inFlightPerHost.most,
      maxHosts: hostsMax,
      maxConnections: files.connections,
    })
    const metrics: Metrics = createMetrics(
      {
        gauge: (horizons) => store.gauge(clock.now(), horizons),
        load: () => engine.load,
        slowLanes: () => engine.slowLanes(),
        logLinesLost,
        clockIsDoubted: () => engine.clockIsDoubted,
        now: () => clock.now(),
      },
      version,
    )
    const isBusy = busyLoop()
    const engine: Engine = new Engine({
      store: options.storeAs?.(store) ?? store,
      slots,
      clock,
      uptime: () => clock.uptime(),
      clockIsRight: options.clockIsRight ?? false,
      sender,
      vault,
      keySource: secret.file ?? settings.secretSource,
      observers: [attemptLog(log), metrics.observer],
      randomBytes,
      random: Math.random,
      loopLoad: createLoopLoad(),
      isBusy,
      policy: () => policy,
      schedule: settings.retrySchedule,
      limits: {
        inFlight: files.attempts,
        inFlightPerHost,
        inFlightPerLane: {
          few: Math.min(fewPerLane, settings.maxInFlightPerConfiguration),
          usual: Math.min(usualPerLane, settings.maxInFlightPerConfiguration),
          most: settings.maxInFlightPerConfiguration,
        },
      },
      attemptTimeoutMs: settings.attemptTimeoutMs,
      historyDays: settings.historyDays,
      disable: ({ accountId, configurationId }, reason, detail) =>
        services.configurations.disableForFault(accountId, configurationId as ConfigurationId, reason, detail),
      userAgent:
        settings.publicUrl === null ? `Postback/${version}` : `Postback/${version} (+${settings.publicUrl}/docs)`,
    })
    const services: Services = new Services({
      engine,
      vault,
      policy: () => policy,
      configurationsMax: settings.maxConfigurations,
      accessTokenLifetimeMs: settings.accessTokenLifetimeMs,
    })
    await engine.start()
    started.push({
      what: 'attempts',
      stop: async ({ attempts }) => {
        Object.assign(left, await engine.stop(attempts, services.stop()))
      },
    })
    await services.start()
    const renewed = await engine.renewSeals()
    if (renewed !== null) log.info({ renewed }, 'all secrets are sealed with the first master key')
    const intake = directIntake({ isBusy, now: monotonicMs })
    await intake.start((group) => engine.accept(group))
    started.push({ what: 'the intake', stop: () => intake.stop() })

    let ready = true
    const server = buildServer({
      engine,
      services,
      intake,
      platformKey: platformKey.key,
      publicUrl: settings.publicUrl,
      supportUrl: settings.supportUrl,
      signInUrl: settings.signInUrl,
      zapierInviteUrl: settings.zapierInviteUrl,
      historyDays: settings.historyDays,
      consoleFolder: existsSync(consoleFolder) ? consoleFolder : null,
      embedOrigins: settings.embedOrigins,
      demoAccounts: () => demoAccounts,
      requestsPerMinute: settings.requestsPerMinute,
      trustProxy: settings.trustProxy,
      callerLimits: { ...usualCallerLimits, connectionsMax: files.callers },
      logger: log,
      metrics,
      version,
      isReady: () => ready,
    })
    const closes = [{ server: server.server, close: () => server.close() as Promise<unknown> }].map(watched)
    await server.listen({ host: settings.host, port: settings.port })
    // Without a listener, an error while accepting a connection would end the process.
    server.server.on('error', (error) => engine.noteTrouble('callers', error))
    started.push({
      what: 'callers',
      async stop({ callers }) {
        ready = false
        const cut = await Promise.all(closes.map((close) => close(callers)))
        left.callersCutOff = cut.reduce((sum, count) => sum + count, 0)
        if (left.callersCutOff > 0)
          log.warn({ connections: left.callersCutOff }, 'callers cut off in mid-request: the process stops')
      },
    })
    listening.push(...addressesOf(server.server.address()))
    if (settings.metricsPort !== null) {
      const metricsServer = await listenForMetrics(metrics, log, settings.host, settings.metricsPort)
      metricsServer.on('error', (error) => engine.noteTrouble('callers', error))
      closes.push(watched({ server: metricsServer, close: () => new Promise((closed) => metricsServer.close(closed)) }))
      listening.push(...addressesOf(metricsServer.address()))
    }
    policy = policyFrom(settings, listening)
    const [own] = listening
    const url = `http://${own && own.address !== '::' && own.address !== '0.0.0.0' ? bracketed(own.address) : '127.0.0.1'}:${own?.port}`
    const { settingsInForce } = options
    const listensAt = listening.map(({ address, port }) => `${bracketed(address)}:${port}`)
    const dataDirectory = resolve(settings.dataDir)
    log.info({ version, node: process.version, url, listensAt, dataDirectory, settings: settingsInForce }, 'started')
    const stop = once(async () => {
      const beganAt = performance.now()
      log.info({ within: showDuration(settings.stopTimeoutMs), attemptsUnderWay: engine.load.inFlight }, 'stopping')
      await stopAll()
      log.info({ durationMs: Math.round(performance.now() - beganAt), ...left }, 'stopped')
    })
    return { url, platformKey: platformKey.key, platformKeyFile: platformKey.file, engine, services, log, stop }
  } catch (error) {
    await stopAll()
    throw error
  }
}

function standardLog(level: string): Logger {
  return openLog({ level, outlet: standardOutlet(1) }).logger
}

function openSlots(dataDir: string, log: Logger): Slots {
  const path = resolve(dataDir, 'in-flight.slots')
  return new Slots(path, (error) => {
    const reason = error instanceof Error ? error.message : String(error)
    log.warn(`${path} cannot be used (${reason}): a delivery that ends the process again and again is not noticed`)
  })
}

function closeToOthers(directory: string, log: Logger) {
  const { tightened, open } = makePrivate(directory)
  if (tightened.length > 0) log.warn({ files: tightened }, 'other users could read these files until now')
  if (open.length > 0) log.warn({ files: open }, 'other users of this machine can read these: chmod go-rwx them')
}

function keyFrom(given: string | null, file: KeyFile, isNew: boolean): { key: string; file: string | null } {
  return given === null ? { key: readOrMakeKey(file, { isNew }), file: file.path } : { key: given, file: null }
}

function secretKeyFile({ dataDir }: Settings): KeyFile {
  return {
    path: resolve(dataDir, 'secret.key'),
    setting: settingsCatalogue.secret.name,
    prefix: '',
    whenLost: {
      why: 'it holds the master key, and the tokens and secrets in this store open with no other.',
      remedy: 'If it is lost, so are they.',
    },
  }
}

function platformKeyFile({ dataDir }: Settings): KeyFile {
  return {
    path: resolve(dataDir, 'platform.key'),
    setting: settingsCatalogue.platformKey.name,
    prefix: 'pbk_',
    whenLost: {
      why: 'it holds the key that the platform calls this store with, and with another one all its calls would be refused.',
      remedy: 'If it is lost, set the variable to a new key, and give that to the platform.',
    },
  }
}

function policyFrom(settings: Settings, listening: readonly { address: string; port: number }[]): AddressPolicy {
  const interfaces = Object.values(networkInterfaces()).flatMap((list) => list?.map((it) => it.address) ?? [])
  return {
    allowHttp: settings.allowHttp,
    allowNetworks: settings.allowNetworks,
    denyNetworks: settings.denyNetworks,
    ownAddresses: ownAddresses(listening, interfaces),
  }
}

function addressesOf(address: unknown): { address: string; port: number }[] {
  return typeof address === 'object' && address !== null ? [address as { address: string; port: number }] : []
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}

/** Counted among the process's own files. */
const metricsConnectionsMax = 8

function listenForMetrics(metrics: Metrics, log: Logger, host: string, port: number) {
  const limits = { ...usualCallerLimits, connectionsMax: metricsConnectionsMax }
  const server = createServer({ ...timesOfHeads(limits), requestTimeout: 0 }, (_request, response) => {
    if (!server.listening) response.setHeader('connection', 'close')
    metrics.text().then(
      (text) => response.setHeader('content-type', metrics.contentType).end(text),
      () => response.writeHead(500).end(),
    )
  })
  const callers = new CallerConnections({
    limits,
    answer: () => 'HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
    metrics,
    log,
  })
  callers.attach(server)
  server.on('clientError', (error, socket) => callers.refuse(error, socket as Socket))
  return new Promise<typeof server>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

function once(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined
  return () => {
    stopped ??= stop()
    return stopped
  }
}

function watched({
  server,
  close,
}: {
  server: Server
  close: () => Promise<unknown>
}): (cutOff: AbortSignal) => Promise<number> {
  const closeConnections = watchConnections(server)
  return (cutOff) => closeConnections(close, cutOff)
}
