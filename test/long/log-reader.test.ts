import { execFileSync, spawn } from 'node:child_process'
import { closeSync, constants, createReadStream, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLog } from '../../src/log/log.ts'
import { descriptorOutlet } from '../../src/log/outlets.ts'
import { receiver } from '../receivers/ordinary.ts'
import { eventually, sale } from '../support/harness.ts'
import { startProgram } from '../support/program.ts'
import { setStage } from '../support/stage.ts'

/** The server keeps serving when its log has trouble: a reader that stalls or goes away, or a full disk. */

const range = (count: number) => Array.from({ length: count }, (_, i) => i)
const { O_RDONLY, O_WRONLY, O_NONBLOCK } = constants

const cleanUp: (() => unknown)[] = []
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'postback-log-'))
  cleanUp.push(() => rmSync(directory, { recursive: true, force: true }))
})
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

/** A pipe with a reader that does not read. It holds 64 KiB. */
function openPipe() {
  const path = join(directory, 'pipe')
  execFileSync('mkfifo', [path])
  const readFd = openSync(path, O_RDONLY | O_NONBLOCK)
  const writeFd = openSync(path, O_WRONLY)
  return {
    path,
    writeFd,
    closeReader: () => closeSync(readFd),
    closeWriter: () => closeSync(writeFd),
    /** Reads everything until all writers have closed the pipe. */
    async read() {
      let text = ''
      for await (const chunk of createReadStream(path, { encoding: 'utf8' })) text += chunk
      return text
    },
  }
}

async function start(options: Parameters<typeof startProgram>[1]) {
  const server = await startProgram(join(directory, 'data'), options)
  cleanUp.push(() => server.kill())
  await server.api('PUT', '/v1/accounts/producer', { name: 'Producer' })
  await server.api('PUT', '/v1/products/1000', { name: 'Baking Bread at Home', accountId: 'producer' })
  const site = await receiver()
  cleanUp.push(() => site.close())
  await server.api('POST', '/v1/configurations', { name: 'x', url: site.url, events: ['PURCHASE_APPROVED'] })
  return {
    ...server,
    /** Reports sales and waits until all are delivered. Each leaves a line in the log. */
    async sell(count: number) {
      await Promise.all(
        range(count).map((i) => server.api('PUT', `/v1/transactions/HP${i}`, sale('PURCHASE_APPROVED', `HP${i}`))),
      )
      await eventually(
        async () => (await server.api('GET', '/v1/deliveries/count?state=delivered')).count,
        (delivered) => delivered === count,
      )
      expect((await fetch(`${server.url}/livez`)).status).toBe(200)
    },
  }
}

describe('a log whose reader stalls', () => {
  it('blocks neither the server nor its stop, and is complete when the reader is back', async () => {
    const pipe = openPipe()
    const server = await start({ stdout: pipe.writeFd })
    pipe.closeWriter()
    await server.sell(120)
    expect(await server.figure('postback_log_lines_lost_total')).toBe(0)
    const reading = pipe.read()
    expect(await server.stop()).toMatchObject({ code: 0, inTime: true })
    const attempts = (await reading).split('\n').filter((line) => line.includes('"msg":"attempt"'))
    expect(attempts.map((line) => JSON.parse(line).outcome)).toEqual(Array(120).fill('delivered'))
  })

  it('does not keep a process from stopping', async () => {
    const pipe = openPipe()
    const server = await start({ stdout: pipe.writeFd })
    await server.sell(120)
    expect(await server.stop()).toMatchObject({ code: 0, inTime: true })
  })

  it('loses lines beyond its limit, and says how many, in a line and in the metrics', async () => {
    const pipe = openPipe()
    const outlet = descriptorOutlet(openSync(pipe.path, O_WRONLY | O_NONBLOCK))
    const log = openLog({ level: 'info', outlet, charactersMax: 32 * 1024 })
    const stage = await setStage({}, { log: log.logger, logLinesLost: log.linesLost })
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await Promise.all(range(200).map((i) => stage.report('PURCHASE_APPROVED', `HP${i}`)))
    await stage.deliveries('state=delivered', (all) => all.length === 200)
    const lost = log.linesLost()
    expect(lost).toBeGreaterThan(0)
    expect((await stage.postback.api('GET', '/metrics')).text).toContain(`\npostback_log_lines_lost_total ${lost}\n`)
    const reader = spawn('cat', [pipe.path], { stdio: ['ignore', 'pipe', 'inherit'] })
    cleanUp.push(() => reader.kill())
    let text = ''
    reader.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    await eventually(
      async () => text,
      (all) => all.includes(`"linesLost":${lost},"msg":"lines of the log were lost`),
    )
  })

  it('may be a terminal, which gets lines for people', async () => {
    const pipe = openPipe()
    const pidFile = join(directory, 'pid')
    const server = await start({
      stdout: pipe.writeFd,
      command: (line) => ['script', '-qfc', `echo $$ > ${pidFile}; exec ${line}`, '/dev/null'],
      environment: { NO_COLOR: '1' },
    })
    pipe.closeWriter()
    await server.sell(450)
    const pid = readFileSync(pidFile, 'utf8').trim()
    process.kill(Number(pid), 'SIGTERM')
    await eventually(
      async () => stateOf(pid),
      (state) => state === 'Z' || state === null,
    )
    expect(await pipe.read()).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} info {2}delivered +200 +\d+ ms PURCHASE_APPROVED +HP\d+ +127\.\S+ account=producer cfg_\w{32} dlv_\w{32}\r$/m,
    )
  })
})

describe('a log that cannot be written', () => {
  it('to a full disk: lines are lost and counted, and the server keeps serving', async () => {
    const server = await start({ stdout: openSync('/dev/full', 'w') })
    await server.sell(20)
    expect(await server.figure('postback_log_lines_lost_total')).toBeGreaterThan(0)
    expect(await server.stop()).toMatchObject({ code: 0, inTime: true })
  })

  it('to a reader that is gone: lines are lost and counted, and the server keeps serving', async () => {
    const pipe = openPipe()
    const server = await start({ stdout: pipe.writeFd })
    pipe.closeReader()
    await server.sell(20)
    expect(await server.figure('postback_log_lines_lost_total')).toBeGreaterThan(0)
    expect(await server.stop()).toMatchObject({ code: 0, inTime: true })
  })

  it('to a closed output: the server keeps serving', async () => {
    const server = await start({ command: (line) => ['sh', '-c', `exec ${line} >&- 2>&-`] })
    await server.sell(20)
    expect(await server.stop()).toMatchObject({ code: 0, inTime: true })
  })
})

describe('a process that crashes', () => {
  it('says so in the last line of its log', async () => {
    const fault = `process.on('SIGUSR2', () => { throw new Error('a fault for the test') })`
    const server = await startProgram(directory, {
      environment: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` },
    })
    cleanUp.push(() => server.kill())
    server.signal('SIGUSR2')
    expect(await server.ended).toBe(1)
    const [last] = server.entries('the process ends by a fault of its own')
    expect(last).toMatchObject({ level: 'fatal', err: { message: 'a fault for the test' } })
  })
})

/** The kernel's state letter of a process. Z: it has ended and waits for its parent; null: it is gone. */
function stateOf(pid: string): string | null {
  try {
    return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? null
  } catch {
    return null
  }
}
