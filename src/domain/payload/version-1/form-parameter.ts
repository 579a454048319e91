import type { Json, JsonObject } from '../../text/json.ts'
import type { Parameter } from '../parameter.ts'
import { format } from '../rows/format.ts'
import { when } from '../rows/presence.ts'
import { inAllLanguages, kind, kindsOf, type Row, type Traits } from '../rows/row.ts'
import type { Reader } from '../view.ts'
import type { Section, WordPath } from '../words/words.ts'
import { type ReadSource, type SourcePath, sourceReader } from './source.ts'
import { asMoment, asMoney, asText, type Write } from './write.ts'

/** The source of the parameters of one form. */
export interface Sale {
  readonly reader: Reader
  /** The data that this reader gets in version 2.0.0: a field hidden there cannot reach a form. */
  readonly data: JsonObject
}

/** One parameter of a form: its documentation record and the source of its text. All parameters are texts. */
export type FormParameter = Extract<Parameter, { readonly type: 'string' }> & {
  /** Paths of its value; the first with a value counts. Empty: the value is computed from the sale. */
  readonly from: readonly SourcePath[]
  /** Sent as `name=` if it has no value, as Hotmart does. */
  readonly evenEmpty: boolean
  readonly text: (sale: Sale) => string | undefined
}

/** The source of a parameter's text, given by its row. Without a text the parameter is left out, unless the row differs. */
export type TextOrigin =
  | {
      readonly from: SourcePath | readonly SourcePath[]
      readonly write?: Write<Sale>
      readonly evenEmpty?: true
      readonly says?: never
    }
  | { readonly from?: never; readonly says: (sale: Sale) => string | undefined }

/** Traits that a row with an origin can add. */
export interface FormRowTraits {
  readonly write?: Write<Sale>
  readonly evenEmpty?: true
}

type FormTraits = Traits & TextOrigin & { readonly limit?: Extract<Parameter, { type: 'string' }>['limit'] }

/** The kinds of parameters: the text kinds of other fields, and texts for values that are no texts in JSON. */
export const form = {
  ...kindsOf<TextOrigin>(),
  /** Up to 999999999999.99, with a sign for corrections. */
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

/** The parameters of rows whose words are in the section. */
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
