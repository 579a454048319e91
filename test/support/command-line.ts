import { AsyncLocalStorage } from 'node:async_hooks'
import { spawn } from 'node:child_process'
import { PassThrough, type Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { runProgram } from '../../src/cli/program.ts'

export interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

type Environment = Readonly<Record<string, string>>

// -- in the process of the test ----------------------------------------------------------------------------------------------

interface Surroundings {
  readonly env: NodeJS.ProcessEnv
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
}

const surroundings = new AsyncLocalStorage<Surroundings>()

// Within a command, `process` has the command's environment and streams; for the test runner, the real ones.
for (const name of ['env', 'stdin', 'stdout', 'stderr'] as const) {
  const { get, value } = Object.getOwnPropertyDescriptor(process, name) ?? {}
  Object.defineProperty(process, name, {
    configurable: true,
    get: () => surroundings.getStore()?.[name] ?? (get ? get.call(process) : value),
  })
}

let last: Promise<unknown> = Promise.resolve()

/** Runs a command to its end. One at a time, because a command sets the exit code of the process. */
export function postbackCommand(args: readonly string[], environment: Environment, input = ''): Promise<Ended> {
  const ended = last.then(() => run(args, environment, new PassThrough().end(input)).ended)
  last = ended
  return ended
}

/** Starts a command that a key press ends. */
export function startCommand(args: readonly string[], environment: Environment) {
  const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode() {} })
  const { ended, output, errors } = run(args, environment, keyboard)
  return { ended, said: output.until, whispered: errors.until, press: (key: string) => keyboard.write(key) }
}

function run(args: readonly string[], environment: Environment, stdin: Readable) {
  const [output, errors] = [kept(), kept()]
  const around = { stdin, stdout: output.stream, stderr: errors.stream }
  const env = { ...process.env, NO_COLOR: '1', ...environment }
  const signals = signalListeners()
  process.exitCode = 0
  const ended = surroundings
    .run({ ...around, env }, () => runProgram(args))
    .then((): Ended => {
      const code = Number(process.exitCode)
      process.exitCode = 0
      // In a separate process, these listeners would end with it.
      for (const [signal, listener] of signalListeners())
        if (!signals.some((it) => it[1] === listener)) process.off(signal, listener)
      output.end()
      errors.end()
      return { code, output: output.text(), errors: errors.text() }
    })
  return { ended, output, errors }
}

function signalListeners() {
  return (['SIGINT', 'SIGTERM'] as const).flatMap((signal) =>
    process.listeners(signal).map((listener) => [signal, listener] as const),
  )
}

// -- as a separate process ---------------------------------------------------------------------------------------------------

const root = fileURLToPath(new URL('../..', import.meta.url))
export const programFile = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

export function startPostbackProcess(line: string, environment: Environment) {
  return startProcess(process.execPath, [programFile, ...line.split(' ')], environment)
}

export function startProcess(command: string, args: readonly string[], environment: Environment) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('POSTBACK_'))
  const child = spawn(command, args, {
    cwd: root,
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [output, errors] = [kept(), kept()]
  child.stdout.pipe(output.stream)
  child.stderr.pipe(errors.stream)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      output.end()
      errors.end()
      resolve({ code, output: output.text(), errors: errors.text() })
    })
  })
  return { child, ended, said: output.until, whispered: errors.until }
}

/** Keeps written text; `until` waits for a pattern in it. */
function kept() {
  let text = ''
  let hasEnded = false
  const waiting = new Set<() => void>()
  const look = () => {
    for (const check of waiting) check()
  }
  const decoder = new TextDecoder()
  const stream = new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      text += decoder.decode(chunk, { stream: true })
      look()
      done()
    },
  })
  const end = () => {
    hasEnded = true
    look()
  }
  const until = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const check = () => {
        const match = pattern.exec(text)
        if (match) resolve(match)
        else if (hasEnded) reject(new Error(`Ended without saying ${pattern}: ${text}`))
      }
      waiting.add(check)
      check()
    })
  return { stream, end, until, text: () => text }
}
