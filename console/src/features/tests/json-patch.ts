import { isJsonObject, type Json, type JsonObject } from '../../data/asking/json-object.ts'

/**
 * The merge patch (RFC 7396) that makes `after` of `before`. Only what was changed is sent, so that the times and the
 * transaction of a test stay those that the server makes for it.
 */
export function mergePatchBetween(before: JsonObject, after: JsonObject): JsonObject {
  const patch: Record<string, Json> = {}
  for (const key of Object.keys(before)) if (!(key in after)) patch[key] = null
  for (const [key, value] of Object.entries(after)) {
    const old = before[key]
    if (isJsonObject(old) && isJsonObject(value)) {
      const inner = mergePatchBetween(old, value)
      if (Object.keys(inner).length > 0) patch[key] = inner
    } else if (JSON.stringify(old) !== JSON.stringify(value)) patch[key] = value
  }
  return patch
}

/** An object with one member changed, however deep. */
export function withMember(object: JsonObject, path: readonly string[], value: Json): JsonObject {
  const [key, ...rest] = path
  if (key === undefined) return object
  const old = object[key]
  return { ...object, [key]: rest.length === 0 ? value : withMember(isJsonObject(old) ? old : {}, rest, value) }
}

export function memberAt(object: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = object
  for (const key of path) {
    if (!isJsonObject(value)) return undefined
    value = value[key]
  }
  return value
}
