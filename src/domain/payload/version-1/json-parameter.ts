import type { Json, JsonObject } from '../../text/json.ts'
import type { Parameter } from '../parameter.ts'
import { when } from '../rows/presence.ts'
import { inAllLanguages, kindsOf, type Row } from '../rows/row.ts'
import type { Section, WordPath } from '../words/words.ts'
import { type SourcePath, sourceReader } from './source.ts'

/** What the fields of one JSON body are made of. */
export interface Facts {
  /** What this reader gets in version 2.0.0: what is hidden there has no way into this body. */
  readonly data: JsonObject
  /** Of the product, which events other than purchases do not carry; undefined: not known. */
  readonly productUcode: string | undefined
}

/** One field of a JSON body: the record that people are shown, and where its value comes from. Objects have none of their own. */
export type JsonParameter = Parameter & {
  readonly from: readonly SourcePath[]
  readonly value: (facts: Facts) => Json | undefined
}

/** What the row of a field says of its value. */
export interface ValueOrigin {
  readonly from?: SourcePath
  readonly says?: (facts: Facts) => Json | undefined
}

export const json = kindsOf<ValueOrigin>()

/** The fields of rows whose words stand in the section. */
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
