import type { Json, JsonObject } from '../../json.ts'
import type { Parameter } from '../parameter.ts'
import type { Reader } from '../view.ts'
import { type ReadSource, type SourcePath, sourceReader } from './source.ts'
import { asText, type Write } from './write.ts'

/** What the parameters of one form are made of. */
export interface Sale {
  readonly reader: Reader
  /** What this reader gets in version 2.0.0: what is hidden there has no way into a form. */
  readonly data: JsonObject
}

/** One parameter of a form: the record that people are shown, and where its text comes from. All of them are texts. */
export type FormParameter = Extract<Parameter, { readonly type: 'string' }> & {
  /** Where its value lies; of several, the first that is there. Empty: the sale itself decides. */
  readonly from: readonly SourcePath[]
  /** Sent as `name=` when there is nothing to say, as receivers know it from Hotmart. */
  readonly evenEmpty: boolean
  readonly text: (sale: Sale) => string | undefined
}

type SparseFormParameter = FormParameter extends infer P
  ? P extends FormParameter
    ? Omit<P, 'type' | 'since' | 'input' | 'from' | 'evenEmpty' | 'text'> &
        Partial<Pick<P, 'since' | 'evenEmpty'>> &
        TextOrigin
    : never
  : never

type TextOrigin =
  | { readonly from: SourcePath | readonly SourcePath[]; readonly write?: Write<Sale> }
  | { readonly from?: never; readonly says: (sale: Sale) => string | undefined }

/** Records with what most of them say filled in: a text, there from the beginning, left out when it would be empty. */
export function formParameters(...sparse: readonly SparseFormParameter[]): readonly FormParameter[] {
  return sparse.map((record) => {
    const { from, text } = originOf(record)
    return { since: null, evenEmpty: false, ...record, type: 'string', input: 'derived', from, text }
  })
}

function originOf(origin: TextOrigin): Pick<FormParameter, 'from' | 'text'> {
  if (origin.from === undefined) return { from: [], text: origin.says }
  const from = typeof origin.from === 'string' ? [origin.from] : origin.from
  return { from, text: textFrom(sourceReader(from), origin.write ?? asText) }
}

function textFrom(read: ReadSource, write: Write<Sale>): FormParameter['text'] {
  return (sale) => {
    const value: Json | undefined = read(sale.data)
    return value === undefined ? undefined : write(value, sale) || undefined
  }
}
