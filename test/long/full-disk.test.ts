import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually, sale } from '../support/harness.ts'

/** A full disk, imitated by the kernel's limit on the size of files that a process writes. */

const program = join(import.meta.dirname, '../..', 'src/cli/main.ts')

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

/** @param fileKiB the largest file that the server may write; null: no limit */
async function serve(directory: string, fileKiB: number | null) {
  const limit = fileKiB === null ? '' : `trap '' XFSZ; ulimit -S -f ${fileKiB};`
  const child = spawn('bash', ['-c', `${limit} exec "$0" "$1" serve`, process.execPath, program], {
    env: { PATH: process.env.PATH, POSTBACK_DATA_DIR: directory, POSTBACK_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  cleanUp.push(() => child.kill('SIGKILL'))
  let log = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const match = /listens at (http:\S+);/.exec(said)
      if (match?.[1]) resolve(match[1])
    })
    child.once('exit', () => reject(new Error(`It ended: ${said}`)))
  })
  const key = readFileSync(join(directory, 'platform.key'), 'utf8').trim()
  return {
    log: () => log,
    /** Gives the disk room again. */
    makeRoom: () => spawnSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:']),
    async call(method: string, path: string, body?: unknown) {
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${key}`, 'postback-account': 'a', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, headers: response.headers, text: await response.text() }
    },
    stop: () =>
      new Promise<number | null>((resolve) => {
        child.once('exit', resolve)
        child.kill('SIGTERM')
      }),
  }
}

describe('a server on a full disk', () => {
  it('refuses what it cannot store, says so, and keeps all accepted reports', { timeout: 60_000 }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postback-full-'))
    cleanUp.push(() => rmSync(directory, { recursive: true, force: true }))
    const full = await serve(directory, 1_000)
    await full.call('PUT', '/v1/accounts/a', { name: 'A' })
    await full.call('PUT', '/v1/products/1000', { name: 'P', accountId: 'a' })
    const answers = new Map<string, number>()
    for (let i = 0, refused = 0; refused < 10 && i < 2_000; i++) {
      const transaction = `HP${i}`
      const { status, headers, text } = await full.call(
        'PUT',
        `/v1/transactions/${transaction}`,
        sale('PURCHASE_APPROVED', transaction),
      )
      answers.set(transaction, status)
      if (status === 202) continue
      refused++
      expect({ status, code: JSON.parse(text).code }).toEqual({ status: 503, code: 'storage_unavailable' })
      expect(headers.get('retry-after')).toBe('1')
    }
    expect((await full.call('GET', '/readyz')).status).toBe(503)
    expect((await full.call('GET', '/livez')).status).toBe(200)
    // Not only reports: every call that has to store data.
    const name = 'x'.repeat(255)
    let other = await full.call('PUT', '/v1/accounts/b0', { name })
    for (let i = 1; other.status < 300 && i < 2_000; i++) other = await full.call('PUT', `/v1/accounts/b${i}`, { name })
    expect({ status: other.status, code: JSON.parse(other.text).code }).toEqual({
      status: 503,
      code: 'storage_unavailable',
    })
    expect(full.log()).toContain(directory)
    expect(JSON.parse(other.text).detail).toContain('The disk cannot be written to.')
    expect(await full.stop()).toBe(0)

    const roomy = await serve(directory, null)
    for (const [transaction, status] of answers) {
      const { status: found } = await roomy.call('GET', `/v1/transactions/${transaction}`)
      expect({ transaction, found }).toEqual({ transaction, found: status === 202 ? 200 : 404 })
    }
    expect([...answers.values()]).toContain(202)
    expect((await roomy.call('GET', '/readyz')).status).toBe(200)
    expect(await roomy.stop()).toBe(0)
  })

  it('accepts again when there is room, without a restart', { timeout: 60_000 }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postback-full-'))
    cleanUp.push(() => rmSync(directory, { recursive: true, force: true }))
    const server = await serve(directory, 1_000)
    await server.call('PUT', '/v1/accounts/a', { name: 'A' })
    await server.call('PUT', '/v1/products/1000', { name: 'P', accountId: 'a' })
    const report = (transaction: string) =>
      server.call('PUT', `/v1/transactions/${transaction}`, sale('PURCHASE_APPROVED', transaction))
    let refused = ''
    for (let i = 0; refused === '' && i < 2_000; i++) {
      if ((await report(`HP${i}`)).status === 503) refused = `HP${i}`
    }
    expect(server.makeRoom().status).toBe(0)
    expect((await report(refused)).status).toBe(202)
    await eventually(
      () => server.call('GET', '/readyz'),
      ({ status }) => status === 200,
    )
    expect(await server.stop()).toBe(0)
  })
})
