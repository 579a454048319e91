import { Button, Collapse, Group, Select, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { eventNames, type LegacyPost, type LegacyPostState } from '@postback/sdk'
import { IconAdjustmentsHorizontal, IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProductNames } from '../../data/products.ts'
import type { UrlFilters } from '../../ui/navigation/use-url-filters.ts'
import type { LegacyFilters } from './filters.ts'
import classes from './legacy.module.css'
import type { LegacyNames } from './legacy-names.ts'

const typingMs = 400
const codes = {
  sent: [200, 201, 202, 204],
  pending: [301, 302, 400, 401, 403, 404, 405, 408, 410, 429, 500, 502, 503, 504],
} as const

interface LegacyFilterBarProps {
  readonly filters: UrlFilters<LegacyFilters>
  readonly state: LegacyPostState
  /** The posts on the page: their products and events can be chosen. */
  readonly posts: readonly LegacyPost[]
  readonly names: LegacyNames
}

export function LegacyFilterBar({ filters, state, posts, names }: LegacyFilterBarProps) {
  const { t } = useTranslation('legacy')
  const { t: tWords } = useTranslation('words')
  const products = useProductNames()
  const { values, set } = filters
  const clearable = {
    clearable: true,
    clearButtonProps: { 'aria-label': t('filters.clearOne'), tabIndex: 0, 'aria-hidden': false, miw: 24, mih: 24 },
    placeholder: t('filters.any'),
    searchable: true,
  }
  const events = unique([...eventNames, ...posts.map(({ event }) => event), values.event])
  const productIds = unique([
    ...products.map(({ id }) => id),
    ...posts.flatMap(({ product }) => product ?? []),
    values.product,
  ])
  const statuses = unique([...codes[state], ...posts.flatMap(({ status }) => status ?? []), values.status]).filter(
    (status) => status !== 'none' && status !== -1,
  )
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const [open, setOpen] = useState(false)
  const id = useId()
  const transaction = (
    <TransactionInput value={values.transaction} onChange={(transaction) => set({ transaction }, { replace: true })} />
  )
  const others = (
    <>
      <Select
        label={t('filters.event')}
        data={events.map((value) => ({ value, label: names.event(value) }))}
        value={values.event || null}
        onChange={(value) => set({ event: value ?? '' })}
        {...clearable}
      />
      <Select
        label={t('filters.product')}
        data={productIds.map((id) => ({ value: String(id), label: names.product(id) }))}
        value={values.product === null ? null : String(values.product)}
        onChange={(value) => set({ product: value === null ? null : Number(value) })}
        {...clearable}
      />
      <Select
        label={t('filters.status')}
        data={[
          ...(state === 'pending'
            ? [
                { value: 'none', label: `– · ${tWords('codes.none')}` },
                { value: '-1', label: `-1 · ${tWords('codes.-1')}` },
              ]
            : []),
          ...statuses.map((code) => ({ value: String(code), label: String(code) })),
        ]}
        value={values.status === null ? null : String(values.status)}
        onChange={(value) => set({ status: value === null || value === 'none' ? value : Number(value) })}
        {...clearable}
      />
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
    </>
  )
  return (
    <search aria-label={t('filters.label')} className={classes.filters}>
      <div className={classes.filterRow}>
        {transaction}
        {!narrow && others}
      </div>
      {narrow && (
        <Collapse expanded={open} id={id}>
          <div className={classes.filterRow}>{others}</div>
        </Collapse>
      )}
      <Group gap="xs" className={classes.filterButtons}>
        {narrow && (
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            {open ? t('filters.fewer') : t('filters.more')}
          </Button>
        )}
        {filters.narrowed && (
          <Button variant="subtle" size="xs" leftSection={<IconX size={16} aria-hidden />} onClick={filters.clear}>
            {t('filters.clear')}
          </Button>
        )}
      </Group>
    </search>
  )
}

/** Sorted, without duplicates and empty values. */
function unique<Value>(values: readonly (Value | null | '')[]): Value[] {
  return [...new Set(values)].filter((value): value is Value & {} => value !== null && value !== '')
}

function TransactionInput({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation('legacy')
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
