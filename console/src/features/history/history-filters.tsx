import { Button, Collapse, Group, MultiSelect, Select, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { deliveryStates, type EventName, eventNames } from '@postback/sdk'
import { IconAdjustmentsHorizontal, IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UrlFilters } from '../../ui/navigation/use-url-filters.ts'
import { useWords } from '../../words/use-words.ts'
import { type HistoryFilters, type Period, periods } from './filters.ts'
import classes from './history.module.css'

const typingMs = 400
const codes = [200, 201, 204, 301, 302, 400, 401, 403, 404, 405, 408, 410, 413, 415, 419, 422, 429, 500, 502, 503, 504]

/** Options shown at once, of perhaps thousands: the reader finds the others by name. */
const optionsMax = 200

interface HistoryFiltersProps {
  readonly filters: UrlFilters<HistoryFilters>
  readonly configurations: readonly { readonly id: string; readonly name: string }[]
  readonly products: readonly { readonly id: number; readonly name: string }[]
}

/** The usual filters are visible, the others fold away. */
export function HistoryFilterBar({ filters, configurations, products }: HistoryFiltersProps) {
  const { t } = useTranslation('history')
  const words = useWords()
  const { values, set } = filters
  const folded = [values.configuration !== '', values.product !== null, values.status !== null, values.test !== null]
  const usualSet = [values.event.length > 0, values.state.length > 0, values.period !== null]
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const foldedSet = [...folded, ...(narrow ? usualSet : [])].filter(Boolean).length
  const [open, setOpen] = useState(!narrow && foldedSet > 0)
  const id = useId()
  const clearLabel = t('filters.clearOne')
  const clearButtonProps = { 'aria-label': clearLabel, tabIndex: 0, 'aria-hidden': false }

  const usual = (
    <>
      <MultiSelect
        label={t('filters.event')}
        placeholder={values.event.length === 0 ? t('filters.any') : undefined}
        data={eventNames.map((name) => ({ value: name, label: words.event(name) }))}
        value={[...values.event]}
        onChange={(chosen) => set({ event: chosen as EventName[] })}
        searchable
        clearable
        clearButtonProps={clearButtonProps}
        hidePickedOptions
      />
      <MultiSelect
        label={t('filters.state')}
        placeholder={values.state.length === 0 ? t('filters.any') : undefined}
        data={deliveryStates.map((state) => ({ value: state, label: words.state(state) }))}
        value={[...values.state]}
        onChange={(chosen) => set({ state: deliveryStates.filter((state) => chosen.includes(state)) })}
        clearable
        clearButtonProps={clearButtonProps}
      />
      <Select
        label={t('filters.period')}
        data={[
          { value: '', label: t('filters.anyTime') },
          ...periods.map((value) => ({ value, label: t(`filters.periods.${value}`) })),
        ]}
        value={values.period ?? ''}
        onChange={(value) =>
          set({ period: (value || null) as Period | null, ...(value !== 'days' && { from: '', to: '' }) })
        }
        allowDeselect={false}
      />
    </>
  )
  const days = values.period === 'days' && (
    <Group gap="sm" align="flex-end">
      <TextInput
        type="date"
        label={t('filters.from')}
        value={values.from}
        {...(values.to && { max: values.to })}
        onChange={({ currentTarget }) => set({ from: currentTarget.value }, { replace: true })}
      />
      <TextInput
        type="date"
        label={t('filters.to')}
        value={values.to}
        {...(values.from && { min: values.from })}
        onChange={({ currentTarget }) => set({ to: currentTarget.value }, { replace: true })}
      />
    </Group>
  )

  return (
    <search aria-label={t('filters.label')} className={classes.filters}>
      <div className={classes.filterRow}>
        <TransactionInput
          value={values.transaction}
          onChange={(transaction) => set({ transaction }, { replace: true })}
        />
        {!narrow && usual}
      </div>
      {!narrow && days}
      <Collapse expanded={open} id={id}>
        <div className={classes.filterRow}>
          {narrow && usual}
          {narrow && days}
          <Select
            label={t('filters.configuration')}
            placeholder={t('filters.any')}
            data={configurations.map(({ id, name }) => ({ value: id, label: name }))}
            limit={optionsMax}
            value={values.configuration || null}
            onChange={(value) => set({ configuration: value ?? '' })}
            searchable
            clearable
            clearButtonProps={clearButtonProps}
          />
          <Select
            label={t('filters.product')}
            placeholder={t('filters.any')}
            data={withCurrent(
              products.map(({ id, name }) => ({ value: String(id), label: name })),
              values.product,
              (id) => t('product', { id }),
            )}
            value={values.product === null ? null : String(values.product)}
            onChange={(value) => set({ product: value === null ? null : Number(value) })}
            searchable
            clearable
            clearButtonProps={clearButtonProps}
          />
          <StatusSelect value={values.status} onChange={(status) => set({ status })} clearLabel={clearLabel} />
          <Select
            label={t('filters.tests')}
            data={[
              { value: '', label: t('filters.testsToo') },
              { value: 'true', label: t('filters.testsOnly') },
              { value: 'false', label: t('filters.testsNot') },
            ]}
            value={values.test === null ? '' : String(values.test)}
            onChange={(value) => set({ test: value ? value === 'true' : null })}
            allowDeselect={false}
          />
        </div>
      </Collapse>
      <Group gap="xs">
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {open ? t('filters.fewer') : t('filters.more')}
          {!open && foldedSet > 0 && ` (${foldedSet})`}
        </Button>
        {filters.narrowed && (
          <Button variant="subtle" size="xs" leftSection={<IconX size={16} aria-hidden />} onClick={filters.clear}>
            {t('filters.clear')}
          </Button>
        )}
      </Group>
    </search>
  )
}

function TransactionInput({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation('history')
  const [typed, setTyped] = useState(value)
  const [shown, setShown] = useState(value)
  if (value !== shown) {
    setShown(value)
    setTyped(value)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: waits for the end of the typing, not for a new function.
  useEffect(() => {
    if (typed.trim() === value) return
    const timer = setTimeout(() => onChange(typed.trim()), typingMs)
    return () => clearTimeout(timer)
  }, [typed, value])
  return (
    <TextInput
      label={t('filters.transaction')}
      placeholder={t('filters.transactionHint')}
      leftSection={<IconSearch size={16} aria-hidden />}
      type="search"
      autoComplete="off"
      spellCheck={false}
      maxLength={64}
      value={typed}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
    />
  )
}

interface StatusSelectProps {
  readonly value: HistoryFilters['status']
  readonly onChange: (status: HistoryFilters['status']) => void
  readonly clearLabel: string
}

function StatusSelect({ value, onChange, clearLabel }: StatusSelectProps) {
  const { t } = useTranslation('history')
  const { t: tWords } = useTranslation('words')
  const data = withCurrent(
    [
      { value: 'none', label: `– · ${tWords('codes.none')}` },
      { value: '-1', label: `-1 · ${tWords('codes.-1')}` },
      ...codes.map((code) => ({ value: String(code), label: String(code) })),
    ],
    value,
    String,
  )
  return (
    <Select
      label={t('filters.status')}
      placeholder={t('filters.any')}
      data={data}
      value={value === null ? null : String(value)}
      onChange={(chosen) => onChange(chosen === null || chosen === 'none' ? chosen : Number(chosen))}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': clearLabel, tabIndex: 0, 'aria-hidden': false }}
    />
  )
}

/** The address may name an option that is not in the list. */
function withCurrent(
  data: readonly { value: string; label: string }[],
  current: string | number | null,
  label: (value: string) => string,
): { value: string; label: string }[] {
  const value = current === null ? null : String(current)
  const known = value === null || data.some((item) => item.value === value)
  return known ? [...data] : [...data, { value, label: label(value) }]
}
