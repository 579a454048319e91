import type { ConfigurationInput } from '@postback/sdk'

/** The fields of a configuration, in the order of the form. */
export const editedFields = [
  'name',
  'events',
  'productId',
  'url',
  'version',
  'hottokInBody',
  'maxPerSecond',
] as const satisfies readonly (keyof ConfigurationInput)[]
export type EditedField = (typeof editedFields)[number]

export type Edited = Required<ConfigurationInput>

/** The fields in which the two differ. */
export function differences(a: Edited, b: Edited): EditedField[] {
  return editedFields.filter((field) => comparable(a, field) !== comparable(b, field))
}

/** What has to be sent so that `before` becomes `wanted`. */
export function changeOf(before: Edited, wanted: Edited): Partial<Edited> {
  return Object.fromEntries(differences(before, wanted).map((field) => [field, wanted[field]]))
}

/** Two edits of the same configuration. */
export interface MergedEdits {
  /** Changed by both, and not in the same way: the reader chooses. */
  readonly contested: readonly EditedField[]
  /** Changed by the others only. */
  readonly taken: readonly EditedField[]
}

export function mergeEdits({ before, mine, theirs }: Record<'before' | 'mine' | 'theirs', Edited>): MergedEdits {
  const byMe = new Set(differences(before, mine))
  const byThem = differences(before, theirs)
  const unlike = new Set(differences(mine, theirs))
  return {
    contested: byThem.filter((field) => byMe.has(field) && unlike.has(field)),
    taken: byThem.filter((field) => !byMe.has(field)),
  }
}

function comparable(edited: Edited, field: EditedField): string {
  return JSON.stringify(field === 'events' ? edited.events.toSorted() : edited[field])
}
