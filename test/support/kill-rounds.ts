import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect } from 'vitest'
import { exampleData } from '../../src/domain/payload/documentation/example.ts'
import { programFile } from './command-line.ts'
import { freePort } from './free-port.ts'

/** The promise under all others: every accepted event is delivered, even if the process is killed. */

const senders = 16

interface Arrivals {
  readonly url: string
  /** How often each event arrived. */
  readonly counts: Map<string, number>
  readonly server: Server
}

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

async function receiver(): Promise<Arrivals> {
  const counts = new Map<string, number>()
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const id = String(request.headers['webhook-id'])
      counts.set(id, (counts.get(id) ?? 0) + 1)
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUp.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, counts, server }
}

async function start(directory: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [programFile, 'serve'], {
    env: {
      PATH: process.env.PATH,
      POSTBACK_PORT: String(port),
      POSTBACK_DATA_DIR: directory,
      POSTBACK_ALLOW_HTTP: 'true',
      POSTBACK_ALLOW_NETWORKS: '127.0.0.0/8',
      POSTBACK_RETRY_SCHEDULE: '200ms,400ms,800ms,1600ms',
      POSTBACK_LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  cleanUp.push(() => child.kill('SIGKILL'))
  await until(async () => (await fetch(`http://127.0.0.1:${port}/livez`)).ok, 'the server answers')
  return child
}

async function until(isSo: () => boolean | Promise<boolean>, what: string, deadlineMs = 60_000) {
  const deadline = performance.now() + deadlineMs
  for (;;) {
    if (await Promise.resolve(isSo()).catch(() => false)) return
    if (performance.now() > deadline) throw new Error(`Timed out waiting until ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/**
 * In each round, reports events, kills the server with SIGKILL after the given number, and starts it again. In the end every accepted
 * event has arrived, and only posts in flight arrived twice.
 */
export async function surviveKills(killAfter: readonly number[]) {
  const directory = mkdtempSync(join(tmpdir(), 'postback-crash-'))
  cleanUp.push(() => rmSync(directory, { recursive: true, force: true }))
  const arrivals = await receiver()
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  let child = await start(directory, port)
  const key = readFileSync(join(directory, 'platform.key'), 'utf8').trim()
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'postback-account': 'school', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  await call('PUT', '/v1/accounts/school', { name: 'School', email: 'a@example.com', locale: 'en', timeZone: 'UTC' })
  await call('PUT', '/v1/products/7', { name: 'Course', accountId: 'school' })
  await call('POST', '/v1/configurations', { name: 'All', url: arrivals.url, events: ['PURCHASE_APPROVED'] })

  const accepted = new Set<string>()
  let next = 0
  let killed = false
  const report = async () => {
    while (!killed) {
      const transaction = `HP${10_000_000 + next++}`
      const data = exampleData({
        event: 'PURCHASE_APPROVED',
        product: { id: 7, name: 'Course', ucode: 'u' },
        producer: { name: 'School' },
        transaction,
        now: 1_760_000_000_000,
      })
      const answer = await call('PUT', `/v1/transactions/${transaction}`, data).catch(() => null)
      if (answer?.status === 202) accepted.add(String(answer.body.eventId))
    }
  }
  for (const enough of killAfter) {
    killed = false
    const before = accepted.size
    const reporting = Array.from({ length: senders }, report)
    await until(() => accepted.size > before + enough, 'some events are accepted')
    child.kill('SIGKILL')
    killed = true
    await Promise.all(reporting)
    child = await start(directory, port)
  }

  await until(() => [...accepted].every((id) => arrivals.counts.has(id)), 'every accepted event has arrived')
  const repeats = [...arrivals.counts.values()].reduce((sum, count) => sum + count - 1, 0)
  // One configuration has at most 32 posts in flight at each kill.
  expect(repeats).toBeLessThanOrEqual(killAfter.length * 32)

  await until(async () => {
    const { body } = await call('GET', '/v1/deliveries/count?state=queued,sending,retrying')
    return body.count === 0
  }, 'nothing is pending')
  const failed = await call('GET', '/v1/deliveries/count?state=failed')
  expect(failed.body.count).toBe(0)
  child.kill('SIGTERM')
  await new Promise((resolve) => child.once('exit', resolve))
  expect(child.exitCode).toBe(0)
}
