import { eventsByVersion } from './event-types.ts'
import { nearest } from './nearest.ts'

/**
 * Invalid options are an error when the receiver is made. Otherwise events under a misspelled name would be answered with 200 and
 * lost, and a misspelled option would skip a check. The mistake would be noticed only when a sale is missing.
 */

const names = [
  'hottok',
  'secrets',
  'toleranceSeconds',
  'on',
  'onUnknown',
  'onError',
  'versions',
  'dedupe',
  'order',
  'answerWithinMs',
  'leaseMs',
  'bodyBytesMax',
  'now',
] as const

const storeMethods = ['hold', 'keep', 'release'] as const

/** @throws TypeError that begins with the name of the option */
export function checkOptions(options: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(options)) {
    if (!(names as readonly string[]).includes(name))
      throw new TypeError(`${name}: no such option.${hint(name, names)}`)
  }
  const versions = checkedVersions(options.versions)
  checkHandlers(options.on, versions)
  for (const name of ['onUnknown', 'onError', 'now'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') throw new TypeError(`${name}: a function.`)
  }
  if (options.order !== undefined && typeof options.order !== 'boolean') throw new TypeError('order: true or false.')
  for (const name of ['answerWithinMs', 'leaseMs', 'bodyBytesMax'] as const) {
    const value = options[name]
    if (value !== undefined && !(typeof value === 'number' && value > 0)) {
      throw new TypeError(`${name}: a number above 0.`)
    }
  }
  checkStore(options.dedupe)
}

function checkedVersions(versions: unknown): readonly (keyof typeof eventsByVersion)[] {
  if (versions === undefined) return ['2.0.0']
  const known = Object.keys(eventsByVersion)
  if (!Array.isArray(versions) || versions.length === 0) {
    throw new TypeError(`versions: a list of ${known.join(' and ')}.`)
  }
  for (const version of versions) {
    if (!known.includes(version))
      throw new TypeError(`versions: there is no ${version}. Known are ${known.join(' and ')}.`)
  }
  return versions as readonly (keyof typeof eventsByVersion)[]
}

function checkHandlers(on: unknown, versions: readonly (keyof typeof eventsByVersion)[]): void {
  if (on === undefined) return
  if (typeof on !== 'object' || on === null || Array.isArray(on)) {
    throw new TypeError('on: an object with a function for each event.')
  }
  const known: readonly string[] = Object.values(eventsByVersion).flat()
  const handled: readonly string[] = versions.flatMap((version) => [...eventsByVersion[version]])
  for (const [event, handler] of Object.entries(on)) {
    if (!known.includes(event)) {
      throw new TypeError(
        `on.${event}: no event of this name.${hint(event, known)} Events newer than the kit go to onUnknown.`,
      )
    }
    if (!handled.includes(event)) {
      throw new TypeError(`on.${event}: version ${versions.join(' and ')} has no such event. Name another in versions.`)
    }
    if (typeof handler !== 'function') throw new TypeError(`on.${event}: a function.`)
  }
}

function checkStore(dedupe: unknown): void {
  if (dedupe === undefined || dedupe === false) return
  const store = dedupe as Readonly<Record<string, unknown>> | null
  if (typeof store === 'object' && store !== null && storeMethods.every((name) => typeof store[name] === 'function'))
    return
  throw new TypeError(`dedupe: a store with ${storeMethods.join(', ')}, such as memoryStore(), or false.`)
}

function hint(name: string, among: readonly string[]): string {
  const meant = nearest(name, among)
  return meant === null ? '' : ` Did you mean ${meant}?`
}
