import type { Json } from '../../text/json.ts'
import { momentText, momentTextOf } from '../moment.ts'

/** Values of the data as the texts that a form holds. Undefined: it cannot be said, so nothing is sent. */
export type Write<Context> = (value: Json, context: Context) => string | undefined

export function asText(value: Json): string | undefined {
  switch (typeof value) {
    case 'string':
      return value === '' ? undefined : value
    case 'number':
    case 'boolean':
      return String(value)
    default:
      return undefined
  }
}

/** Digits after the point, always two: 1500 is `1500.00`. Halves are rounded away from zero, as on an invoice. */
export function asMoney(value: Json): string | undefined {
  if (typeof value !== 'number') return undefined
  const text = decimal(value)
  // Nearly every amount, and a hundred times faster than what follows.
  const found = /^(-?\d+)(?:\.(\d\d?))?$/.exec(text)
  return found ? `${found[1]}.${(found[2] ?? '').padEnd(2, '0')}` : money.format(text)
}

/** All digits and no more: a rate means nothing when it is rounded. */
export function asDecimal(value: Json): string | undefined {
  return typeof value === 'number' ? rate.format(decimal(value)) : undefined
}

/** Milliseconds as `2026-01-15T12:00:00Z`; the fraction of a second is cut off, as it was never seen. */
export function asMoment(value: Json): string | undefined {
  return typeof value === 'number' ? momentText(value) : undefined
}

/** A date that the platform wrote as text, in whatever form of ISO 8601 with a zone, as `2026-01-15T12:00:00Z`. */
export function asMomentOfText(value: Json): string | undefined {
  return typeof value === 'string' ? momentTextOf(value) : undefined
}

export function asLowerCase(value: Json): string | undefined {
  return typeof value === 'string' ? asText(value.toLowerCase()) : undefined
}

/** One text for each of the values that are known; any other is written in the manner of the rest. */
export function asOneOf(
  texts: Readonly<Record<string, string>>,
  otherwise: (value: string) => string,
): (value: Json) => string | undefined {
  return (value) => {
    if (typeof value !== 'string' || value === '') return undefined
    return Object.hasOwn(texts, value) ? texts[value] : otherwise(value)
  }
}

export function inSmallLetters(value: string): string {
  return value.toLowerCase()
}

export function inSmallWords(value: string): string {
  return value.toLowerCase().replaceAll('_', ' ')
}

/** A count; 0 is none. */
export function asCount(value: Json): string | undefined {
  return value === 0 ? undefined : asText(value)
}

const plainNumber = { useGrouping: false, signDisplay: 'negative' } as const
const money = new Intl.NumberFormat('en', { ...plainNumber, minimumFractionDigits: 2, maximumFractionDigits: 2 })
const rate = new Intl.NumberFormat('en', { ...plainNumber, maximumFractionDigits: 20 })

/** Intl takes the digits of a text as they are written: 1.005 is 1.005, and not the double that lies a little below it. */
function decimal(value: number): `${number}` {
  return String(value) as `${number}`
}
