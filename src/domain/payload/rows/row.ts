import { ana } from '../families/person.ts'
import type { LocalText } from '../local-text.ts'
import type { ListLimit, NumberLimit, Parameter, TextLimit } from '../parameter.ts'
import { type Section, translated, type WordPath } from '../words/words.ts'
import { format } from './format.ts'
import * as limit from './limits.ts'
import { always, when } from './presence.ts'

/**
 * One field as the dictionary writes it: kind, path, description, example, and what differs from the kind. The two types are for the
 * compiler alone. `Untranslated` is the path that the word files must have; never, if the description is in all languages already.
 * `Origin` is what rows of version 1.0.0 must say of where their values come from.
 */
export interface Row<Untranslated extends string = string, Origin = unknown> {
  readonly path: string
  readonly description: string | LocalText
  readonly untranslated?: Untranslated
  readonly origin?: Origin
}

/** What a row can add to its kind. The defaults: sent to affiliates, always reported by Hotmart, there from the beginning. */
export type Traits = Partial<
  Pick<
    Parameter,
    'presence' | 'affiliate' | 'since' | 'only' | 'except' | 'notCarriedInto' | 'versions' | 'input' | 'format'
  >
>

export const required = { presence: always, input: 'required' } as const
export const derived = { presence: always, input: 'derived' } as const

/** Rows with traits in common. The traits of the row itself take precedence. */
export function sharing<const Rows extends readonly Row[]>(traits: Traits, ...rows: Rows): Rows {
  return rows.map((row) => ({ ...traits, ...row })) as unknown as Rows
}

/** The records of rows whose words stand in the section. */
export function fields<S extends Section>(section: S, ...rows: readonly Row<WordPath<S>>[]): readonly Parameter[] {
  return rows.map((row) => ({
    presence: when.reported,
    affiliate: 'yes',
    since: null,
    input: 'optional',
    ...inAllLanguages(section, row),
  })) as unknown as readonly Parameter[]
}

/** The same for rows whose paths begin at `data`. */
export function dataFields<S extends Section>(section: S, ...rows: readonly Row<WordPath<S>>[]): readonly Parameter[] {
  return fields(section, ...rows).map((parameter) => ({ ...parameter, path: `data.${parameter.path}` }))
}

export function inAllLanguages<S extends Section>(section: S, row: Row<WordPath<S>>): Row {
  const { path, description } = row
  if (typeof description !== 'string') return row
  return { ...row, description: translated(section, path as WordPath<S>, description) }
}

type RowOf<Path extends string, Description, Origin> = Row<Description extends string ? Path : never, Origin>
/** A last argument that can be left out where nothing in it has to be given. */
type Rest<More> = Record<never, never> extends More ? [more?: More] : [more: More]

/** A kind whose rows each have an example of their own. */
export function kind<Example, More, Origin = unknown>(content: object, asFormat: LocalText) {
  return <const P extends string, const D extends string | LocalText>(
    path: P,
    description: D,
    example: Example,
    ...[more]: Rest<More>
  ): RowOf<P, D, Origin> => {
    const row = { ...content, format: asFormat, path, description, example, ...more }
    return row
  }
}

/** A kind whose rows have the same example, unless one says otherwise. */
function kindLike<Example, More, Origin>(example: Example, content: object, asFormat: LocalText) {
  return <const P extends string, const D extends string | LocalText>(
    path: P,
    description: D,
    ...[more]: Rest<More & { readonly example?: Example }>
  ): RowOf<P, D, Origin> => {
    const row = { ...content, format: asFormat, path, description, example, ...more }
    return row
  }
}

/** The kinds of fields, by what a value means. */
export function kindsOf<Origin>() {
  type More<Own> = Traits & Own & Origin
  type Limited<Limit> = More<{ readonly limit?: Limit }>
  type Plain = More<unknown>
  type Choice = More<{ readonly enum: readonly string[]; readonly accepts?: readonly string[] }>

  const text = (most: TextLimit, asFormat: LocalText) =>
    kind<string, Limited<TextLimit>, Origin>({ type: 'string', limit: most }, asFormat)
  const textLike = (example: string, most: TextLimit, asFormat: LocalText) =>
    kindLike<string, Limited<TextLimit>, Origin>(example, { type: 'string', limit: most }, asFormat)
  const number = (type: 'integer' | 'number', between: NumberLimit, asFormat: LocalText) =>
    kind<number, Limited<NumberLimit>, Origin>({ type, limit: between }, asFormat)
  const integer = (between: NumberLimit, asFormat: LocalText) => number('integer', between, asFormat)
  const list = { type: 'object', limit: { maxItems: 50 } }

  return {
    object: kindLike<null, Plain, Origin>(null, { type: 'object' }, format.object),
    list: kindLike<null, Limited<ListLimit>, Origin>(null, list, format.list),
    /** Handed on as it is: its structure is not published. */
    open: kindLike<null, Plain, Origin>(null, { type: 'open' }, format.open),
    flag: kind<boolean, Plain, Origin>({ type: 'boolean' }, format.boolean),
    /** One of a list of values that can grow. */
    choice: kind<string, Choice, Origin>({ type: 'string', others: limit.otherValue }, format.upperSnakeCase),
    closedChoice: kind<string, Choice, Origin>({ type: 'string' }, format.upperSnakeCase),

    text: text(limit.name, format.text),
    place: text(limit.place, format.text),
    tag: text(limit.tag, format.text),
    code: text(limit.code, format.code),
    uuid: text(limit.code, format.uuid),
    url: text(limit.url, format.url),
    phone: text(limit.phone, format.digits),
    document: text(limit.document, format.documentNumber),
    dateTime: text(limit.moment, format.dateTime),
    personName: textLike(ana.name, limit.name, format.text),
    email: textLike(ana.email, limit.email, format.email),
    currency: textLike('BRL', limit.currency, format.currency),
    country: textLike('BR', limit.country, format.countryCode),
    transaction: textLike('HP16015479281022', limit.code, format.transaction),
    affiliateCode: textLike('Q58388177J', limit.code, format.affiliateCode),
    subscriberCode: textLike('I9OT62C3', limit.subscriberCode, format.subscriberCode),
    hottok: textLike('fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e', { maxLength: 128 }, format.token),

    wholeNumber: integer(limit.wholeNumber, format.integer),
    days: integer(limit.days, format.integer),
    dayOfMonth: integer({ minimum: 1, maximum: 31 }, format.dayOfMonth),
    milliseconds: integer(limit.milliseconds, format.milliseconds),
    wholeSeconds: integer(limit.wholeSeconds, format.wholeSeconds),
    money: number('number', limit.money, format.money),
    signedMoney: number('number', limit.signedMoney, format.money),
  }
}

/** For rows whose values are sent as they are reported. */
export const field = kindsOf<unknown>()
