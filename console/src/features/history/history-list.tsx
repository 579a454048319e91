import { Checkbox, Table, VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Delivery } from '@postback/sdk'
import { IconFlask } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { type MouseEvent, type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { StateBadge } from '../../ui/badges/state-badge.tsx'
import { StatusCode } from '../../ui/badges/status-code.tsx'
import { useNow } from '../../ui/time/now.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useExplainFailure } from '../../words/explain-failure.ts'
import { useWords } from '../../words/use-words.ts'
import { columns as allColumns, type Column } from './columns.ts'
import { useColumnName } from './columns-menu.tsx'
import classes from './list.module.css'
import type { Selection } from './selection.ts'
import { useSlideIn } from './slide-in.ts'

export interface HistoryListProps {
  readonly deliveries: readonly Delivery[]
  /** A newer answer is on its way. */
  readonly stale: boolean
  readonly columns?: readonly Column[]
  /** Absent: nothing can be selected. */
  readonly selection?: Selection
  /** The post in the panel. */
  readonly open?: string | null
  /** Shows a post in the panel; null: a post has a page of its own. */
  readonly onOpen?: ((id: string) => void) | null
  /** Those that have just slid in. */
  readonly isNew?: (id: string) => boolean
  /** What stands beside the status: the arrow. */
  readonly action: (delivery: Delivery) => ReactNode
  readonly productName: (delivery: Delivery) => string
  readonly configurationName: (delivery: Delivery) => string
}

const neverNew = () => false

/** A table where there is room for one, cards on phones. */
export function HistoryList(props: HistoryListProps) {
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  return narrow ? <HistoryCards {...props} /> : <HistoryTable {...props} />
}

function HistoryTable(props: HistoryListProps) {
  const { deliveries, stale, selection, open, onOpen, action, productName, configurationName } = props
  const { columns = allColumns, isNew = neverNew } = props
  const { t } = useTranslation('history')
  const { t: tBench } = useTranslation('bench')
  const name = useColumnName()
  const body = useRef<HTMLTableSectionElement>(null)
  useSlideIn(body, deliveries, isNew)
  const cells: Readonly<Record<Column, (delivery: Delivery) => ReactNode>> = {
    transaction: (delivery) => <SaleLink delivery={delivery} />,
    buyer: ({ buyer }) => <bdi title={buyer ?? undefined}>{buyer ?? '–'}</bdi>,
    product: (delivery) => <bdi title={productName(delivery)}>{productName(delivery)}</bdi>,
    configuration: (delivery) => <bdi title={configurationName(delivery)}>{configurationName(delivery)}</bdi>,
    attempts: (delivery) => <Attempts delivery={delivery} />,
    reason: (delivery) => <Reason delivery={delivery} />,
    time: ({ createdAt }) => <RelativeTime at={createdAt} />,
  }
  return (
    <div className={classes.frame}>
      <Table aria-label={t('title')} aria-busy={stale} className={classes.table} data-stale={stale || undefined}>
        <Table.Thead>
          <Table.Tr>
            {selection && (
              <Table.Th className={classes.check}>
                <span className={classes.select}>
                  <Checkbox
                    size="xs"
                    aria-label={tBench('select.page')}
                    checked={selection.ids.length === deliveries.length}
                    indeterminate={selection.ids.length > 0 && selection.ids.length < deliveries.length}
                    onChange={selection.toggleAll}
                  />
                </span>
              </Table.Th>
            )}
            <Table.Th className={classes.status}>{t('columns.status')}</Table.Th>
            <Table.Th className={classes.event}>{tBench('columns.event')}</Table.Th>
            {columns.map((column) => (
              <Table.Th key={column} className={classes[column]}>
                {name(column)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={body}>
          {deliveries.map((delivery) => (
            <Table.Tr
              key={delivery.id}
              className={classes.row}
              data-post={delivery.id}
              data-open={delivery.id === open || undefined}
              data-selected={selection?.has(delivery.id) || undefined}
              data-new={isNew(delivery.id) || undefined}
              onClick={follow}
            >
              {selection && (
                <Table.Td className={classes.check}>
                  <Select delivery={delivery} selection={selection} />
                </Table.Td>
              )}
              <Table.Td className={classes.status}>
                <Status delivery={delivery} action={action(delivery)} />
              </Table.Td>
              <Table.Th scope="row" className={classes.event}>
                <PostLink delivery={delivery} isOpen={delivery.id === open} onOpen={onOpen} />
              </Table.Th>
              {columns.map((column) => (
                <Table.Td key={column} className={classes[column]}>
                  {cells[column](delivery)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** What lies above the link, so that its whole text can be read with the pointer, leads to the post as well. */
function follow({ target, currentTarget }: MouseEvent<HTMLElement>) {
  if (target instanceof Element && currentTarget.contains(target) && !target.closest('a, button, input, time, label')) {
    currentTarget.querySelector<HTMLElement>('[data-post-link]')?.click()
  }
}

function HistoryCards({ deliveries, stale, selection, isNew = neverNew, action }: HistoryListProps) {
  const { t } = useTranslation('history')
  return (
    <ul aria-label={t('title')} aria-busy={stale} className={classes.cards} data-stale={stale || undefined}>
      {deliveries.map((delivery) => (
        <li
          key={delivery.id}
          className={`${classes.row} ${classes.card}`}
          data-post={delivery.id}
          data-selected={selection?.has(delivery.id) || undefined}
          data-new={isNew(delivery.id) || undefined}
        >
          {selection ? <Select delivery={delivery} selection={selection} /> : <span />}
          <Status delivery={delivery} action={action(delivery)} />
          <div className={classes.cardText}>
            <div className={classes.cardHead}>
              <PostLink delivery={delivery} />
              <span className={classes.cardTime}>
                <RelativeTime at={delivery.createdAt} />
              </span>
            </div>
            <Reason delivery={delivery} />
            <div className={classes.cardFoot}>
              <SaleLink delivery={delivery} />
              {delivery.buyer && <bdi className={classes.cardBuyer}>{delivery.buyer}</bdi>}
              <Attempts delivery={delivery} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}

function Select({ delivery, selection }: { readonly delivery: Delivery; readonly selection: Selection }) {
  const { t } = useTranslation('bench')
  const words = useWords()
  const what = [words.event(delivery.event), delivery.transaction].filter(Boolean).join(' ')
  // Only the click knows of the shift key, with the space bar too.
  return (
    <span className={classes.select}>
      <Checkbox
        size="xs"
        aria-label={t('select.one', { what })}
        checked={selection.has(delivery.id)}
        onChange={() => {}}
        onClick={({ shiftKey }) => selection.toggle(delivery.id, shiftKey)}
      />
    </span>
  )
}

/** The code, and the arrow right beside it. */
function Status({ delivery, action }: { readonly delivery: Delivery; readonly action: ReactNode }) {
  const { status, outcome, cause } = delivery
  return (
    <div className={classes.codeAndArrow}>
      <span className={classes.code}>
        <StatusCode status={status} outcome={outcome} cause={cause} />
      </span>
      <span className={classes.action}>{action}</span>
    </div>
  )
}

interface PostLinkProps {
  readonly delivery: Delivery
  readonly isOpen?: boolean
  readonly onOpen?: ((id: string) => void) | null | undefined
}

/** The event is the link, and the whole row its surface. It leads to the page of the post, beside which the panel is a short cut. */
function PostLink({ delivery: { id, event, test }, isOpen = false, onOpen = null }: PostLinkProps) {
  const { t } = useTranslation('history')
  const words = useWords()
  const open = (press: MouseEvent) => {
    if (onOpen === null || !isPlain(press)) return
    press.preventDefault()
    onOpen(id)
  }
  return (
    <>
      <Link
        to="/webhook/deliveries/$id"
        params={{ id }}
        className={classes.link}
        preload={false}
        onClick={open}
        data-post-link
        aria-current={isOpen ? 'true' : undefined}
      >
        {words.event(event)}
      </Link>
      {test && (
        <span className={classes.test} title={t('test')}>
          <IconFlask size={15} aria-hidden />
          <VisuallyHidden>{t('test')}</VisuallyHidden>
        </span>
      )}
    </>
  )
}

/** To everything of the sale. What a test is about was never sold. */
function SaleLink({ delivery: { transaction, test } }: { readonly delivery: Delivery }) {
  const { history } = useRouter()
  if (transaction === null) return <>–</>
  if (test) return <span className={classes.mono}>{transaction}</span>
  const href = `/webhook/sales/${encodeURIComponent(transaction)}`
  const follow = (press: MouseEvent) => {
    if (!isPlain(press)) return
    press.preventDefault()
    history.push(href)
  }
  return (
    <a href={href} className={`${classes.mono} ${classes.sale}`} onClick={follow}>
      {transaction}
    </a>
  )
}

/** Not one that asks for another tab or window. */
function isPlain({ button, altKey, ctrlKey, metaKey, shiftKey }: MouseEvent): boolean {
  return button === 0 && !altKey && !ctrlKey && !metaKey && !shiftKey
}

/** What has become of the post, and why. */
function Reason({ delivery }: { readonly delivery: Delivery }) {
  const explain = useExplainFailure()
  const words = useWords()
  const { state, cancelReason } = delivery
  const failure = explain(delivery)
  const why = state === 'cancelled' && cancelReason !== null ? words.cancelReason(cancelReason) : failure?.title
  return (
    <span className={classes.words}>
      <StateBadge state={state} />
      {why && (
        <span className={classes.why} title={why}>
          {why}
        </span>
      )}
    </span>
  )
}

function Attempts({ delivery }: { readonly delivery: Delivery }) {
  const { t } = useTranslation('history')
  const now = useNow()
  const { attemptCount, attemptsMax, series, nextAttemptAt, state } = delivery
  // A first attempt has a planned time only if its receiver asked to wait.
  const waits =
    nextAttemptAt !== null && (state === 'retrying' || (state === 'queued' && Date.parse(nextAttemptAt) > now))
  return (
    <span className={classes.words}>
      <span>{t('attempts', { used: attemptCount, of: attemptsMax })}</span>
      {series > 1 && <span className={classes.why}>{t('series', { series })}</span>}
      {waits && (
        <span className={classes.why}>
          <VisuallyHidden>{t('next')} </VisuallyHidden>
          <RelativeTime at={nextAttemptAt} />
        </span>
      )}
    </span>
  )
}
