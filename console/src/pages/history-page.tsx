import { Button, VisuallyHidden } from '@mantine/core'
import { IconArrowUp, IconHistory, IconRotateClockwise } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeliveryCount } from '../data/deliveries/count.ts'
import { useDeliveries, useRefreshDeliveries } from '../data/deliveries/list.ts'
import { useLiveDeliveries } from '../data/deliveries/live.ts'
import { CancelButton } from '../features/delivery/cancel-button.tsx'
import { useNames } from '../features/delivery/names.ts'
import { ProcessAgainButton } from '../features/delivery/process-again-button.tsx'
import { historyFilters, toDeliveryFilter } from '../features/history/filters.ts'
import classes from '../features/history/history.module.css'
import { HistoryFilterBar } from '../features/history/history-filters.tsx'
import { HistoryList } from '../features/history/history-list.tsx'
import { hostsOf } from '../features/history/hosts-of.ts'
import { LiveNote, LiveSwitch } from '../features/history/live-switch.tsx'
import { useNewcomers } from '../features/history/newcomers.ts'
import { ReplayDialog } from '../features/history/replay-dialog.tsx'
import { SavedViews } from '../features/history/saved-views.tsx'
import { CursorPager } from '../ui/navigation/cursor-pager.tsx'
import { ButtonLink } from '../ui/navigation/links.tsx'
import { useCursorPages } from '../ui/navigation/use-cursor-pages.ts'
import { useUrlFilters } from '../ui/navigation/use-url-filters.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { EmptyState } from '../ui/states/empty-state.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'
import { useTimeZone } from '../ui/time/time-zone.ts'
import { useFormats } from '../ui/use-formats.ts'

/** Status of all posts, and the arrow that processes each again. */
export function HistoryPage() {
  const { t } = useTranslation('history')
  const formats = useFormats()
  const timeZone = useTimeZone()
  const navigate = useNavigate()
  const pages = useCursorPages()
  const filters = useUrlFilters(historyFilters)
  const filter = useMemo(
    () => toDeliveryFilter(filters.values, { now: Date.now(), timeZone }),
    [filters.values, timeZone],
  )
  const { data, error, refetch, isPlaceholderData } = useDeliveries({ filter, cursor: pages.cursor })
  const count = useDeliveryCount(filter).data
  const names = useNames()
  const refresh = useRefreshDeliveries()
  const [asking, setAsking] = useState(false)
  const [live, setLive] = useState(false)
  const results = useRef<HTMLDivElement>(null)

  const newcomers = useNewcomers({ filter, page: data, isFirst: pages.isFirst })
  const reload = () => {
    newcomers.forget()
    return refresh()
  }
  const liveState = useLiveDeliveries(live, {
    onDelivery: newcomers.notice,
    onMissed: reload,
  })
  const showNew = () => {
    void reload()
    // The button goes away, so the focus moves to what it has loaded.
    results.current?.focus({ preventScroll: true })
  }
  const counted =
    count &&
    // "More than 0" says nothing.
    (count.exact || count.count > 0) &&
    (count.exact
      ? t('count', { count: count.count, number: formats.number(count.count) })
      : t('countOver', { number: formats.number(count.count) }))

  return (
    <>
      <PageTitle
        title={t('title')}
        description={t('description')}
        actions={
          data &&
          data.data.length > 0 && (
            <Button
              variant="default"
              leftSection={<IconRotateClockwise size={18} aria-hidden />}
              onClick={() => setAsking(true)}
            >
              {t('replay.open')}
            </Button>
          )
        }
      />
      <div className={classes.top}>
        <SavedViews filters={filters.values} />
        <LiveSwitch state={liveState} onChange={setLive} />
      </div>
      <LiveNote state={liveState} />
      <HistoryFilterBar filters={filters} configurations={names.configurations ?? []} products={names.products ?? []} />
      <div ref={results} tabIndex={-1} className={classes.results}>
        <span aria-live="polite">{counted}</span>
        {newcomers.count > 0 && (
          <Button size="xs" radius="xl" leftSection={<IconArrowUp size={16} aria-hidden />} onClick={showNew}>
            {t('live.show', { count: newcomers.count, number: formats.number(newcomers.count) })}
          </Button>
        )}
        <VisuallyHidden aria-live="polite">
          {newcomers.announced > 0 &&
            t('live.new', { count: newcomers.announced, number: formats.number(newcomers.announced) })}
        </VisuallyHidden>
      </div>
      {error && <ErrorState error={error} title={t('failed')} onRetry={refetch} />}
      {!data && !error && (
        <Panel>
          <Loading rows={9} />
        </Panel>
      )}
      {data && (
        <Panel>
          {data.data.length > 0 ? (
            <HistoryList
              deliveries={data.data}
              stale={isPlaceholderData}
              action={(delivery) => (
                <>
                  <ProcessAgainButton delivery={delivery} names={names} look="arrow" />
                  <CancelButton delivery={delivery} look="icon" />
                </>
              )}
              productName={(delivery) => names.product(delivery.productId)}
              configurationName={names.destination}
            />
          ) : (
            <NoPosts
              narrowed={filters.narrowed}
              onClear={filters.clear}
              onSearchOn={data.nextCursor === null ? null : () => pages.next(data.nextCursor ?? '')}
            />
          )}
        </Panel>
      )}
      <CursorPager pages={pages} nextCursor={data?.nextCursor} />
      <ReplayDialog
        opened={asking}
        filter={filter}
        narrowed={filters.narrowed}
        hosts={hostsOf(filter, names.configurations ?? [], {
          shown: data?.data ?? [],
          all: pages.isFirst && data?.nextCursor === null,
        })}
        onStarted={({ id }) => navigate({ to: '/webhook/history/replays/$id', params: { id } })}
        onClose={() => setAsking(false)}
      />
    </>
  )
}

interface NoPostsProps {
  readonly narrowed: boolean
  readonly onClear: () => void
  /** null: everything has been searched. */
  readonly onSearchOn: (() => void) | null
}

function NoPosts({ narrowed, onClear, onSearchOn }: NoPostsProps) {
  const { t } = useTranslation('history')
  if (onSearchOn !== null) {
    return (
      <EmptyState
        icon={<IconHistory size={30} />}
        title={t('noneSoFar.title')}
        action={<Button onClick={onSearchOn}>{t('noneSoFar.action')}</Button>}
      >
        {t('noneSoFar.text')}
      </EmptyState>
    )
  }
  return narrowed ? (
    <EmptyState
      icon={<IconHistory size={30} />}
      title={t('noMatch.title')}
      action={<Button onClick={onClear}>{t('filters.clear')}</Button>}
    >
      {t('noMatch.text')}
    </EmptyState>
  ) : (
    <EmptyState
      icon={<IconHistory size={30} />}
      title={t('empty.title')}
      action={<ButtonLink to="/webhook/tests">{t('empty.action')}</ButtonLink>}
    >
      {t('empty.text')}
    </EmptyState>
  )
}
