import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/use-formats.ts'
import { useWords } from '../../words/use-words.ts'
import { type HistoryFilters, viewOf } from './filters.ts'

export interface Choices {
  readonly configurations: readonly { readonly id: string; readonly name: string }[]
  readonly products: readonly { readonly id: number; readonly name: string }[]
}

interface Chip {
  readonly key: string
  readonly name: string
  readonly value: string
  /** The change that removes it. */
  readonly clear: Partial<HistoryFilters>
}

/** What is set besides the state and the transaction, which have their own places in the line. */
export function useChips(values: HistoryFilters, { configurations, products }: Choices): readonly Chip[] {
  const { t } = useTranslation('history')
  const { t: tBench } = useTranslation('bench')
  const words = useWords()
  const formats = useFormats()
  const { state, event, configuration, product, status, test, period, from, to } = values
  const chips: Chip[] = []
  if (viewOf(values) === undefined) {
    for (const one of state) {
      const clear = { state: state.filter((other) => other !== one) }
      chips.push({ key: one, name: t('filters.state'), value: words.state(one), clear })
    }
    if (test !== null) {
      const value = t(test ? 'filters.testsOnly' : 'filters.testsNot')
      chips.push({ key: 'test', name: t('filters.tests'), value, clear: { test: null } })
    }
  }
  for (const one of event) {
    const clear = { event: event.filter((other) => other !== one) }
    chips.push({ key: one, name: t('filters.event'), value: words.event(one), clear })
  }
  if (configuration !== '') {
    const value = configurations.find(({ id }) => id === configuration)?.name ?? configuration
    chips.push({ key: 'configuration', name: t('filters.configuration'), value, clear: { configuration: '' } })
  }
  if (product !== null) {
    const value = products.find(({ id }) => id === product)?.name ?? t('product', { id: String(product) })
    chips.push({ key: 'product', name: t('filters.product'), value, clear: { product: null } })
  }
  if (status !== null) {
    const value = status === 'none' ? '–' : String(status)
    chips.push({ key: 'status', name: t('filters.status'), value, clear: { status: null } })
  }
  if (period !== null) {
    const value = period === 'days' ? days(from, to) : t(`filters.periods.${period}`)
    chips.push({ key: 'period', name: t('filters.period'), value, clear: { period: null, from: '', to: '' } })
  }
  return chips

  function days(first: string, last: string): string {
    // Noon, so that it is that day in every time zone that an account may have.
    const day = (text: string) => formats.date(`${text}T12:00:00Z`)
    if (first !== '' && last !== '') return tBench('chips.between', { from: day(first), to: day(last) })
    if (first !== '') return tBench('chips.since', { day: day(first) })
    return last === '' ? t('filters.periods.days') : tBench('chips.until', { day: day(last) })
  }
}
