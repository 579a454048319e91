import { describe, expect, it } from 'vitest'
import type { Entry } from '../../contract/ledger.ts'
import type { AttemptOutcome, RecordResult } from '../../contract/work.ts'
import { packEntries, packOutcomes, packResults, unpackEntries, unpackOutcomes, unpackResults } from './packing.ts'

const body = (text: string) => ({
  version: '2.0.0',
  view: 'producer',
  contentType: 'application/json',
  text,
  hottokAt: 1,
})

describe('packing', () => {
  it('gives entries back as they were, each with its own bodies', () => {
    const entries = [
      { subject: { kind: 'itself' }, basedOn: { revision: 0, accounts: new Map([['a', 1]]) }, event: null },
      {
        basedOn: { revision: 3, accounts: new Map() },
        event: { previous: null, bodies: [body('{"a":"ü\u2028"}'), body('')] },
      },
      { basedOn: { revision: 1, accounts: new Map([['b', 2]]) }, event: { previous: 'x', bodies: [body('third')] } },
    ] as unknown as Entry[]
    expect(unpackEntries(structuredClone(packEntries(entries)))).toEqual(entries)
  })

  it('gives outcomes back as they were, and copies no more of a buffer than the body of the answer', () => {
    const attempt = (responseBody: Uint8Array) => ({ number: 1, responseHeaders: [['a', 'b']], responseBody })
    const pool = Buffer.alloc(65_536, 'x')
    const outcomes = [
      { attempt: attempt(new Uint8Array()), next: { kind: 'delivered' } },
      { attempt: attempt(pool.subarray(7, 9)), next: { kind: 'delivered' } },
    ] as unknown as AttemptOutcome[]
    const packed = packOutcomes(outcomes)
    expect(packed.bodies.get(1)?.buffer.byteLength).toBe(2)
    const [first, second] = unpackOutcomes(structuredClone(packed))
    expect(first).toEqual(outcomes[0])
    expect(Buffer.from(second?.attempt.responseBody ?? []).toString()).toBe('xx')
  })

  it('gives results back as they were, errors included', () => {
    const late: RecordResult = { kind: 'late', delivery: null }
    const broken: RecordResult = { kind: 'broken', error: new RangeError('too long') }
    expect(unpackResults(structuredClone(packResults([late])))).toEqual([late])
    expect(unpackResults(structuredClone(packResults([late, broken])))).toEqual([late, broken])
  })
})
