import fc from 'fast-check'
import { expect, it } from 'vitest'
import { momentTextOf } from './moment.ts'

const upTo = (most: number) => fc.integer({ min: 0, max: most }).map((number) => String(number).padStart(2, '0'))

it('a moment in any form is written in one form', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9999 }),
      upTo(13),
      upTo(32),
      upTo(25),
      upTo(61),
      upTo(61),
      (year, ...rest) => {
        const [month, day, hour, minute, second] = rest
        const text = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`
        const known = momentTextOf(`${text}Z`)
        expect(known).toBe(momentTextOf(`${text}.000Z`))
        expect(known).toBe(momentTextOf(`${text}+00:00`))
      },
    ),
    { numRuns: 2_000 },
  )
})

it.each([
  ['2026-01-15T12:00:00Z', '2026-01-15T12:00:00Z'],
  ['2026-01-15T09:00:00.999-03:00', '2026-01-15T12:00:00Z'],
  ['2026-01-15', '2026-01-15T00:00:00Z'],
  ['2026-01-15T24:00:00Z', '2026-01-16T00:00:00Z'],
  ['2026-13-01T00:00:00Z', undefined],
  ['2026-01-15T12:00:00', undefined],
])('%s is written as %s', (text, expected) => expect(momentTextOf(text)).toBe(expected))
