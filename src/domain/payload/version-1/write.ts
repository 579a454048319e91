import type { Json } from '../../text/json.ts'
import { momentText, momentTextOf } from '../moment.ts'

/** Writes a value of the data as a text of a form. Undefined: the value has no text, so nothing is sent. */
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
  // This path takes nearly every amount, and is a hundred times faster than the one below.
  const found = /^(-?\d+)(?:\.(\d\d?))?$/.exec(text)
  return found ? `${found[1]}.${(found[2] ?? '').padEnd(2, '0')}` : money.format(text)
}

/** All digits, unrounded: a rounded rate would be useless. */
export function asDecimal(value: Json): string | undefined {
  return typeof value === 'number' ? rate.format(decimal(value)) : undefined
}

/** Milliseconds as `2026-01-15T12:00:00Z`. The fraction of a second is cut off, since Hotmart never sends it. */
export function asMoment(value: Json): string | undefined {
  return typeof value === 'number' ? momentText(value) : undefined
}

/** A date in any form of ISO 8601 with a zone, as `2026-01-15T12:00:00Z`. */
export function asMomentOfText(value: Json): string | undefined {
  return typeof value === 'string' ? momentTextOf(value) : undefined
}

export function asLowerCase(value: Json): string | undefined {
  return typeof value === 'string' ? asText(value.toLowerCase()) : undefined
}

/** One text for each known value. An unknown value is written in the style of the known ones. */
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

/** A count; 0 is left out. */
export function asCount(value: Json): string | undefined {
  return value === 0 ? undefined : asText(value)
}

const plainNumber = { useGrouping: false, signDisplay: 'negative' } as const
const money = new Intl.NumberFormat('en', { ...plainNumber, minimumFractionDigits: 2, maximumFractionDigits: 2 })
const rate = new Intl.NumberFormat('en', { ...plainNumber, maximumFractionDigits: 20 })

/** Intl reads the digits of a text as written: 1.005 is 1.005, not the double a little below it. */
function decimal(value: number): `${number}` {
  return String(value) as `${number}`
}
