import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../support/free-port.ts'
import { eventually } from '../../support/harness.ts'

/** Runs the receivers of this folder. Each is written as integrators of Hotmart's Webhook wrote theirs. */

/** A running receiver, with its own record of how it understood each post. */
export interface Running {
  readonly url: string
  readonly record: () => readonly Entry[]
  readonly stop: () => Promise<void>
}

/** In version 2.0.0 the name of the event, in version 1.0.0 its status: `approved`, `cart`. */
export type Entry = { readonly understood: string } | { readonly refused: string }

export interface Post {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** @returns the event that it understood; refuses by throwing a `Refused` */
export type Read = (post: Post, hottok: string) => string

export class Refused extends Error {
  readonly status: number

  constructor(status: number, why: string) {
    super(why)
    this.status = status
  }
}

export function refuse(status: number, why: string): never {
  throw new Refused(status, why)
}

/** How a reader understands a post. Any other error is a crash, as in any program. */
export function entryOf(read: () => string): Entry & { readonly status: number } {
  try {
    return { status: 200, understood: read() }
  } catch (error) {
    const refused = error instanceof Error ? error.message : String(error)
    return { status: error instanceof Refused ? error.status : 500, refused }
  }
}

/** A receiver in this process: a reader behind an HTTP server. */
export function served(read: Read): (hottok: string) => Promise<Running> {
  return async (hottok) => {
    const record: Entry[] = []
    const server = createServer(async (request, response) => {
      const { method = '', headers } = request
      const body = Buffer.concat(await request.toArray()).toString('utf8')
      const { status, ...entry } = entryOf(() => read({ method, headers, body }, hottok))
      record.push(entry)
      response.writeHead(status).end()
    })
    return { url: await listen(server), record: () => record, stop: () => close(server) }
  }
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hotmart`
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

/** A receiver in PHP, behind its built-in server. */
export function php(script: string): (hottok: string) => Promise<Running> {
  return program(script, (port, path) => ['php', '-S', `127.0.0.1:${port}`, path])
}

/** A receiver in Python, with its own HTTP server. */
export function python(script: string): (hottok: string) => Promise<Running> {
  return program(script, (port, path) => ['python3', path, String(port)])
}

/** A separate program. It gets the token, and the path where it keeps its record as JSON lines. */
function program(
  script: string,
  commandLine: (port: number, path: string) => readonly string[],
): (hottok: string) => Promise<Running> {
  return async (hottok) => {
    const directory = mkdtempSync(join(tmpdir(), 'postback-integrator-'))
    const file = join(directory, 'record')
    const port = await freePort()
    const [command = '', ...args] = commandLine(port, fileURLToPath(new URL(script, import.meta.url)))
    const child: ChildProcess = spawn(command, args, {
      env: { ...process.env, HOTTOK: hottok, RECORD: file },
      stdio: 'ignore',
    })
    await eventually(
      () => canConnect(port),
      (reached) => reached,
    )
    return {
      url: `http://127.0.0.1:${port}/hotmart`,
      record: () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1).map(readEntry) : []),
      stop: async () => {
        const ended = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGKILL')
        await ended
        rmSync(directory, { recursive: true, force: true })
      },
    }
  }
}

function readEntry(line: string): Entry {
  return JSON.parse(line)
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
