import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowUp, IconHistory, IconKeyboard, IconRotateClockwise } from '@tabler/icons-react'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeliveryCount } from '../data/deliveries/count.ts'
import { useDeliveries, useRefreshList } from '../data/deliveries/list.ts'
import { useLiveDeliveries } from '../data/deliveries/live.ts'
import { CancelButton } from '../features/delivery/cancel-button.tsx'
import { useNames } from '../features/delivery/names.ts'
import { ProcessAgainButton } from '../features/delivery/process-again-button.tsx'
import classes from '../features/history/bench.module.css'
import { useColumns } from '../features/history/columns.ts'
import { ColumnsMenu } from '../features/history/columns-menu.tsx'
import { FilterLine } from '../features/history/filter-line.tsx'
import { historyFilters, toDeliveryFilter } from '../features/history/filters.ts'
import { HistoryList } from '../features/history/history-list.tsx'
import { hostsOf } from '../features/history/hosts-of.ts'
import { KeysDialog } from '../features/history/keys-dialog.tsx'
import { useListKeys } from '../features/history/list-keys.ts'
import { LiveNote, LiveSwitch } from '../features/history/live-switch.tsx'
import { useNewcomers } from '../features/history/newcomers.ts'
import { lastPlace, rememberPlace } from '../features/history/place.ts'
import { ReplayDialog } from '../features/history/replay-dialog.tsx'
import { useSelection } from '../features/history/selection.ts'
import { CursorPager } from '../ui/navigation/cursor-pager.tsx'
import { ButtonLink } from '../ui/navigation/links.tsx'
import { useCursorPages } from '../ui/navigation/use-cursor-pages.ts'
import { useChangeSearchText, useSearchText } from '../ui/navigation/use-search-text.ts'
import { useUrlFilters } from '../ui/navigation/use-url-filters.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { EmptyState } from '../ui/states/empty-state.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'
import { useTimeZone } from '../ui/time/time-zone.ts'
import { useFormats } from '../ui/use-formats.ts'
import { SidePanel } from './post/side-panel.tsx'

/** Below it a post has a page of its own. */
const roomForPanel = '(min-width: 72em)'
const nothing: readonly never[] = []

