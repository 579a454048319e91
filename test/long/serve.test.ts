import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SqliteStore } from '../../src/store/sqlite.ts'
import { startPostbackProcess } from '../support/command-line.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'postback-serve-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

test('serve --clock-is-right trusts a clock that has jumped far ahead since the last start', async () => {
  const store = new SqliteStore({ directory: dataDir })
  await store.start()
  await store.setFact('clock_seen', JSON.stringify({ at: Date.UTC(2020, 0), boot: 'another', upMs: 0 }))
  await store.stop()
  for (const [line, doubts] of [
    ['serve', true],
    ['serve --clock-is-right', false],
  ] as const) {
    const server = startPostbackProcess(line, { POSTBACK_PORT: '0', POSTBACK_DATA_DIR: dataDir })
    await server.whispered(/Data directory: (.*)\n/)
    server.child.kill('SIGTERM')
    expect((await server.ended).output.includes('Nothing is forgotten')).toBe(doubts)
  }
})

test('an unavailable port or host is named in one sentence, with a stack only when debugging', async () => {
  const server = startPostbackProcess('serve', { POSTBACK_PORT: '0', POSTBACK_DATA_DIR: join(dataDir, 'first') })
  const port = new URL((await server.whispered(/listens at (http:\S+);/))[1] ?? '').port
  const taken = { POSTBACK_PORT: port, POSTBACK_DATA_DIR: join(dataDir, 'second') }
  const plain = await startPostbackProcess('serve', taken).ended
  expect(plain.code).toBe(1)
  expect(plain.errors).toMatch(/^Port \d+ of 127\.0\.0\.1 is taken\. .*\n$/)
  expect((await startPostbackProcess('serve', { ...taken, POSTBACK_LOG_LEVEL: 'debug' }).ended).errors).toMatch(
    /\n +at /,
  )
  const nameless = await startPostbackProcess('serve', {
    ...taken,
    POSTBACK_PORT: '0',
    POSTBACK_HOST: 'nowhere.invalid',
  }).ended
  expect(nameless).toMatchObject({ code: 1, errors: expect.stringContaining('Set POSTBACK_HOST to an address') })
  server.child.kill('SIGTERM')
  await server.ended
})
