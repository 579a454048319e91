import type { EventName } from '../event.ts'
import { isJsonObject, type Json, type JsonObject, valueAt } from '../text/json.ts'
import { forEveryEvent, reportedParameters } from './dictionary.ts'

/** For each event, paths below `data` to the fields that it does not take over from earlier updates. */
const notCarried = forEveryEvent((event) =>
  reportedParameters[event]
    .filter(({ notCarriedInto }) => notCarriedInto?.includes(event))
    .map(({ path }) => path.split('.').slice(1)),
)

/**
 * The event's data as it is sent. Values of earlier updates that contradict the event's status are left out: a purchase that was
 * cancelled is sent without the moment of its approval. Fields reported with the event itself are sent unchanged.
 * @param merged the data of this update and of earlier ones
 * @param reported the data of this update alone
 */
export function withoutContradicted(event: EventName, merged: JsonObject, reported: JsonObject): JsonObject {
  return notCarried[event].reduce((data, path) => (isGiven(reported, path) ? data : without(data, path)), merged)
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