/** Status of all posts, and the arrow that processes each again. */
export function HistoryPage() {
  const { t } = useTranslation('history')
  const { t: tBench } = useTranslation('bench')
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
  const rows = data?.data ?? nothing
  const ids = rows.map(({ id }) => id)
  const count = useDeliveryCount(filter).data
  const names = useNames()
  const columns = useColumns()
  const selection = useSelection(ids)
  const selected = rows.filter(({ id }) => selection.has(id))
  const [asking, setAsking] = useState<'filter' | 'selection' | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const results = useRef<HTMLSpanElement>(null)
  const panel = useOpenPost(list)
  const keys = useListKeys({ list, open: panel.id, follow: panel.step })

  const [live, setLive] = useState(false)
  const [isPaused, setPaused] = useState(false)
  const inside = useInside()
  const isHeld = isPaused || inside.is || selected.length > 0 || asking !== null
  const newcomers = useNewcomers({ filter, page: data, isFirst: pages.isFirst, isHeld, load: useRefreshList() })
  const liveState = useLiveDeliveries(live, { onDelivery: newcomers.notice, onMissed: newcomers.miss })
  const turnLive = (on: boolean) => {
    setLive(on)
    setPaused(false)
  }
  const showNew = () => {
    newcomers.show()
    // The button goes away, so the focus moves to what it has loaded.
    results.current?.focus({ preventScroll: true })
  }
  const isComing = isHeld && (newcomers.count > 0 || newcomers.missed)
  const counted =
    count &&
    // "More than 0" says nothing.
    (count.exact || count.count > 0) &&
    (count.exact
      ? t('count', { count: count.count, number: formats.number(count.count) })
      : t('countOver', { number: formats.number(count.count) }))
  const at = panel.id === null ? -1 : ids.indexOf(panel.id)
  if (panel.elsewhere !== null) {
    return <Navigate to="/webhook/deliveries/$id" params={{ id: panel.elsewhere }} replace />
  }

  return (
    <div className={classes.page}>
      <PageTitle
        compact
        title={t('title')}
        description={
          <span ref={results} tabIndex={-1} className={classes.results}>
            <span aria-live="polite">{counted}</span>
            {isComing && (
              <Button
                size="compact-sm"
                radius="xl"
                leftSection={<IconArrowUp size={14} aria-hidden />}
                onClick={showNew}
              >
                {newcomers.count > 0
                  ? t('live.show', { count: newcomers.count, number: formats.number(newcomers.count) })
                  : tBench('live.missed')}
              </Button>
            )}
          </span>
        }
        actions={
          <>
            <div className={classes.live} data-aside={selected.length > 0 || undefined}>
              <LiveSwitch state={liveState} isPaused={isPaused} onChange={turnLive} onPause={setPaused} />
            </div>
            <span className={classes.wideOnly}>
              <Tooltip label={tBench('keys.button')}>
                <ActionIcon
                  variant="default"
                  size={32}
                  aria-label={tBench('keys.button')}
                  onClick={() => keys.showHelp(true)}
                >
                  <IconKeyboard size={18} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </span>
            <span className={classes.wideOnly}>
              <ColumnsMenu shown={columns.shown} onChange={columns.show} />
            </span>
            {selected.length > 0 && (
              <>
                <Button variant="subtle" size="xs" onClick={selection.clear}>
                  {tBench('select.clear')}
                </Button>
                <Button
                  size="xs"
                  leftSection={<IconRotateClockwise size={16} aria-hidden />}
                  onClick={() => setAsking('selection')}
                >
                  {tBench('select.again', { count: selected.length, number: formats.number(selected.length) })}
                </Button>
              </>
            )}
            {rows.length > 0 && selected.length === 0 && (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconRotateClockwise size={16} aria-hidden />}
                onClick={() => setAsking('filter')}
              >
                {t('replay.open')}
              </Button>
            )}
          </>
        }
      />
      <LiveNote state={liveState} />
      <FilterLine
        filters={filters}
        filter={filter}
        configurations={names.configurations ?? []}
        products={names.products ?? []}
      />
      <VisuallyHidden aria-live="polite">
        {selected.length > 0 &&
          tBench('select.count', { count: selected.length, number: formats.number(selected.length) })}
      </VisuallyHidden>
      <VisuallyHidden aria-live="polite">
        {newcomers.announced > 0 &&
          t('live.new', { count: newcomers.announced, number: formats.number(newcomers.announced) })}
      </VisuallyHidden>
      {error && <ErrorState error={error} title={t('failed')} onRetry={refetch} />}
      {!data && !error && (
        <Panel>
          <Loading rows={9} />
        </Panel>
      )}
      {data && (
        // biome-ignore lint/a11y/noStaticElementInteractions: short cuts beside what the links and buttons in it do.
        <div className={classes.bench} data-open={panel.id !== null || undefined} onKeyDown={keys.onKeyDown}>
          <div ref={list} {...inside.watch}>
            <Panel>
              {rows.length > 0 ? (
                <HistoryList
                  deliveries={rows}
                  stale={isPlaceholderData}
                  columns={columns.shown}
                  selection={selection}
                  open={panel.id}
                  onOpen={panel.onOpen}
                  isNew={newcomers.isNew}
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
            <CursorPager pages={pages} nextCursor={data.nextCursor} />
          </div>
          {panel.id !== null && (
            <SidePanel
              id={panel.id}
              names={names}
              previous={ids[at - 1] ?? null}
              next={at < 0 ? null : (ids[at + 1] ?? null)}
              takesFocus={panel.takesFocus}
              onOpen={panel.step}
              onClose={panel.close}
            />
          )}
        </div>
      )}
      <ReplayDialog
        opened={asking !== null}
        filter={asking === 'selection' ? { id: selection.ids } : filter}
        narrowed={filters.narrowed}
        selected={asking === 'selection' ? selected : null}
        hosts={hostsOf(asking === 'selection' ? {} : filter, names.configurations ?? [], {
          shown: asking === 'selection' ? selected : rows,
          all: asking === 'selection' || (pages.isFirst && data?.nextCursor === null),
        })}
        onStarted={({ id }) => navigate({ to: '/webhook/history/replays/$id', params: { id } })}
        onClose={() => setAsking(null)}
      />
      <KeysDialog keys={keys} />
    </div>
  )
}

/** Whether the pointer or the focus is in something. A finger that has been lifted is not. */
function useInside() {
  const [pointer, setPointer] = useState(false)
  const [focus, setFocus] = useState(false)
  return {
    is: pointer || focus,
    watch: {
      onPointerEnter: ({ pointerType }: PointerEvent) => setPointer(pointerType !== 'touch'),
      onPointerLeave: () => setPointer(false),
      onFocus: () => setFocus(true),
      onBlur: ({ currentTarget, relatedTarget }: React.FocusEvent) => setFocus(currentTarget.contains(relatedTarget)),
    },
  }
}

/** The post beside the list, in the address; and the way back to its row. */
function useOpenPost(list: React.RefObject<HTMLDivElement | null>) {
  const search = useSearchText()
  const change = useChangeSearchText()
  const hasRoom = useMediaQuery(roomForPanel, undefined, { getInitialValueInEffect: false })
  // One that the address brought is not asked for here: the focus stays where it is.
  const [takesFocus, setTakesFocus] = useState(false)
  const { post, tab: _tab, ...place } = search
  const id = post ?? null

  const rowLink = (of: string | null) =>
    of === null ? null : list.current?.querySelector<HTMLElement>(`[data-post="${CSS.escape(of)}"] [data-post-link]`)
  // On the way back from the page of a post, its row has the focus again.
  const [comesFrom] = useState(() => lastPlace().post)
  const isBack = useRef(false)
  useEffect(() => {
    if (isBack.current || comesFrom === null || !list.current?.querySelector('[data-post]')) return
    isBack.current = true
    // A reader who types already, in the search for example, is not interrupted.
    if (!document.activeElement?.matches('input, textarea')) rowLink(comesFrom)?.focus()
  })
  const text = JSON.stringify(place)
  useEffect(() => rememberPlace(JSON.parse(text), null), [text])

  const show = (wanted: string, focus: boolean, replace: boolean) => {
    setTakesFocus(focus)
    change({ post: wanted, tab: undefined }, { replace })
  }
  return {
    id: hasRoom ? id : null,
    /** A post that the address names, where there is no room beside the list. */
    elsewhere: hasRoom ? null : id,
    takesFocus,
    onOpen: hasRoom ? (wanted: string) => show(wanted, true, id !== null) : null,
    /** The focus stays where it is. */
    step: (wanted: string) => show(wanted, false, true),
    close: () => {
      const before = id
      change({ post: undefined, tab: undefined })
      rowLink(before)?.focus()
    },
  }
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
      {t('description')} {t('empty.text')}
    </EmptyState>
  )
}
