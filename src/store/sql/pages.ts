import type { Uuid } from '../../domain/ids.ts'

/** The upper bound of a first page, newest first. With null for "no bound", PostgreSQL could not infer the type of the value. */
export const aboveAllIds: Uuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
