import type { Json, JsonObject } from '../../text/json.ts'
import type { Parameter } from '../parameter.ts'
import { format } from '../rows/format.ts'
import { when } from '../rows/presence.ts'
import { inAllLanguages, kind, kindsOf, type Row, type Traits } from '../rows/row.ts'
import type { Reader } from '../view.ts'
import type { Section, WordPath } from '../words/words.ts'
import { type ReadSource, type SourcePath, sourceReader } from './source.ts'
import { asMoment, asMoney, asText, type Write } from './write.ts'

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

/** What the row of a parameter says of its text. Left out when the text would be empty, unless the row says otherwise. */
export type TextOrigin =
  | {
      readonly from: SourcePath | readonly SourcePath[]
      readonly write?: Write<Sale>
      readonly evenEmpty?: true
      readonly says?: never
    }
  | { readonly from?: never; readonly says: (sale: Sale) => string | undefined }

/** What a row that has its origin already can add. */
export interface FormRowTraits {
  readonly write?: Write<Sale>
  readonly evenEmpty?: true
}

type FormTraits = Traits & TextOrigin & { readonly limit?: Extract<Parameter, { type: 'string' }>['limit'] }

/** The kinds of parameters: those of other fields that are texts, and texts for what is none in JSON. */
export const form = {
  ...kindsOf<TextOrigin>(),
  /** Up to 999999999999.99, and a sign for a correction. */
  decimal: kind<string, FormTraits, TextOrigin>(
    { type: 'string', limit: { minLength: 4, maxLength: 16 }, write: asMoney },
    format.decimal,
  ),
  digits: kind<string, FormTraits, TextOrigin>({ type: 'string', limit: { maxLength: 16 } }, format.digits),
  moment: kind<string, FormTraits, TextOrigin>(
    { type: 'string', limit: { minLength: 20, maxLength: 20 }, write: asMoment },
    format.dateTime,
  ),
  trueOrFalse: kind<'true' | 'false', FormTraits, TextOrigin>(
    { type: 'string', enum: ['true', 'false'] },
    format.trueOrFalse,
  ),
}

/** The parameters of rows whose words stand in the section. */
export function formFields<S extends Section>(
  section: S,
  ...rows: readonly Row<WordPath<S>, TextOrigin>[]
): readonly FormParameter[] {
  return rows.map((row) => ({
    presence: when.reportedInVersionOne,
    affiliate: 'yes',
    since: null,
    evenEmpty: false,
    ...inAllLanguages(section, row),
    input: 'derived',
    ...originOf(row as unknown as TextOrigin),
  })) as unknown as readonly FormParameter[]
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
