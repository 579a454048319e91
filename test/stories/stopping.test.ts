import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startApp } from '../../src/app.ts'
import { readSettings } from '../../src/settings.ts'
import { type Postback, startPostback } from '../support/harness.ts'
import { setStage } from '../support/stage.ts'

const range = (count: number) => Array.from({ length: count }, (_, i) => i)

function settingsFor(directory: string, more: Record<string, string> = {}) {
  return readSettings({ POSTBACK_DATA_DIR: directory, POSTBACK_PORT: '0', POSTBACK_LOG_LEVEL: 'silent', ...more })
}

describe('stopping and starting', () => {
  it('finishes attempts under way and sends the rest after the next start, each once', async () => {
    const stage = await setStage({ POSTBACK_MAX_IN_FLIGHT_PER_CONFIGURATION: '4' })
    const { promise: gate, resolve: open } = Promise.withResolvers<void>()
    const site = await stage.receiver(async () => {
      await gate
      return {}
    })
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await Promise.all(range(50).map((i) => stage.report('PURCHASE_APPROVED', `HP${i}`)))
    await site.arrivals(4)
    const restarted = stage.postback.restart()
    open()
    await restarted
    await site.arrivals(50)
    await stage.deliveries('state=delivered', (all) => all.length === 50)
    expect(site.arrived).toHaveLength(50)
  })

  it('continues with retries where it stopped', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '400ms,1m,1m,1m' })
    const site = await stage.receiver((it) => ({ status: it.headers['postback-attempt'] === '1' ? 500 : 200 }))
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await site.arrivals(1)
    await stage.postback.restart()
    const delivered = await stage.delivery('transaction=HP1', (it) => it.state === 'delivered')
    expect(delivered.attempts.map((it: { status: number }) => it.status)).toEqual([500, 200])
  })

  it('refuses a second process on the same data directory, and says why', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postback-'))
    const first = await startApp(settingsFor(directory))
    await expect(startApp(settingsFor(directory))).rejects.toThrow(/in use by another Postback process/)
    await first.stop()
    await (await startApp(settingsFor(directory))).stop()
  })

  it('refuses to start with another master key', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postback-'))
    await (await startApp(settingsFor(directory, { POSTBACK_SECRET: 'a'.repeat(32) }))).stop()
    await expect(startApp(settingsFor(directory, { POSTBACK_SECRET: 'b'.repeat(32) }))).rejects.toThrow(
      /POSTBACK_SECRET/,
    )
    await (await startApp(settingsFor(directory, { POSTBACK_SECRET: `${'b'.repeat(32)},${'a'.repeat(32)}` }))).stop()
    // Sealed anew by now: the old key is not needed any more, and opens nothing.
    await expect(startApp(settingsFor(directory, { POSTBACK_SECRET: 'a'.repeat(32) }))).rejects.toThrow(
      /POSTBACK_SECRET/,
    )
    await (await startApp(settingsFor(directory, { POSTBACK_SECRET: 'b'.repeat(32) }))).stop()
  })

  it('keeps its own keys in files that only their owner can read', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postback-'))
    const app = await startApp(settingsFor(directory))
    await app.stop()
    for (const name of ['platform.key', 'secret.key']) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(directory, 'platform.key'), 'utf8').trim()).toBe(app.platformKey)
  })
})

describe('secrets', () => {
  it('are in no file of the data directory in clear', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'postback-'))
    const postback = await startPostback({ POSTBACK_DATA_DIR: directory })
    await postback.api('PUT', '/v1/accounts/a', { name: 'A' })
    const made = await postback.api(
      'POST',
      '/v1/configurations',
      { name: 'x', url: 'http://127.0.0.1:9/', events: ['PURCHASE_APPROVED'] },
      { account: 'a', headers: { 'idempotency-key': 'once' } },
    )
    const hook = await postback.api('POST', '/v1/hooks', { targetUrl: 'http://127.0.0.1:9/' }, { account: 'a' })
    const { hottok } = (await postback.api('GET', '/v1/hottok', undefined, { account: 'a' })).body
    await postback.engine.stop()
    const secrets = [hottok, made.body.secret, hook.body.hottok]
    for (const name of readdirSync(directory)) {
      const bytes = readFileSync(join(directory, name))
      for (const secret of secrets) expect(bytes.includes(secret), `${name} holds a secret`).toBe(false)
    }
    await postback.close()
  })

  it('stay the same under a new master key, without the old one', async () => {
    const [old, fresh] = ['o'.repeat(32), 'f'.repeat(32)]
    const directory = mkdtempSync(join(tmpdir(), 'postback-'))
    const startWith = (secret: string) => startPostback({ POSTBACK_DATA_DIR: directory, POSTBACK_SECRET: secret })
    const account = { account: 'a' }
    const configuration = { name: 'x', url: 'http://127.0.0.1:9/', events: ['PURCHASE_APPROVED'] }
    const once = { ...account, headers: { 'idempotency-key': 'once' } }

    const before = await startWith(old)
    await before.api('PUT', '/v1/accounts/a', { name: 'A' })
    const { body: made } = await before.api('POST', '/v1/configurations', configuration, once)
    const { body: credential } = await before.api('POST', '/v1/credentials', { name: 'Zapier' }, account)
    await before.api('POST', '/v1/hottok/rotate', {}, account)
    const asClient = { key: null, headers: { authorization: `Basic ${credential.basic}` } }
    const secretsOf = async ({ api }: Postback) => ({
      hottok: (await api('GET', '/v1/hottok', undefined, account)).body,
      signing: (await api('GET', `/v1/configurations/${made.id}/secrets`, undefined, account)).body,
      tests: (await api('GET', '/v1/tests/secret', undefined, account)).body,
      client: (await api('POST', '/security/oauth/token?grant_type=client_credentials', undefined, asClient)).status,
      answer: (await api('POST', '/v1/configurations', configuration, once)).body.secret,
    })
    const secrets = await secretsOf(before)
    expect(secrets).toMatchObject({ client: 200, answer: made.secret })
    await before.close()

    await (await startWith(`${fresh},${old}`)).close()
    const after = await startWith(fresh)
    expect(await secretsOf(after)).toEqual(secrets)
    await after.close()
  })
})
