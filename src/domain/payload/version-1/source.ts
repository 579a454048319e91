import { isJsonObject, type Json, type JsonObject } from '../../json.ts'

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

type Step = (value: Json) => Json | undefined

function routeOf(path: SourcePath): readonly Step[] {
  return path
    .split('.')
    .slice(1)
    .flatMap((part) => {
      const [key = '', choice] = part.replace(']', '').split('[')
      return choice === undefined ? [member(key)] : [member(key), entry(choice)]
    })
}

function follow(route: readonly Step[], data: JsonObject): Json | undefined {
  let value: Json | undefined = data
  for (const step of route) {
    value = step(value)
    if (value === undefined || value === null) return undefined
  }
  return value
}

function member(key: string): Step {
  return (value) => (isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined)
}

function entry(choice: string): Step {
  const fits = choiceOf(choice)
  return (value) => (Array.isArray(value) ? value.find((one: Json) => isJsonObject(one) && fits(one)) : undefined)
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
