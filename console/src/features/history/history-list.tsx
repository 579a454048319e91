import { Table, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Delivery } from '@postback/sdk'
import { IconFlask } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StateBadge } from '../../ui/badges/state-badge.tsx'
import { StatusCode } from '../../ui/badges/status-code.tsx'
import { ToneBadge } from '../../ui/badges/tone-badge.tsx'
import { useNow } from '../../ui/time/now.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useExplainFailure } from '../../words/explain-failure.ts'
import { useWords } from '../../words/use-words.ts'
import classes from './history.module.css'

interface HistoryListProps {
  readonly deliveries: readonly Delivery[]
  /** A newer answer is on its way. */
  readonly stale: boolean
  /** The arrow beside the status. */
  readonly action: (delivery: Delivery) => ReactNode
  readonly productName: (delivery: Delivery) => string
  readonly configurationName: (delivery: Delivery) => string
}

/** A table where there is room for one, cards on phones. */
export function HistoryList(props: HistoryListProps) {
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  return narrow ? <HistoryCards {...props} /> : <HistoryTable {...props} />
}

function HistoryTable({ deliveries, stale, action, productName, configurationName }: HistoryListProps) {
  const { t } = useTranslation('history')
  return (
    <Table.ScrollContainer minWidth={1040} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('title')} aria-busy={stale} className={classes.table} data-stale={stale || undefined}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.status')}</Table.Th>
            <Table.Th>{t('columns.event')}</Table.Th>
            <Table.Th>{t('columns.buyer')}</Table.Th>
            <Table.Th>{t('columns.product')}</Table.Th>
            <Table.Th>{t('columns.configuration')}</Table.Th>
            <Table.Th>{t('columns.attempts')}</Table.Th>
            <Table.Th>{t('columns.time')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {deliveries.map((delivery) => (
            <Table.Tr key={delivery.id} className={classes.row}>
              <Table.Td>
                <Status delivery={delivery} action={action(delivery)} />
              </Table.Td>
              <Table.Th scope="row" className={classes.event}>
                <Subject delivery={delivery} />
              </Table.Th>
              <Table.Td className={classes.buyer}>{delivery.buyer ?? '–'}</Table.Td>
              <Table.Td>{productName(delivery)}</Table.Td>
              <Table.Td>{configurationName(delivery)}</Table.Td>
              <Table.Td className={classes.nowrap}>
                <Attempts delivery={delivery} />
              </Table.Td>
              <Table.Td className={classes.nowrap}>
                <RelativeTime at={delivery.createdAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function HistoryCards({ deliveries, stale, action, configurationName }: HistoryListProps) {
  const { t } = useTranslation('history')
  return (
    <ul aria-label={t('title')} aria-busy={stale} className={classes.cards} data-stale={stale || undefined}>
      {deliveries.map((delivery) => (
        <li key={delivery.id} className={`${classes.row} ${classes.card}`}>
          <Status delivery={delivery} action={action(delivery)} />
          <div className={classes.event}>
            <Subject delivery={delivery} />
          </div>
          <div className={classes.cardFoot}>
            {delivery.buyer && <span className={classes.buyer}>{delivery.buyer}</span>}
            <span>{configurationName(delivery)}</span>
            <span>
              <Attempts delivery={delivery} />
            </span>
            <RelativeTime at={delivery.createdAt} />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** The code, the arrow right beside it, and under them what it means. */
function Status({ delivery, action }: { readonly delivery: Delivery; readonly action: ReactNode }) {
  const explain = useExplainFailure()
  const words = useWords()
  const { status, outcome, cause, state, cancelReason } = delivery
  const failure = explain(delivery)
  const why = state === 'cancelled' && cancelReason !== null ? words.cancelReason(cancelReason) : failure?.title
  return (
    <div className={classes.status}>
      <span className={classes.code}>
        <StatusCode status={status} outcome={outcome} cause={cause} />
      </span>
      <span className={classes.action}>{action}</span>
      <span className={classes.words}>
        <StateBadge state={state} />
        {why && (
          <Text span size="xs" c="dimmed">
            {why}
          </Text>
        )}
      </span>
    </div>
  )
}

/** The event is the link, and the whole row its surface. */
function Subject({ delivery }: { readonly delivery: Delivery }) {
  const { t } = useTranslation('history')
  const words = useWords()
  return (
    <>
      <Link to="/webhook/deliveries/$id" params={{ id: delivery.id }} className={classes.link} preload={false}>
        {words.event(delivery.event)}
      </Link>
      <span className={classes.subject}>
        {delivery.transaction !== null &&
          (delivery.test ? (
            <span className={classes.mono}>{delivery.transaction}</span>
          ) : (
            <Link
              to="/webhook/sales/$transaction"
              params={{ transaction: delivery.transaction }}
              className={`${classes.mono} ${classes.sale}`}
              preload={false}
            >
              {delivery.transaction}
            </Link>
          ))}
        {delivery.test && (
          <ToneBadge tone="info" icon={IconFlask}>
            {t('test')}
          </ToneBadge>
        )}
      </span>
    </>
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
    <>
      {t('attempts', { used: attemptCount, of: attemptsMax })}
      {series > 1 && (
        <Text span size="xs" c="dimmed">
          {' '}
          {t('series', { series })}
        </Text>
      )}
      {waits && (
        <Text size="xs" c="dimmed" component="div">
          {t('next')} <RelativeTime at={nextAttemptAt} />
        </Text>
      )}
    </>
  )
}
