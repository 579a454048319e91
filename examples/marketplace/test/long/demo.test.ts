import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, test } from 'vitest'

const program = fileURLToPath(new URL('../../main.ts', import.meta.url))
const parent = mkdtempSync(join(tmpdir(), 'postback-demo-'))
/** Several demos run at the same time, each with two processes. */
const timeout = 180_000
const stackTrace = /\n +at .*:\d+:\d+/

afterAll(() => rmSync(parent, { recursive: true }))

// One good run for several tests, because a run takes some seconds.
const goodDir = join(parent, 'good')
const good = runDemo({ dataDir: goodDir })

describe.concurrent('npm run demo', () => {
  test('ends with 0 when every post and every student ended as expected', { timeout }, async ({ expect }) => {
    const { code, output, errors } = await good.ended
    expect(errors).toBe('')
    expect(output).toContain('✓ Every post and every student ended as expected.')
    expect(output).not.toMatch(stackTrace)
    expect(output).not.toContain(readFileSync(join(goodDir, 'platform.key'), 'utf8').trim())
    expect(code).toBe(0)
  })

  test('shows posts in every state', { timeout }, async ({ expect }) => {
    const { output } = await good.ended
    expect(output).toMatch(/Give access +200 +1\/5 +✓ delivered: a test/)
    // A slow machine may miss the short waits; the longest takes more than a second.
    expect(output).toMatch(/(Give access +500|Invoices \(broken\) +503) +\d\/5 +↻ retrying in \d\.\d s/)
    expect(output).toMatch(/Give access +200 +2\/5 +✓ delivered at try 2/)
    expect(output).toMatch(/Invoices \(broken\) +503 +5\/5 +✗ failed: all 5 tries used up/)
    expect(output).toMatch(/Invoices \(broken\) +200 +1\/5 +✓ delivered in series 2: by hand/)
    expect(output).toMatch(/Mailing list \(paused\) +– +– +‖ held: configuration disabled/)
  })

  test('refuses a directory where another demo runs, and does not disturb that demo', { timeout }, async ({
    expect,
  }) => {
    const dataDir = join(parent, 'taken')
    const first = runDemo({ dataDir, once: false })
    await first.heard('✓ delivered')
    const second = await runDemo({ dataDir }).ended
    expect(second.errors).toMatch(/^A demo is running in .* already\. Stop it, or name another directory .*\n$/)
    expect(second.code).toBe(1)
    await first.heard('✓ Every post and every student ended as expected.')
    first.stop()
    expect((await first.ended).code).toBe(0)
  })

  test('ends with 1, and says what went wrong, when the receiver refuses the token', { timeout }, async ({
    expect,
  }) => {
    const environment = { MEMBERS_AREA_HOTTOK: 'another-token' }
    const { code, output } = await runDemo({ dataDir: join(parent, 'sabotaged'), environment }).ended
    expect(output).toContain('should be delivered, but is failed (HTTP 401, try 5/5 of series 1).')
    expect(output).not.toMatch(stackTrace)
    expect(code).toBe(1)
  })

  test('refuses a directory that is not its own, and removes nothing', { timeout }, async ({ expect }) => {
    const dataDir = mkdtempSync(join(parent, 'precious-'))
    writeFileSync(join(dataDir, 'thesis.txt'), 'five years of work')
    const { code, errors } = await runDemo({ dataDir }).ended
    expect(errors).toMatch(/^.* holds something else than a demo\. Name another directory with --data-dir\.\n$/)
    expect(code).toBe(1)
    expect(existsSync(join(dataDir, 'thesis.txt'))).toBe(true)
  })
})

interface Run {
  /** Fulfilled when its output holds the text, or when it has ended. */
  heard(text: string): Promise<void>
  /** For a run without `--once`. */
  stop(): void
  readonly ended: Promise<{ code: number | null; output: string; errors: string }>
}

function runDemo(how: { dataDir: string; once?: boolean; environment?: Record<string, string> }): Run {
  const { dataDir, once = true, environment = {} } = how
  const options = [...(once ? ['--once'] : []), '--port', '0', '--data-dir', dataDir]
  const child = spawn(process.execPath, ['--conditions=postback-source', program, ...options], {
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = Promise.withResolvers<Awaited<Run['ended']>>()
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  child.once('error', ended.reject)
  child.once('close', (code) => ended.resolve({ code, output, errors }))
  return {
    heard: (text) =>
      new Promise((resolve) => {
        const listen = () => output.includes(text) && resolve()
        child.stdout.on('data', listen)
        child.once('close', () => resolve())
        listen()
      }),
    stop: () => void child.kill('SIGTERM'),
    ended: ended.promise,
  }
}
