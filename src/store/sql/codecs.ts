import { type Uuid, uuidFromBytes } from '../../domain/ids.ts'

/** Decodes values that databases store in different forms. */

/** An id: 16 bytes, or its text. */
export type StoredId = Uint8Array | Uuid

export function idFrom(stored: StoredId): Uuid {
  return typeof stored === 'string' ? stored : uuidFromBytes(stored)
}

export function idOrNullFrom(stored: StoredId | null): Uuid | null {
  return stored === null ? null : idFrom(stored)
}

/** A boolean, or a number in its place. */
export function truthFrom(stored: number | boolean): boolean {
  return Boolean(stored)
}
