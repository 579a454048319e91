import { isJsonObject, type Json, type JsonObject } from '../../text/json.ts'

/**
 * Where the value of a parameter lies in the data that the platform reports, which has the form of version 2.0.0:
 * `data.purchase.price.value`. `[]` is the first entry of a list, `[MARKETPLACE]` the first one of that source, `[current]` and
 * `[!current]` the first one that says so, or does not.
 */
export type SourcePath = `data.${string}`

export type ReadSource = (data: JsonObject) => Json | undefined

/** Reads the first of the paths that leads to a value; null is none. */
export function sourceReader(paths: readonly SourcePath[]): ReadSource {
  const routes = paths.map(routeOf)
  const [only] = routes
  if (routes.length === 1 && only) return (data) => follow(only, data)
  return (data) => {
    for (const route of routes) {
      const value = follow(route, data)
      if (value !== undefined) return value
    }
    return undefined
  }
}

/** A path as the dictionary of version 2.0.0 names it: without the choice of an entry. */
export function dictionaryPath(path: SourcePath): string {
  return path.replaceAll(/\[[^\]]*\]/g, '[]')
}

/** A key of an object, or what the entry of a list that is meant looks like. */
type Step = string | ((entry: JsonObject) => boolean)

function routeOf(path: SourcePath): readonly Step[] {
  return path
    .split('.')
    .slice(1)
    .flatMap((part): Step[] => {
      const [key = '', choice] = part.replace(']', '').split('[')
      return choice === undefined ? [key] : [key, choiceOf(choice)]
    })
}

function follow(route: readonly Step[], data: JsonObject): Json | undefined {
  let value: Json | undefined = data
  for (const step of route) {
    if (typeof step === 'string') value = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined
    else value = Array.isArray(value) ? value.find((one: Json) => isJsonObject(one) && step(one)) : undefined
    if (value === undefined || value === null) return undefined
  }
  return value
}

function choiceOf(choice: string): (entry: JsonObject) => boolean {
  switch (choice) {
    case '':
      return () => true
    case 'current':
      return ({ current }) => current === true
    case '!current':
      return ({ current }) => current !== true
    default:
      return ({ source }) => source === choice
  }
}
