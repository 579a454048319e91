import { useMemo } from 'react'
import { useChangeSearchText, useSearchText } from './use-search-text.ts'

/** How one filter is written in the address. What cannot be read counts as not set. */
export interface FilterCodec<Value> {
  read(text: string | undefined): Value
  /** undefined: not set. */
  write(value: Value): string | undefined
}

export const textFilter: FilterCodec<string> = {
  read: (text = '') => text,
  write: (value) => value.trim() || undefined,
}

export const numberFilter: FilterCodec<number | null> = {
  read: (text = '') => (/^-?\d{1,16}$/.test(text) ? Number(text) : null),
  write: (value) => (value === null ? undefined : String(value)),
}

export const flagFilter: FilterCodec<boolean | null> = {
  read: (text) => (text === 'true' ? true : text === 'false' ? false : null),
  write: (value) => (value === null ? undefined : String(value)),
}

export function choiceFilter<const Choice extends string>(choices: readonly Choice[]): FilterCodec<Choice | null> {
  return {
    read: (text) => choices.find((choice) => choice === text) ?? null,
    write: (value) => value ?? undefined,
  }
}

export function choicesFilter<const Choice extends string>(choices: readonly Choice[]): FilterCodec<readonly Choice[]> {
  return {
    read: (text = '') => {
      const written = new Set(text.split(','))
      return choices.filter((choice) => written.has(choice))
    },
    write: (values) => values.join(',') || undefined,
  }
}

export interface UrlFilters<Values> {
  readonly values: Values
  /** Whether any of them narrows the list. */
  readonly narrowed: boolean
  /** Goes back to the first page. `replace` for typed text, so that Back does not undo it letter by letter. */
  set(patch: Partial<Values>, options?: { replace?: boolean }): void
  clear(): void
}

/** @param codecs defined outside of components, so that it stays the same object */
export function useUrlFilters<Values extends object>(
  codecs: {
    readonly [Name in keyof Values]: FilterCodec<Values[Name]>
  },
): UrlFilters<Values> {
  const search = useSearchText()
  const change = useChangeSearchText()
  const names = Object.keys(codecs) as (keyof Values & string)[]
  // biome-ignore lint/correctness/useExhaustiveDependencies: names are those of the codecs.
  const values = useMemo(
    () => Object.fromEntries(names.map((name) => [name, codecs[name].read(search[name])])) as Values,
    [codecs, search],
  )
  return {
    values,
    narrowed: names.some((name) => codecs[name].write(values[name]) !== undefined),
    set: (patch, options) => {
      const written = names
        .filter((name) => name in patch)
        .map((name) => [name, codecs[name].write(patch[name] as Values[typeof name])])
      change({ ...Object.fromEntries(written), cursor: undefined }, options)
    },
    clear: () => change({ ...Object.fromEntries(names.map((name) => [name, undefined])), cursor: undefined }),
  }
}
