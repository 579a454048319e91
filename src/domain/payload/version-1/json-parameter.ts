import type { Json, JsonObject } from '../../text/json.ts'
import type { Parameter } from '../parameter.ts'
import { when } from '../rows/presence.ts'
import { inAllLanguages, kindsOf, type Row } from '../rows/row.ts'
import type { Section, WordPath } from '../words/words.ts'
import { type SourcePath, sourceReader } from './source.ts'

/** The source of the fields of one JSON body. */
export interface Facts {
  /** The data that this reader gets in version 2.0.0: a field hidden there cannot reach this body. */
  readonly data: JsonObject
  /** The product's ucode, which only purchases carry in their data; undefined: not known. */
  readonly productUcode: string | undefined
}

/** One field of a JSON body: its documentation record and the source of its value. Objects have no value themselves. */
export type JsonParameter = Parameter & {
  readonly from: readonly SourcePath[]
  readonly value: (facts: Facts) => Json | undefined
}

/** The source of a field's value, given by its row. */
export interface ValueOrigin {
  readonly from?: SourcePath
  readonly says?: (facts: Facts) => Json | undefined
}

export const json = kindsOf<ValueOrigin>()

/** The fields of rows whose words are in the section. */
export function jsonFields<S extends Section>(
  section: S,
  ...rows: readonly Row<WordPath<S>, ValueOrigin>[]
): readonly JsonParameter[] {
  return rows.map((row) => {
    const { from, says, ...record } = inAllLanguages(section, row) as Row & ValueOrigin
    const read = from === undefined ? () => undefined : sourceReader([from])
    return {
      presence: when.reportedInVersionOne,
      affiliate: 'yes',
      since: null,
      ...record,
      input: 'derived',
      from: from === undefined ? [] : [from],
      value: says ?? (({ data }) => read(data)),
    } as unknown as JsonParameter
  })
}
