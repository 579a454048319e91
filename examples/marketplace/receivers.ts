import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Unable } from '../../src/cli/explain.ts'
import type { Workspace } from './workspace.ts'

export interface MembersArea {
  readonly url: string
  /** Rejected when its process ends without being stopped. */
  readonly failed: Promise<never>
  stop(): Promise<void>
}

const program = join(import.meta.dirname, '../members-area/server.ts')
const stopWithinMs = 3_000

/** The first attempt of every seventh webhook is answered with 500, to show a retry. */
const failEvery = 7

/** The example receiver, in its own process. Fulfilled when it listens. */
export async function startMembersArea(
  workspace: Workspace,
  options: { port: number; hottok: string; signingSecret: string },
): Promise<MembersArea> {
  const flags = { file: workspace.file('members-area.db'), port: options.port, 'fail-every': failEvery }
  const child = spawn(
    process.execPath,
    // It uses the source of the sdk, not the last build.
    ['--conditions=postback-source', program, ...Object.entries(flags).map(([name, value]) => `--${name}=${value}`)],
    {
      // The environment of the demo comes last: a wrong token there shows what a receiver with a wrong token does.
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

/** The members' area prints one line when it listens. */
function firstLine(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    if (child.stdout) createInterface(child.stdout).once('line', resolve)
  })
}

export interface OtherSystems {
  readonly url: string
  /** From now on the invoicing system answers 200. */
  repairInvoices(): void
  stop(): Promise<void>
}

/** The other systems of the school: the sales team's tool, invoicing (broken at first), a mailing list, the affiliate's panel. */
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
