import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { eventually } from './harness.ts'

/** The program as a separate process, for tests that need more than a server within their own process. */

const program = join(import.meta.dirname, '../../src/cli/main.ts')
/** More than the 8 s of the default and a slow machine, less than a time-out of an attempt (15 s) or of a request (30 s). */
const hangMs = 12_000

export interface ProgramOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** A descriptor for its standard output; without it, the output is kept. */
  readonly stdout?: number
  /** Wraps the command, such as in a shell with a redirection. */
  readonly command?: (commandLine: string) => readonly [string, ...string[]]
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into lines whose shape is what they test.
function entriesOf(log: string): any[] {
  return log
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

/** Starts a server on a directory, and waits until it listens. */
export async function startProgram(directory: string, options: ProgramOptions = {}) {
  const port = await freePort()
  const [command, ...args] = options.command?.(`'${process.execPath}' '${program}' serve`) ?? [
    process.execPath,
    program,
    'serve',
  ]
  const child = spawn(command, args, {
    env: {
      PATH: process.env.PATH,
      POSTBACK_PORT: String(port),
      POSTBACK_DATA_DIR: directory,
      POSTBACK_ALLOW_HTTP: 'true',
      POSTBACK_ALLOW_NETWORKS: '127.0.0.0/8',
      ...options.environment,
    },
    stdio: ['ignore', options.stdout ?? 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const url = `http://127.0.0.1:${port}`
  await eventually(
    () =>
      fetch(`${url}/livez`).then(
        ({ ok }) => ok,
        () => false,
      ),
    (isUp) => isUp,
  )
  const call = async (method: string, path: string, body?: object) => {
    const key = readFileSync(join(directory, 'platform.key'), 'utf8').trim()
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'postback-account': 'producer',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
    return response
  }
  return {
    port,
    url,
    log: () => output,
    /** Lines of the log with this message. */
    entries: (message: string) => entriesOf(output).filter(({ msg }) => msg === message),
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they test.
    api: async (method: string, path: string, body?: object): Promise<any> => (await call(method, path, body)).json(),
    /** A figure of /metrics. */
    async figure(name: string) {
      const text = await (await call('GET', '/metrics')).text()
      return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1])
    },
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    /** Its exit code, once it has ended. */
    ended,
    /** Stops it with SIGTERM, or with SIGKILL if it hangs. */
    async stop() {
      let inTime = true
      const hang = setTimeout(() => {
        inTime = false
        child.kill('SIGKILL')
      }, hangMs)
      child.kill('SIGTERM')
      const code = await ended
      clearTimeout(hang)
      return { code, inTime }
    },
    kill: () => child.kill('SIGKILL'),
  }
}
