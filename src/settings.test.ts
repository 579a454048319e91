import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSettings, SettingsError, settingsCatalogue, settingsInForce, unknownSettings } from './settings.ts'

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment)
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
    throw error
  }
  return []
}

/** A valid value for each setting that does not take a number. */
const valueFor: Readonly<Record<string, string>> = {
  POSTBACK_PUBLIC_URL: 'https://postback.example',
  POSTBACK_SUPPORT_URL: 'mailto:help@platform.example',
  POSTBACK_SIGN_IN_URL: 'https://platform.example/webhook?from=console',
  POSTBACK_ZAPIER_INVITE_URL: 'https://zapier.example.com/invite',
  POSTBACK_EMBED_ORIGINS: 'https://platform.example',
  POSTBACK_PLATFORM_KEY: 'k'.repeat(24),
  POSTBACK_SECRET: 's'.repeat(32),
  POSTBACK_ALLOW_HTTP: 'true',
  POSTBACK_ALLOW_NETWORKS: '10.0.0.0/8',
  POSTBACK_DENY_NETWORKS: '10.0.0.0/8',
  POSTBACK_TRUST_PROXY: '10.0.0.5,192.168.0.0/16',
  POSTBACK_RETRY_SCHEDULE: '1s,1m,1h,1d',
  POSTBACK_ATTEMPT_TIMEOUT: '500ms',
  POSTBACK_STOP_TIMEOUT: '20s',
  POSTBACK_ACCESS_TOKEN_LIFETIME: '1h',
  POSTBACK_LOG_LEVEL: 'debug',
}

