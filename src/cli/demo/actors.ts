import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, openSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type App, startApp } from '../../app.ts'
import { openLog } from '../../log/log.ts'
import { descriptorOutlet } from '../../log/outlets.ts'
import { readSettings } from '../../settings.ts'
import { Unable } from '../explain.ts'
import { affiliate, producer } from './school.ts'
import type { Workspace } from './workspace.ts'

export const retrySchedule = '200ms,400ms,800ms,1600ms'

/** Postback itself, in this process, with its store in the workspace. Everything but the schedule is as in earnest. */
export async function startPostback(workspace: Workspace, port: number): Promise<App> {
  const settings = readSettings({
    POSTBACK_PORT: String(port),
    POSTBACK_DATA_DIR: workspace.directory,
    POSTBACK_ALLOW_HTTP: 'true',
    POSTBACK_ALLOW_NETWORKS: '127.0.0.0/8,::1/128',
    POSTBACK_RETRY_SCHEDULE: retrySchedule,
    POSTBACK_ATTEMPT_TIMEOUT: '2s',
    POSTBACK_SUPPORT_URL: 'mailto:help@marketplace.example',
  })
  const outlet = descriptorOutlet(openSync(workspace.file('postback.log'), 'a'))
  const log = openLog({ level: settings.logLevel, outlet })
  const demoAccounts = [
    { accountId: producer.id, name: producer.name, role: 'producer' },
    { accountId: affiliate.id, name: affiliate.name, role: 'affiliate' },
  ] as const
  return startApp(settings, { log: log.logger, logLinesLost: log.linesLost, demoAccounts })
}

export interface MembersArea {
  readonly url: string
  /** Rejected if it ends by itself. */
  readonly failed: Promise<never>
  stop(): Promise<void>
}

const program = join(import.meta.dirname, '../../../examples/members-area/server.ts')
const stopWithinMs = 3_000

/** Every seventh webhook is answered with 500 at first, as happens to the best. */
const failEvery = 7

/** The example receiver, as a process of its own. Fulfilled when it listens. */
export async function startMembersArea(
  workspace: Workspace,
  options: { port: number; hottok: string; signingSecret: string },
): Promise<MembersArea> {
  const flags = { file: workspace.file('members-area.db'), port: options.port, 'fail-every': failEvery }
  const child = spawn(
    process.execPath,
    // The kit as it is written, not as it was last built.
    ['--conditions=postback-source', program, ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`)],
    {
      // Our own environment comes last: a wrong token given there shows what a receiver with a wrong token does.
      env: { MEMBERS_AREA_HOTTOK: options.hottok, MEMBERS_AREA_SECRET: options.signingSecret, ...process.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  const logFile = workspace.file('members-area.log')
  const log = createWriteStream(logFile)
  child.stderr?.pipe(log, { end: false })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const failed = ended.then(() => {
    throw new Unable(`The members' area ended by itself; ${logFile} says why.`)
  })
  failed.catch(() => {})

  await Promise.race([firstLine(child), failed])
  return {
    url: `http://127.0.0.1:${options.port}`,
    failed,
    stop: async () => {
      child.kill('SIGTERM')
      const patience = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
      await ended
      clearTimeout(patience)
    },
  }
}

/** It prints one when it listens. */
function firstLine(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    if (child.stdout) createInterface(child.stdout).once('line', resolve)
  })
}

export interface OtherSystems {
  readonly url: string
  /** From now on the invoicing system answers as it should. */
  repairInvoices(): void
  stop(): Promise<void>
}

/** What else a school has connected: a sales team's tool, invoicing (out of order), a mailing list, an affiliate's panel. */
export async function startOtherSystems(): Promise<OtherSystems> {
  let invoicesWork = false
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      const busy = request.url?.startsWith('/busy') === true
      const works = !busy && (request.url !== '/invoices' || invoicesWork)
      response.writeHead(works ? 200 : 503, {
        'content-type': 'application/json',
        ...(busy ? { 'retry-after': '3600' } : {}),
      })
      response.end(JSON.stringify(works ? { result: 'received' } : { message: 'Down for maintenance.' }))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    repairInvoices: () => {
      invoicesWork = true
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** How far we look for a port that is free. */
const portsTried = 50

/** The wanted port, or the next one that is free; 0: any. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + portsTried && port <= 65_535; port++) {
    const found = await tryPort(port)
    if (found !== null) return found
  }
  throw new Unable(`No port from ${wanted} up is free. Name another one with --port; 0 picks any.`)
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(null))
    probe.listen(port, '127.0.0.1', () => {
      const found = (probe.address() as AddressInfo).port
      probe.close(() => resolve(found))
    })
  })
}
