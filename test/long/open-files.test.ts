import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type OrdinaryReceiver, receiver } from '../receivers/ordinary.ts'
import { eventually, sale } from '../support/harness.ts'

/** A process that may open few files: the real program under the kernel's limit. */

const program = join(import.meta.dirname, '../..', 'src/cli/main.ts')
const filesLimit = 76

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

async function serve() {
  const directory = mkdtempSync(join(tmpdir(), 'postback-files-'))
  cleanUp.push(() => rmSync(directory, { recursive: true, force: true }))
  const child = spawn('bash', ['-c', `ulimit -n ${filesLimit}; exec "$0" "$1" serve`, process.execPath, program], {
    env: {
      PATH: process.env.PATH,
      POSTBACK_DATA_DIR: directory,
      POSTBACK_PORT: '0',
      POSTBACK_ALLOW_HTTP: 'true',
      POSTBACK_ALLOW_NETWORKS: '127.0.0.0/8',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  cleanUp.push(() => child.kill('SIGKILL'))
  let log = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const port = await new Promise<number>((resolve, reject) => {
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const match = /listens at http:\S+:(\d+);/.exec(said)
      if (match) resolve(Number(match[1]))
    })
    child.once('exit', () => reject(new Error(`It ended: ${said}${log}`)))
  })
  const key = readFileSync(join(directory, 'platform.key'), 'utf8').trim()
  // One open connection for all calls, like a platform that is already connected.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  cleanUp.push(() => agent.destroy())
  const headers = { authorization: `Bearer ${key}`, 'postback-account': 'a', 'content-type': 'application/json' }
  return {
    port,
    pid: child.pid,
    setLimit: (files: number) => execFileSync('prlimit', ['--pid', `${child.pid}`, `--nofile=${files}:`]),
    lines: (pattern: RegExp) => log.split('\n').filter((line) => pattern.test(line)),
    call(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
      return new Promise((resolve, reject) => {
        const sent = request({ port, host: '127.0.0.1', method, path, agent, headers }, (response) => {
          let text = ''
          response.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk
          })
          response.once('end', () => resolve({ status: response.statusCode ?? 0, text }))
        })
        sent.once('error', reject).end(body === undefined ? undefined : JSON.stringify(body))
      })
    },
  }
}

type Serving = Awaited<ReturnType<typeof serve>>

/** Each has its own port, so no two share a connection. Every second one has a host name. */
async function manyConfigurations(it: Serving, count: number): Promise<readonly OrdinaryReceiver[]> {
  await it.call('PUT', '/v1/accounts/a', { name: 'A' })
  await it.call('PUT', '/v1/products/1000', { name: 'P', accountId: 'a' })
  const receivers = await Promise.all(Array.from({ length: count }, () => receiver()))
  for (const [i, { url, close }] of receivers.entries()) {
    cleanUp.push(close)
    const address = i % 2 === 0 ? url : url.replace('127.0.0.1', 'localhost')
    const made = await it.call('POST', '/v1/configurations', {
      name: `${i}`,
      url: address,
      events: ['PURCHASE_APPROVED'],
    })
    expect(made.status, made.text).toBe(201)
  }
  return receivers
}

async function report(it: Serving, count: number) {
  for (let i = 0; i < count; i++) {
    const { status, text } = await it.call('PUT', `/v1/transactions/HP${i}`, sale('PURCHASE_APPROVED', `HP${i}`))
    expect(status, text).toBe(202)
  }
}

async function expectAllDeliveredAtOnce(it: Serving, receivers: readonly OrdinaryReceiver[], reports: number) {
  await Promise.all(receivers.map(({ arrivals }) => arrivals(reports)))
  const ofState = async (states: string) =>
    JSON.parse((await it.call('GET', `/v1/deliveries/count?state=${states}`)).text).count
  await eventually(
    () => ofState('delivered'),
    (count) => count === receivers.length * reports,
  )
  const attempts = receivers.flatMap(({ arrived }) => arrived.map(({ headers }) => headers['postback-attempt']))
  expect(new Set(attempts)).toEqual(new Set(['1']))
  expect(attempts).toHaveLength(receivers.length * reports)
  // The log is written behind the attempts.
  await eventually(
    async () => it.lines(/"msg":"attempt"/).length,
    (count) => count === receivers.length * reports,
  )
}

describe('a process that may open few files', () => {
  it('says so at its start, and sends as many posts at once as the limit permits', { timeout: 60_000 }, async () => {
    const it = await serve()
    const receivers = await manyConfigurations(it, 40)
    await report(it, 4)
    await expectAllDeliveredAtOnce(it, receivers, 4)
    expect(it.lines(/may open 76 files and needs \d+ .*ulimit -n/)).toHaveLength(1)
    expect(it.lines(/trouble|request failed/)).toEqual([])
  })

  it('limits its callers, so that attempts are made beside many of them, and says how many were turned away', {
    timeout: 60_000,
  }, async () => {
    const it = await serve()
    const receivers = await manyConfigurations(it, 12)
    const callers = Array.from({ length: filesLimit }, () => connect(it.port, '127.0.0.1').on('error', () => {}))
    cleanUp.push(() => {
      for (const caller of callers) caller.destroy()
    })
    for (const caller of callers) caller.resume()
    // The connection that reports is the fourth.
    await eventually(
      async () => callers.filter(({ destroyed }) => !destroyed).length,
      (inside) => inside === 3,
    )
    await report(it, 4)
    await expectAllDeliveredAtOnce(it, receivers, 4)
    const { text } = await it.call('GET', '/metrics')
    expect(text).toContain(`postback_callers_turned_away_total ${filesLimit - 3}\n`)
    await eventually(
      async () => it.lines(/callers were turned away/).length,
      (count) => count === 1,
    )
    expect(it.lines(/trouble|request failed/)).toEqual([])
  })

  it('waits while it has no file left: no attempt is used up, no receiver is blamed, and one line is logged', {
    timeout: 60_000,
  }, async () => {
    const it = await serve()
    const receivers = await manyConfigurations(it, 12)
    it.setLimit(readdirSync(`/proc/${it.pid}/fd`).length)
    await report(it, 4)
    await eventually(async () => it.lines(/trouble: open files/).length, Boolean)
    for (let i = 0; i < 200; i++) expect((await it.call('GET', '/livez')).status).toBe(200)
    const meanwhile = it.lines(/"msg":"attempt"|trouble/).length
    it.setLimit(filesLimit)
    await expectAllDeliveredAtOnce(it, receivers, 4)
    expect(meanwhile).toBeLessThan(20)
    expect(it.lines(/trouble/)).toHaveLength(1)
  })
})
