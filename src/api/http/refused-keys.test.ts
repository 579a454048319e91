import { describe, expect, it } from 'vitest'
import { eventually } from '../../../test/support/harness.ts'
import { RefusedKeys } from './refused-keys.ts'

function begin(limits: { periodMs?: number; callersMax?: number } = {}) {
  const lines: object[] = []
  const log = { warn: (line: object) => void lines.push(line) }
  return { lines, keys: new RefusedKeys({ log, periodMs: 60_000, callersMax: 10, ...limits }) }
}

describe('refused keys', () => {
  it('log one line for each caller and kind at once, then one count per period', async () => {
    const { lines, keys } = begin({ periodMs: 100 })
    for (const _ of [1, 2, 3]) keys.note('192.0.2.1', 'platform-key')
    keys.note('192.0.2.1', 'access-token')
    keys.note('192.0.2.2', 'platform-key')
    const first = [
      { caller: '192.0.2.1', kind: 'platform-key', count: 1 },
      { caller: '192.0.2.1', kind: 'access-token', count: 1 },
      { caller: '192.0.2.2', kind: 'platform-key', count: 1 },
    ]
    expect(lines).toEqual(first)
    await eventually(
      async () => lines.length,
      (count) => count > 3,
    )
    expect(lines.slice(3)).toEqual([{ caller: '192.0.2.1', kind: 'platform-key', count: 2 }])
  })

  it('are counted together for callers above the limit', () => {
    const { lines, keys } = begin({ callersMax: 2 })
    for (let i = 1; i <= 10; i++) keys.note(`192.0.2.${i}`, 'client-credential')
    keys.note('192.0.2.1', 'client-credential')
    keys.stop()
    expect(lines).toEqual([
      { caller: '192.0.2.1', kind: 'client-credential', count: 1 },
      { caller: '192.0.2.2', kind: 'client-credential', count: 1 },
      { caller: 'others', kind: 'client-credential', count: 1 },
      { caller: '192.0.2.1', kind: 'client-credential', count: 1 },
      { caller: 'others', kind: 'client-credential', count: 7 },
    ])
  })
})
