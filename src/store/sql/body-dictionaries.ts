import { readFileSync } from 'node:fs'

/**
 * Compression dictionaries: text that most bodies share, so that a frame of a single body is small too. They contain only
 * made-up examples, since they are in every store. A dictionary never changes: a better one gets the next number, and the old
 * one stays, since the frames written with it need it.
 */
export interface BodyDictionary {
  readonly number: number
  readonly content: Uint8Array
}

const numbers = [1] as const

export const bodyDictionaries: ReadonlyMap<number, BodyDictionary> = new Map(
  numbers.map((number) => [number, { number, content: contentOf(number) }]),
)

/** New frames use this one. */
export const currentDictionary = bodyDictionaries.get(Math.max(...numbers)) as BodyDictionary

function contentOf(number: number): Uint8Array {
  return readFileSync(new URL(`./body-dictionaries/${number}.txt`, import.meta.url))
}
