import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Timings } from '../../domain/delivery/reply.ts'
import { headersFrom, headersText, timingsFrom, timingsText } from './attempt-texts.ts'

const usual = [
  ['Date', 'Mon, 05 Jan 2026 12:00:00 GMT'],
  ['content-type', 'application/json'],
  ['SERVER', 'x'],
  ['X-Own', '1'],
  ['Set-Cookie', 'a=1'],
  ['Set-Cookie', 'b=2'],
] as const

describe('headers of an answer', () => {
  const names = fc.oneof(fc.string(), fc.constantFrom('Date', 'date', 'DATE', 'ETag', 'etag', 'cf-ray', '1', '-1', ''))

  it('come back with their names as they were sent, and in their order', () => {
    expect(headersFrom(headersText(usual))).toEqual(usual)
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.string({ unit: 'binary' }))), (headers) => {
        expect(headersFrom(headersText(headers))).toEqual(headers)
      }),
    )
  })

  it('are read as they were written before', () => {
    expect(headersFrom(JSON.stringify(usual))).toEqual(usual)
    expect(headersFrom('[]')).toEqual([])
  })

  it('have a form that never changes', () => {
    expect(headersText(usual)).toBe(
      '[1,"Mon, 05 Jan 2026 12:00:00 GMT",-3,"application/json","SERVER","x","X-Own","1",19,"a=1",19,"b=2"]',
    )
  })
})

describe('timings', () => {
  const phase = fc.option(fc.integer({ min: 0, max: 60_000_000 }), { nil: undefined })
  const keys = ['dnsMs', 'connectMs', 'tlsMs', 'firstByteMs', 'bodyMs'] as const

  it('come back to the microsecond, without the phases that the attempt did not come to', () => {
    fc.assert(
      fc.property(
        fc.tuple(phase, phase, phase, phase, phase),
        fc.nat(60_000_000),
        fc.boolean(),
        (some, total, reused) => {
          const taken = keys.flatMap((key, i) => (some[i] === undefined ? [] : [[key, (some[i] ?? 0) / 1000]]))
          const timings: Timings = { ...Object.fromEntries(taken), totalMs: total / 1000, reusedConnection: reused }
          expect(timingsFrom(timingsText(timings))).toStrictEqual(timings)
        },
      ),
    )
    expect(timingsFrom(timingsText({ totalMs: 1.234567891, reusedConnection: true }))).toStrictEqual({
      totalMs: 1.235,
      reusedConnection: true,
    })
  })

  it('are read as they were written before', () => {
    const before = { dnsMs: 0.1234567, totalMs: 12, reusedConnection: false }
    expect(timingsFrom(JSON.stringify(before))).toEqual(before)
  })
})
