import { type Json, type JsonObject, valueAt } from '../../text/json.ts'

/**
 * A telephone number without its area code. Version 2.0.0 sends the whole number, and the area code in a second field. Version
 * 1.0.0 sends the two parts, which receivers join again. A number too short to hold the code is left unchanged: 912345678 would
 * need more digits to be a number of area 91.
 */
export function localNumber(number: Json, data: JsonObject): string | undefined {
  if (typeof number !== 'string') return undefined
  const code = valueAt(data, 'buyer', 'checkout_phone_code')
  const whole = typeof code === 'string' && code !== '' && number.startsWith(code) && number.length >= shortestWhole
  return whole ? number.slice(code.length) : number
}

/** Two digits of an area in Brazil and eight of a fixed line. */
const shortestWhole = 10
