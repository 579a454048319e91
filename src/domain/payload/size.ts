import type { LocalText } from './local-text.ts'
import { nestingMax, type Parameter } from './parameter.ts'

/** The size column of the documentation: the limit that input checks enforce, in words. */
export function sizeOf(parameter: Parameter): LocalText {
  switch (parameter.type) {
    case 'string':
      return { en: parameter.enum ? sizeOfChoice(parameter.enum) : sizeOfText(parameter.limit) }
    case 'integer':
    case 'number':
      return { en: `${inDigits(parameter.limit.minimum)} to ${inDigits(parameter.limit.maximum)}` }
    case 'boolean':
      return { en: 'true or false' }
    case 'object':
      return { en: parameter.limit ? `up to ${parameter.limit.maxItems} entries` : 'as its fields' }
    case 'open':
      return { en: `up to ${nestingMax} levels of nesting, counted from data` }
  }
}

function sizeOfText({ minLength = 0, maxLength }: { minLength?: number; maxLength: number }): string {
  if (minLength === maxLength) return `exactly ${maxLength} characters`
  return minLength > 0 ? `${minLength} to ${maxLength} characters` : `up to ${maxLength} characters`
}

function sizeOfChoice(values: readonly string[]): string {
  const longest = Math.max(...values.map((value) => value.length))
  return values.length === 1
    ? `exactly ${longest} characters`
    : `1 of ${values.length} values, up to ${longest} characters`
}

function inDigits(number: number): string {
  return number.toLocaleString('en', { maximumFractionDigits: 2 })
}
