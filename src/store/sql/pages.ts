import type { Uuid } from '../../domain/ids.ts'

/** The first page of the newest begins below it. With null for "no bound", PostgreSQL could not tell the type of the value. */
export const aboveAllIds: Uuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
