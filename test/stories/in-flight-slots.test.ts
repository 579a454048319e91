import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { describe, expect, it } from 'vitest'
import { setStage } from '../support/stage.ts'

/** `in-flight.slots` is a hint: deliveries are made even if the file cannot be used. */

const broken = [
  { what: 'on a full disk', make: (path: string) => symlinkSync('/dev/full', path), said: 1 },
  { what: 'a directory', make: (path: string) => mkdirSync(path, { mode: 0o700 }), said: 1 },
  { what: 'a link to no file', make: (path: string) => symlinkSync('/nowhere/at/all', path), said: 1 },
  {
    what: 'full of other bytes',
    make: (path: string) => writeFileSync(path, randomBytes(999_999), { mode: 0o600 }),
    said: 0,
  },
]

describe('a file of attempts under way that is', () => {
  it.each(broken)('$what stops no delivery, and is logged at most once', async ({ make, said }) => {
    const directory = mkdtempSync(join(tmpdir(), 'postback-slots-'))
    make(join(directory, 'in-flight.slots'))
    const lines: string[] = []
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
    const stage = await setStage({ POSTBACK_DATA_DIR: directory }, { log })
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    for (const transaction of ['HP1', 'HP2', 'HP3']) await stage.report('PURCHASE_APPROVED', transaction)
    await stage.deliveries('state=delivered', (all) => all.length === 3)
    expect(lines.filter((line) => line.includes('in-flight.slots cannot be used'))).toHaveLength(said)
    expect(lines).toHaveLength(said)
  })
})
