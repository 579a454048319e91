import type { Json, JsonObject } from '../../json.ts'
import type { Parameter } from '../parameter.ts'
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

type Frequent = 'since' | 'input' | 'from' | 'value'
type SparseJsonParameter = JsonParameter extends infer P
  ? P extends JsonParameter
    ? Omit<P, Frequent> & { readonly from?: SourcePath; readonly says?: (facts: Facts) => Json | undefined }
    : never
  : never

/** Records with what most of them say filled in: there from the beginning, and as the data have it. */
export function jsonParameters(...sparse: readonly SparseJsonParameter[]): readonly JsonParameter[] {
  return sparse.map(({ from, says, ...record }) => {
    const read = from === undefined ? () => undefined : sourceReader([from])
    return {
      ...record,
      since: null,
      input: 'derived',
      from: from === undefined ? [] : [from],
      value: says ?? (({ data }) => read(data)),
    } as JsonParameter
  })
}
