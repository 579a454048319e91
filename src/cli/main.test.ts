import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SqliteStore } from '../store/sqlite.ts'

const program = fileURLToPath(new URL('main.ts', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))
let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'postback-cli-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

test('wrong arguments exit with 2, help with 0', async () => {
  expect(await postback('nonsense')).toMatchObject({ code: 2, errors: expect.stringContaining('unknown command') })
  expect(await postback('--help')).toMatchObject({ code: 0, output: expect.stringContaining('serve') })
  expect(await postback('--version')).toMatchObject({ code: 0, output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})

test('all wrong settings are reported at once, and exit with 2 before anything starts', async () => {
  const { code, output, errors } = await postback('serve', { POSTBACK_PORT: 'x', POSTBACK_HISTORY_DAYS: '0' })
  expect({ code, output }).toEqual({ code: 2, output: '' })
  expect(errors).toContain('POSTBACK_PORT: expected')
  expect(errors).toContain('POSTBACK_HISTORY_DAYS: expected')
})

test('settings are listed with default and value, secrets without their value', async () => {
  const key = 'a-platform-key-of-some-length'
  const { code, output } = await postback('settings', { POSTBACK_PORT: '9000', POSTBACK_PLATFORM_KEY: key })
  expect(code).toBe(0)
  expect(output).toContain('POSTBACK_PORT  9000  default: 8080\n')
  expect(output).toContain('POSTBACK_PLATFORM_KEY  set, not shown  default: not set\n')
  expect(output).not.toContain(key)
})

test('serve says where it listens and where the key is, never the key, and stops on SIGTERM', async () => {
  const server = start('serve', { POSTBACK_PORT: '0', POSTBACK_DATA_DIR: dataDir })
  const url = await server.heard(/listens at (http:\S+);/)
  expect((await fetch(`${url}/livez`)).status).toBe(200)
  await server.heard(/Data directory: (.*)\n/)
  server.child.kill('SIGTERM')
  const { code, output, errors } = await server.ended
  expect(code).toBe(0)
  expect(errors).toContain(`Platform key:   ${join(dataDir, 'platform.key')}\n`)
  expect(errors).toMatch(/Stopped\.\n$/)
  expect(output + errors).not.toContain(readFileSync(join(dataDir, 'platform.key'), 'utf8').trim())
  const lines = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const settings = { POSTBACK_PORT: '0', POSTBACK_PLATFORM_KEY: null, POSTBACK_STOP_TIMEOUT: '8s' }
  expect(lines.filter(({ msg }) => !msg.startsWith('Server listening'))).toMatchObject([
    { msg: 'the database was brought up to date', migrations: expect.arrayContaining(['0001_initial.sql']) },
    {
      msg: 'started',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      node: expect.stringMatching(/^v\d/),
      url,
      listensAt: [new URL(url).host],
      dataDirectory: dataDir,
      settings,
    },
    { msg: 'stopping', within: '8s', attemptsUnderWay: 0 },
    { msg: 'stopped', callersCutOff: 0, attemptsCutOff: 0, givenBack: 0 },
  ])
})

test('serve --clock-is-right trusts a clock that is far ahead of the last start', async () => {
  const store = new SqliteStore({ directory: dataDir })
  await store.start()
  await store.setFact('clock_seen', JSON.stringify({ at: Date.UTC(2020, 0), boot: 'another', upMs: 0 }))
  await store.stop()
  for (const [line, doubts] of [
    ['serve', true],
    ['serve --clock-is-right', false],
  ] as const) {
    const server = start(line, { POSTBACK_PORT: '0', POSTBACK_DATA_DIR: dataDir })
    await server.heard(/Data directory: (.*)\n/)
    server.child.kill('SIGTERM')
    expect((await server.ended).output.includes('Nothing is forgotten')).toBe(doubts)
  }
})

test('npm start passes SIGTERM on and stops cleanly', async () => {
  const npm = run('npm', ['start'], { POSTBACK_PORT: '0', POSTBACK_DATA_DIR: dataDir })
  const url = await npm.heard(/listens at (http:\S+);/)
  npm.child.kill('SIGTERM')
  const { code, errors } = await npm.ended
  expect(code).toBe(0)
  expect(errors).toMatch(/Stopped\.\n$/)
  await expect(fetch(`${url}/livez`)).rejects.toThrow()
})

test('a closed output ends a command silently; an output that cannot be written is reported', async () => {
  const settings = `'${process.execPath}' '${program}' settings`
  expect(await run('sh', ['-c', `{ ${settings}; echo "ended with $?" >&2; } | true`], {}).ended).toMatchObject({
    errors: 'ended with 0\n',
  })
  expect(await run('sh', ['-c', `${settings} > /dev/full`], {}).ended).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/^The output cannot be written: .*no space left.*\n$/),
  })
})

test('a failure is explained in one sentence; the stack trace is shown only when debugging', async () => {
  const server = start('serve', { POSTBACK_PORT: '0', POSTBACK_DATA_DIR: join(dataDir, 'first') })
  const port = new URL(await server.heard(/listens at (http:\S+);/)).port
  const taken = { POSTBACK_PORT: port, POSTBACK_DATA_DIR: join(dataDir, 'second') }
  const plain = await postback('serve', taken)
  expect(plain.code).toBe(1)
  expect(plain.errors).toMatch(/^Port \d+ of 127\.0\.0\.1 is taken\. .*\n$/)
  expect((await postback('serve', { ...taken, POSTBACK_LOG_LEVEL: 'debug' })).errors).toMatch(/\n +at /)
  const nameless = await postback('serve', { ...taken, POSTBACK_PORT: '0', POSTBACK_HOST: 'nowhere.invalid' })
  expect(nameless).toMatchObject({ code: 1, errors: expect.stringContaining('Set POSTBACK_HOST to an address') })
  server.child.kill('SIGTERM')
  await server.ended
})

// -- verbs ----------------------------------------------------------------------------------------------------------------

function postback(line: string, environment: Record<string, string> = {}) {
  return start(line, environment).ended
}

function start(line: string, environment: Record<string, string>) {
  return run(process.execPath, [program, ...line.split(' ')], environment)
}

function run(command: string, args: readonly string[], environment: Record<string, string>) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('POSTBACK_'))
  const child = spawn(command, args, {
    cwd: root,
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const ended = new Promise<{ code: number | null; output: string; errors: string }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output, errors }))
  })
  /** The first group of the pattern, once it is printed to standard error. */
  const heard = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(errors)
        if (match) resolve(match[1] ?? '')
      }
      child.stderr.on('data', look)
      void ended.then(() => reject(new Error(`Ended without saying ${pattern}: ${errors}`)))
      look()
    })
  return { child, ended, heard }
}
