import { readFileSync } from 'node:fs'

/**
 * What bodies have in common before the first one is written: frames are compressed against it, so that a frame of one body is small
 * too. It is made of made-up examples alone, since it is in every store. A dictionary never changes: a better one gets the next number,
 * and this one stays, or what was written with it could not be read.
 */
export interface BodyDictionary {
  readonly number: number
  readonly content: Uint8Array
}

const numbers = [1] as const

export const bodyDictionaries: ReadonlyMap<number, BodyDictionary> = new Map(
  numbers.map((number) => [number, { number, content: contentOf(number) }]),
)

/** What new frames are written with. */
export const currentDictionary = bodyDictionaries.get(Math.max(...numbers)) as BodyDictionary

function contentOf(number: number): Uint8Array {
  return readFileSync(new URL(`./body-dictionaries/${number}.txt`, import.meta.url))
}
