import { type Uuid, uuidFromBytes } from '../../domain/ids.ts'

/** What databases keep in different forms, as it comes out of a row. */

/** An id: 16 bytes, or its text. */
export type StoredId = Uint8Array | Uuid

export function idFrom(stored: StoredId): Uuid {
  return typeof stored === 'string' ? stored : uuidFromBytes(stored)
}

export function idOrNullFrom(stored: StoredId | null): Uuid | null {
  return stored === null ? null : idFrom(stored)
}

/** A truth value: itself, or a number. */
export function truthFrom(stored: number | boolean): boolean {
  return Boolean(stored)
}
