import { describe, expect, it } from 'vitest'
import type { Entry } from '../../contract/ledger.ts'
import type { AttemptOutcome } from '../../contract/work.ts'
import type { Recorded } from '../hot/record.ts'
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

  it('gives outcomes back with what is recorded of them, and copies no more of a buffer than the body of the answer', () => {
    const attempt = (responseBody: Uint8Array) => ({ number: 1, responseHeaders: [['a', 'b']], responseBody })
    const [delivery, next] = [{ id: 'd', accountId: 'a' }, { kind: 'delivered' }]
    const pool = Buffer.alloc(65_536, 'x')
    const outcomes = [
      { delivery, attempt: attempt(new Uint8Array()), next },
      { delivery, attempt: attempt(pool.subarray(7, 9)), next },
    ] as unknown as AttemptOutcome[]
    const packed = packOutcomes(outcomes)
    expect(packed.bodies.get(1)?.buffer.byteLength).toBe(2)
    const [first, second] = unpackOutcomes(structuredClone(packed))
    expect(first).toEqual(outcomes[0])
    expect(Buffer.from(second?.attempt.responseBody ?? []).toString()).toBe('xx')
  })

  it('puts what has changed of a delivery to what was known of it, and passes errors on', () => {
    const outcomes = [
      { delivery: { id: 'd', attempts: 0 } },
      { delivery: { id: 'e' } },
      {},
    ] as unknown as AttemptOutcome[]
    const moved = { kind: 'recorded', delivery: { attempts: 1 } } as unknown as Recorded
    const late: Recorded = { kind: 'late', delivery: null }
    const broken: Recorded = { kind: 'broken', error: new RangeError('too long') }
    const expected = [{ kind: 'recorded', delivery: { id: 'd', attempts: 1 } }, late]
    expect(unpackResults(structuredClone(packResults([moved, late])), outcomes)).toEqual(expected)
    expect(unpackResults(structuredClone(packResults([moved, late, broken])), outcomes)).toEqual([...expected, broken])
  })
})
