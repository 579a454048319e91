import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startApp } from '../../src/app.ts'
import { readSettings } from '../../src/settings.ts'
import { SqliteStore } from '../../src/store/sqlite.ts'

/** The keys in the data directory: how they are made, when they are missing, and who can read them. */

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'postback-keys-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const file = (name: string) => join(directory, name)

async function start(environment: Readonly<Record<string, string>> = {}) {
  const lines: string[] = []
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
  const settings = readSettings({ POSTBACK_DATA_DIR: directory, POSTBACK_PORT: '0', ...environment })
  const app = await startApp(settings, { log })
  await app.stop()
  return lines.map((line) => JSON.parse(line))
}

describe('a store whose key file is missing', () => {
  it.each([
    { name: 'secret.key', setting: 'POSTBACK_SECRET' },
    { name: 'platform.key', setting: 'POSTBACK_PLATFORM_KEY' },
  ])('does not start without $name, makes no new one, and starts when it is back', async ({ name, setting }) => {
    await start()
    renameSync(file(name), file('elsewhere'))
    const before = readdirSync(directory)
    const missing = `${file(name)} is missing`
    await expect(start()).rejects.toThrow(missing)
    await expect(start()).rejects.toThrow(`Bring the file back from the backup, or set ${setting} or ${setting}_FILE`)
    expect(readdirSync(directory)).toEqual(before)
    renameSync(file('elsewhere'), file(name))
    await start()
  })

  it('starts with the key in the variable', async () => {
    await start({ POSTBACK_SECRET: 's'.repeat(32), POSTBACK_PLATFORM_KEY: 'p'.repeat(32) })
    await expect(start()).rejects.toThrow(`${file('secret.key')} is missing`)
    await expect(start({ POSTBACK_SECRET: 's'.repeat(32) })).rejects.toThrow(`${file('platform.key')} is missing`)
    // A lost platform key is replaced, not restored.
    await start({ POSTBACK_SECRET: 's'.repeat(32), POSTBACK_PLATFORM_KEY: 'q'.repeat(32) })
  })

  it('counts as new until a value has been sealed in it, so a start after an early kill makes the key', async () => {
    const store = new SqliteStore({ directory })
    await store.start()
    await store.stop()
    await start()
    expect(readdirSync(directory)).toEqual(expect.arrayContaining(['platform.key', 'secret.key']))
  })
})

describe('a wrong master key', () => {
  it('is named by its file', async () => {
    await start()
    writeFileSync(file('secret.key'), 'w'.repeat(43))
    await expect(start()).rejects.toThrow(`${file('secret.key')} is not the key that the secrets in this store`)
  })

  it('is named by its variable', async () => {
    await start({ POSTBACK_SECRET: 's'.repeat(32) })
    await expect(start({ POSTBACK_SECRET: 'w'.repeat(32) })).rejects.toThrow(/^POSTBACK_SECRET is not the key that/)
    writeFileSync(file('mounted'), 'w'.repeat(32))
    await expect(start({ POSTBACK_SECRET_FILE: file('mounted') })).rejects.toThrow(
      `${file('mounted')} (POSTBACK_SECRET_FILE) is not the key that`,
    )
  })
})

describe('files that other users of the machine could read', () => {
  it('are closed to them, copies too, and logged once', async () => {
    await start()
    copyFileSync(file('postback.db'), file('postback.db.bak'))
    copyFileSync(file('secret.key'), file('old-secret.key'))
    writeFileSync(file('notes.txt'), 'not ours')
    symlinkSync(file('notes.txt'), file('linked.key'))
    const open = ['old-secret.key', 'platform.key', 'postback.db', 'postback.db.bak', 'secret.key']
    for (const name of [...open, 'notes.txt']) chmodSync(file(name), 0o644)
    chmodSync(directory, 0o755)
    const [line, ...others] = await start()
    expect(line).toMatchObject({ msg: expect.stringContaining('could read'), files: [directory, ...open.map(file)] })
    expect(others).toEqual([])
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    for (const name of open) expect(statSync(file(name)).mode & 0o777).toBe(0o600)
    expect(statSync(file('notes.txt')).mode & 0o777).toBe(0o644)
    expect(await start()).toEqual([])
  })

  it('are logged with the remedy in a directory that all users share, which we do not close', async () => {
    chmodSync(directory, 0o1777)
    const [line, ...others] = await start()
    expect(line).toMatchObject({ msg: expect.stringContaining('chmod go-rwx'), files: [directory] })
    expect(others).toEqual([])
    expect(statSync(directory).mode & 0o7777).toBe(0o1777)
  })
})
