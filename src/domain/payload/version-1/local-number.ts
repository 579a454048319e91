import { type Json, type JsonObject, valueAt } from '../../text/json.ts'

/**
 * A telephone number without the area code. Version 2.0.0 sends the whole number, and the area code once more beside it; this
 * version sends the two parts, which receivers put together again. A number that cannot hold the code is taken as it is: 912345678
 * is one of area 91 only if there are more digits to it.
 */
export function localNumber(number: Json, data: JsonObject): string | undefined {
  if (typeof number !== 'string') return undefined
  const code = valueAt(data, 'buyer', 'checkout_phone_code')
  const whole = typeof code === 'string' && code !== '' && number.startsWith(code) && number.length >= shortestWhole
  return whole ? number.slice(code.length) : number
}

/** Two digits of an area in Brazil and eight of a fixed line. */
const shortestWhole = 10
