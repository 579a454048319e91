import {
  type Delivery,
  type DeliveryFilter,
  type DeliveryState,
  deliveryStates,
  type EventName,
  eventNames,
} from '@postback/sdk'
import {
  choiceFilter,
  choicesFilter,
  type FilterCodec,
  flagFilter,
  numberFilter,
  textFilter,
} from '../../ui/navigation/use-url-filters.ts'
import { dayAfter, startOfDay } from '../../ui/time/days.ts'

export const periods = ['1h', '24h', '7d', '30d', 'days'] as const
export type Period = (typeof periods)[number]

export interface HistoryFilters {
  readonly state: readonly DeliveryState[]
  readonly event: readonly EventName[]
  readonly configuration: string
  readonly product: number | null
  readonly transaction: string
  /** HTTP code of the last attempt; none: no attempt yet. */
  readonly status: number | 'none' | null
  readonly test: boolean | null
  readonly period: Period | null
  /** First and last day, where the period is days. */
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

export const historyFilters: { readonly [Name in keyof HistoryFilters]: FilterCodec<HistoryFilters[Name]> } = {
  state: choicesFilter(deliveryStates),
  event: choicesFilter(eventNames),
  configuration: textFilter,
  product: numberFilter,
  transaction: textFilter,
  status: statusFilter,
  test: flagFilter,
  period: choiceFilter(periods),
  from: dayFilter,
  to: dayFilter,
}

const minute = 60_000
const lengths: Readonly<Record<Exclude<Period, 'days'>, number>> = {
  '1h': 60 * minute,
  '24h': 24 * 60 * minute,
  '7d': 7 * 24 * 60 * minute,
  '30d': 30 * 24 * 60 * minute,
}

/** The filter as the API understands it. */
export function toDeliveryFilter(
  filters: HistoryFilters,
  { now, timeZone }: { now: number; timeZone: string | undefined },
): DeliveryFilter {
  const { state, event, configuration, product, transaction, status, test } = filters
  return {
    ...(state.length > 0 && { state }),
    ...(event.length > 0 && { event }),
    ...(configuration !== '' && { configurationId: configuration }),
    ...(product !== null && { productId: product }),
    ...(transaction !== '' && { transaction }),
    ...(status !== null && { responseStatus: status }),
    ...(test !== null && { test }),
    ...bounds(filters, now, timeZone),
  }
}

function bounds({ period, from, to }: HistoryFilters, now: number, timeZone: string | undefined) {
  if (period === null) return {}
  if (period !== 'days') {
    // Whole minutes, so that the same filter stays in the cache for a while.
    return { from: new Date(Math.floor((now - lengths[period]) / minute) * minute).toISOString() }
  }
  return {
    ...(from !== '' && { from: startOfDay(from, timeZone).toISOString() }),
    ...(to !== '' && { to: startOfDay(dayAfter(to), timeZone).toISOString() }),
  }
}

/** Whether the API would list it, for deliveries that arrive in live mode. */
export function matches(delivery: Delivery, filter: DeliveryFilter): boolean {
  const { state, event, configurationId, productId, transaction, responseStatus, test, from, to } = filter
  return (
    (state === undefined || state.includes(delivery.state)) &&
    (event === undefined || event.includes(delivery.event)) &&
    (configurationId === undefined || delivery.configurationId === configurationId) &&
    (productId === undefined || delivery.productId === productId) &&
    (transaction === undefined || delivery.transaction === transaction) &&
    (responseStatus === undefined || (delivery.status ?? 'none') === responseStatus) &&
    (test === undefined || delivery.test === test) &&
    (from === undefined || Date.parse(delivery.createdAt) >= Date.parse(from)) &&
    (to === undefined || Date.parse(delivery.createdAt) < Date.parse(to))
  )
}

/** The states as people ask for them, and only tests, beside whatever else is set. */
export const views = {
  all: { state: [], test: null },
  failed: { state: ['failed'], test: null },
  waiting: { state: ['queued', 'sending', 'retrying'], test: null },
  delivered: { state: ['delivered'], test: null },
  held: { state: ['held'], test: null },
  cancelled: { state: ['cancelled'], test: null },
  tests: { state: [], test: true },
} as const satisfies Readonly<Record<string, Pick<HistoryFilters, 'state' | 'test'>>>

export type View = keyof typeof views
export const viewNames = Object.keys(views) as View[]

/** The view that equals the filters; undefined: none does. */
export function viewOf({ state, test }: Pick<HistoryFilters, 'state' | 'test'>): View | undefined {
  const chosen = state.join()
  return viewNames.find((name) => views[name].state.join() === chosen && views[name].test === test)
}
