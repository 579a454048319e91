import { Type } from 'typebox'
import { isUuid, type Uuid } from '../domain/ids.ts'
import { refuseAt } from './times.ts'

/** Lists answer `{data, nextCursor}`. A cursor is opaque to callers, and valid only for the list it came from. */

export const limitDefault = 50
export const limitMax = 250

export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: limitMax, description: 'Most rows to answer; 50 if absent.' }),
  ),
  cursor: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'nextCursor of the page before; absent: the first page.',
    }),
  ),
}

export interface Page<T> {
  readonly data: T[]
  readonly nextCursor: string | null
}

/** @param list the name of the list, so that a cursor of another list is refused */
export function writeCursor(list: string, place: string): string {
  return Buffer.from(`${list}:${place}`).toString('base64url')
}

/** @throws Refusal invalid_request */
export function readCursor<Place>(
  list: string,
  cursor: string | undefined,
  parse: (place: string) => Place | null,
): Place | null {
  if (cursor === undefined) return null
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const place = text.startsWith(`${list}:`) ? parse(text.slice(list.length + 1)) : null
  if (place === null) {
    throw refuseAt('?cursor', 'is not a cursor of this list: send nextCursor of the page before, or leave it out')
  }
  return place
}

/** For lists whose places are ids. @throws Refusal invalid_request */
export function readIdCursor(list: string, cursor: string | undefined): Uuid | null {
  return readCursor<Uuid>(list, cursor, (place) => (isUuid(place) ? place : null))
}

/** `rows` has one row more than `limit` if there is a next page. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  list: string,
  placeOf: (row: Row) => string,
  show: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const more = rows.length > limit && last !== undefined
  return { data: shown.map(show), nextCursor: more ? writeCursor(list, placeOf(last)) : null }
}