describe('settings', () => {
  it('are complete without any environment', () => {
    expect(readSettings({})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      dataDir: './data',
      allowHttp: false,
      retrySchedule: [60_000, 600_000, 3_600_000, 21_600_000],
      attemptTimeoutMs: 15_000,
      stopTimeoutMs: 8_000,
      historyDays: 60,
    })
  })

  it('are read in the units that people write', () => {
    expect(
      readSettings({
        POSTBACK_RETRY_SCHEDULE: '15m,15m,15m,15m',
        POSTBACK_ATTEMPT_TIMEOUT: '500ms',
        POSTBACK_PUBLIC_URL: 'https://postback.example/',
        POSTBACK_ALLOW_NETWORKS: '127.0.0.0/8, ::1/128',
      }),
    ).toMatchObject({
      retrySchedule: [900_000, 900_000, 900_000, 900_000],
      attemptTimeoutMs: 500,
      publicUrl: 'https://postback.example',
      allowNetworks: [{ prefix: 8 }, { prefix: 128 }],
    })
  })

  it('are all reported at once when wrong, each with its name and the expected value', () => {
    const problems = problemsOf({
      POSTBACK_PORT: '99999',
      POSTBACK_ATTEMPT_TIMEOUT: 'soon',
      POSTBACK_ALLOW_NETWORKS: '10.0.0.0/33',
      POSTBACK_LOG_LEVEL: 'loud',
      POSTBACK_PLATFORM_KEY: 'short',
      POSTBACK_ALLOW_HTTP: 'yes',
    })
    expect(problems).toHaveLength(6)
    for (const name of ['PORT', 'ATTEMPT_TIMEOUT', 'ALLOW_NETWORKS', 'LOG_LEVEL', 'PLATFORM_KEY', 'ALLOW_HTTP']) {
      expect(problems.find((problem) => problem.startsWith(`POSTBACK_${name}: expected `))).toBeDefined()
    }
  })

  it('never repeat a secret in an error', () => {
    expect(problemsOf({ POSTBACK_SECRET: 'hunter2hunter2' }).join()).not.toContain('hunter2')
  })

  it('can come from files', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'postback-')), 'key')
    writeFileSync(file, `${'k'.repeat(40)}\n`)
    expect(readSettings({ POSTBACK_PLATFORM_KEY_FILE: file }).platformKey).toBe('k'.repeat(40))
    expect(problemsOf({ POSTBACK_PLATFORM_KEY_FILE: file, POSTBACK_PLATFORM_KEY: 'k'.repeat(40) })[0]).toContain(
      'twice',
    )
    expect(problemsOf({ POSTBACK_PLATFORM_KEY_FILE: '/nowhere' })[0]).toContain('a file that can be read')
  })

  it.each(Object.values(settingsCatalogue).map(({ name }) => name))(
    '%s can come from a file, but not from an empty one',
    (name) => {
      const file = join(mkdtempSync(join(tmpdir(), 'postback-')), 'value')
      writeFileSync(file, '')
      expect(problemsOf({ [`${name}_FILE`]: file })).toEqual([
        `${name}_FILE: expected a file that holds the value, but ${JSON.stringify(file)} is empty`,
      ])
      writeFileSync(file, `${valueFor[name] ?? '7'}\n`)
      expect({ ...readSettings({ [`${name}_FILE`]: file }), secretSource: 'POSTBACK_SECRET' }).toEqual(
        readSettings({ [name]: valueFor[name] ?? '7' }),
      )
    },
  )

  it.each([
    ['POSTBACK_HOST', ''],
    ['POSTBACK_PLATFORM_KEY', 'a key with spaces that no header can carry'],
    ['POSTBACK_PLATFORM_KEY', 'uma-chave-com-acentuação-demais'],
    ['POSTBACK_PUBLIC_URL', 'https://postback.example/?a=b'],
    ['POSTBACK_PUBLIC_URL', 'postback.example'],
    ['POSTBACK_RETRY_SCHEDULE', '1m,,1m'],
    ['POSTBACK_RETRY_SCHEDULE', '0s'],
    ['POSTBACK_RETRY_SCHEDULE', '999999999d'],
    ['POSTBACK_ATTEMPT_TIMEOUT', '0.5s'],
    ['POSTBACK_ATTEMPT_TIMEOUT', '15'],
    ['POSTBACK_ATTEMPT_TIMEOUT', '1h'],
    ['POSTBACK_HISTORY_DAYS', '0x10'],
    ['POSTBACK_ALLOW_NETWORKS', '10.0.0.0/8,'],
    ['POSTBACK_TRUST_PROXY', '1'],
    ['POSTBACK_TRUST_PROXY', 'proxy.example.com'],
    ['POSTBACK_EMBED_ORIGINS', 'https://platform.example/path'],
  ])('refuse %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(`^${name}: expected `)])
  })

  it('refuse to start when another store is asked for', () => {
    expect(problemsOf({ POSTBACK_DATABASE_URL: 'postgres://x' })[0]).toContain('POSTBACK_DATABASE_URL')
    expect(problemsOf({ POSTBACK_NATS_URL_FILE: '/run/secrets/nats' })[0]).toContain('POSTBACK_NATS_URL_FILE')
  })

  it('can be logged: each by its name, without secrets and passwords', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'postback-')), 'value')
    writeFileSync(file, '9000\n')
    const password = 'hunter2hunter2hunter2hunter2hunter2'
    const shown = settingsInForce({
      POSTBACK_PORT_FILE: file,
      POSTBACK_SECRET_FILE: file,
      POSTBACK_PLATFORM_KEY: password,
      POSTBACK_PUBLIC_URL: `https://someone:${password}@postback.example`,
    })
    expect(shown).toMatchObject({
      POSTBACK_HOST: '127.0.0.1',
      POSTBACK_PORT: '9000',
      POSTBACK_SECRET: 'from a file',
      POSTBACK_PLATFORM_KEY: 'set, not shown',
      POSTBACK_PUBLIC_URL: 'https://…@postback.example',
      POSTBACK_RETRY_SCHEDULE: '1m,10m,1h,6h',
      POSTBACK_MAX_CONFIGURATIONS: null,
    })
    expect(Object.keys(shown)).toEqual(Object.values(settingsCatalogue).map(({ name }) => name))
    expect(JSON.stringify(shown)).not.toContain(password)
    expect(problemsOf({ POSTBACK_PUBLIC_URL: `ftp://someone:${password}@x` }).join()).not.toContain(password)
  })

  it('that do not exist are reported', () => {
    expect(unknownSettings({ POSTBACK_PORTS: '1', PATH: '' })).toEqual([
      'POSTBACK_PORTS: there is no such setting; did you mean POSTBACK_PORT?',
    ])
  })
})
