import { Button, CloseButton, TextInput, VisuallyHidden } from '@mantine/core'
import type { DeliveryFilter } from '@postback/sdk'
import { IconSearch, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeliveryCount } from '../../data/deliveries/count.ts'
import { type SearchText, useSearchText } from '../../ui/navigation/use-search-text.ts'
import type { UrlFilters } from '../../ui/navigation/use-url-filters.ts'
import { useFormats } from '../../ui/use-formats.ts'
import { FilterMenu } from './filter-menu.tsx'
import classes from './filters.module.css'
import { type HistoryFilters, historyFilters, type View, viewNames, viewOf, views } from './filters.ts'
import type { Choices } from './use-chips.ts'
import { useChips } from './use-chips.ts'

const typingMs = 400
/** Shown where there are such posts, or the reader has asked for them. */
const rare: ReadonlySet<View> = new Set(['held', 'cancelled'])

interface FilterLineProps extends Choices {
  readonly filters: UrlFilters<HistoryFilters>
  /** The whole filter, as the API understands it. */
  readonly filter: DeliveryFilter
}

/** Every filter once, in one line: the states with their counts, then what else is set, each removed by a press. */
export function FilterLine({ filters, filter, configurations, products }: FilterLineProps) {
  const { t } = useTranslation('history')
  const { t: tBench } = useTranslation('bench')
  const { values, set } = filters
  const chips = useChips(values, { configurations, products })
  const { state: _state, test: _test, ...others } = filter
  return (
    <search aria-label={t('filters.label')} className={classes.line}>
      <TransactionInput
        value={values.transaction}
        onChange={(transaction) => set({ transaction }, { replace: true })}
      />
      <ul aria-label={t('views.label')} className={classes.chips}>
        {viewNames
          .filter((name) => name !== 'all')
          .map((name) => (
            <ViewChip key={name} view={name} isCurrent={viewOf(values) === name} others={others} />
          ))}
      </ul>
      {chips.length > 0 && (
        <ul aria-label={tBench('chips.add')} className={classes.chips}>
          {chips.map(({ key, name, value, clear }) => (
            <li key={key} className={classes.chip} data-current>
              <span className={classes.chipText}>
                <span className={classes.chipName}>{name}</span> {value}
              </span>
              <CloseButton
                size={24}
                iconSize={14}
                aria-label={tBench('chips.remove', { what: tBench('chips.label', { name, value }) })}
                onClick={() => set(clear)}
              />
            </li>
          ))}
        </ul>
      )}
      <FilterMenu filters={filters} configurations={configurations} products={products} />
      {filters.narrowed && (
        <Button
          variant="subtle"
          size="compact-sm"
          className={classes.clear ?? ''}
          leftSection={<IconX size={14} aria-hidden />}
          onClick={filters.clear}
        >
          {t('filters.clear')}
        </Button>
      )}
    </search>
  )
}

interface ViewChipProps {
  readonly view: View
  readonly isCurrent: boolean
  /** What else is set: the count is within it. */
  readonly others: DeliveryFilter
}

/** A link, so that it can be opened beside the others, and shared. The one that is set leads back to all. */
function ViewChip({ view, isCurrent, others }: ViewChipProps) {
  const { t } = useTranslation('history')
  const { t: tBench } = useTranslation('bench')
  const formats = useFormats()
  const search = useSearchText()
  const { state, test } = views[view]
  const { data: count } = useDeliveryCount({
    ...others,
    ...(state.length > 0 && { state }),
    ...(test !== null && { test }),
  })
  if (rare.has(view) && !isCurrent && !count?.count) return null
  return (
    <li>
      <Link
        to="/webhook/history"
        search={searchOf(isCurrent ? 'all' : view, search)}
        className={classes.chip}
        activeProps={{}}
        aria-current={isCurrent ? 'true' : undefined}
        data-current={isCurrent || undefined}
        data-alarming={view === 'failed' && Boolean(count?.count)}
        resetScroll={false}
      >
        <span className={classes.chipText}>
          {view === 'cancelled' ? tBench('chips.cancelled') : t(`views.${view}`)}
          {count && <span className={classes.count}> {shown(count)}</span>}
        </span>
        {isCurrent && (
          <>
            <VisuallyHidden>, {tBench('chips.removeView')}</VisuallyHidden>
            <IconX size={14} aria-hidden />
          </>
        )}
      </Link>
    </li>
  )

  function shown({ count, exact }: { readonly count: number; readonly exact: boolean }): ReactNode {
    return exact ? formats.number(count) : tBench('chips.over', { number: formats.number(count) })
  }
}

function searchOf(view: View, before: SearchText): SearchText {
  const { state: _state, test: _test, cursor: _cursor, post: _post, ...rest } = before
  const state = historyFilters.state.write(views[view].state)
  const test = historyFilters.test.write(views[view].test)
  return { ...rest, ...(state && { state }), ...(test && { test }) }
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
      aria-label={t('filters.transaction')}
      placeholder={t('filters.transaction')}
      title={t('filters.transactionHint')}
      leftSection={<IconSearch size={14} aria-hidden />}
      type="search"
      size="xs"
      className={classes.transaction ?? ''}
      autoComplete="off"
      spellCheck={false}
      maxLength={64}
      value={typed}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
    />
  )
}
