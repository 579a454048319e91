import type { EventName } from '../event.ts'
import { isJsonObject, type Json, type JsonObject, valueAt } from '../text/json.ts'
import { forEveryEvent, reportedParameters } from './dictionary.ts'

/** Ways from `data` to the fields that an event does not take over from what was known before it. */
const left = forEveryEvent((event) =>
  reportedParameters[event]
    .filter(({ notCarriedInto }) => notCarriedInto?.includes(event))
    .map(({ path }) => path.split('.').slice(1)),
)

/**
 * The document as an event sends it: without what earlier updates said and this status contradicts, such as a moment of approval
 * in a purchase that was refused. What is reported with the event itself is sent as it is.
 * @param reported the update, as it came
 */
export function withoutCarried(event: EventName, document: JsonObject, reported: JsonObject): JsonObject {
  return left[event].reduce((data, path) => (isGiven(reported, path) ? data : without(data, path)), document)
}

function isGiven(data: JsonObject, path: readonly string[]): boolean {
  return (valueAt(data, ...path) ?? null) !== null
}

function without(data: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  const value = data[key]
  if (value === undefined) return data
  if (rest.length === 0) {
    const { [key]: _, ...others } = data
    return others
  }
  const inner: Json = isJsonObject(value) ? without(value, rest) : value
  return inner === value ? data : { ...data, [key]: inner }
}
