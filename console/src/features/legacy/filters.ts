import type { LegacyPostFilter, LegacyPostState } from '@postback/sdk'
import { type FilterCodec, numberFilter, textFilter } from '../../ui/navigation/use-url-filters.ts'
import { dayAfter, startOfDay } from '../../ui/time/days.ts'

export interface LegacyFilters {
  readonly transaction: string
  readonly event: string
  readonly product: number | null
  /** HTTP code of the last attempt; none: no attempt. */
  readonly status: number | 'none' | null
  /** First and last day. */
  readonly from: string
  readonly to: string
}

const statusFilter: FilterCodec<number | 'none' | null> = {
  read: (text) => (text === 'none' ? 'none' : /^(-1|[1-5]\d\d)$/.test(text ?? '') ? Number(text) : null),
  write: (value) => (value === null ? undefined : String(value)),
}

const dayFilter: FilterCodec<string> = {
  read: (text = '') => (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : ''),
  write: (value) => value || undefined,
}

export const legacyFilters: { readonly [Name in keyof LegacyFilters]: FilterCodec<LegacyFilters[Name]> } = {
  transaction: textFilter,
  event: textFilter,
  product: numberFilter,
  status: statusFilter,
  from: dayFilter,
  to: dayFilter,
}

/** The filter as the API understands it. */
export function toLegacyPostFilter(
  { transaction, event, product, status, from, to }: LegacyFilters,
  state: LegacyPostState,
  timeZone: string | undefined,
): LegacyPostFilter {
  return {
    state,
    ...(transaction !== '' && { transaction }),
    ...(event !== '' && { event }),
    ...(product !== null && { product }),
    ...(status !== null && { status }),
    ...(from !== '' && { from: startOfDay(from, timeZone).toISOString() }),
    ...(to !== '' && { to: startOfDay(dayAfter(to), timeZone).toISOString() }),
  }
}
