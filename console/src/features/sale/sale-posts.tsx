import { Text, Title } from '@mantine/core'
import type { Delivery, EventName, SaleDetail, SaleEvent, SaleRoute } from '@postback/sdk'
import { IconCircleMinus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StateBadge } from '../../ui/badges/state-badge.tsx'
import { StatusCode } from '../../ui/badges/status-code.tsx'
import { ToneBadge } from '../../ui/badges/tone-badge.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { useExplainFailure } from '../../words/explain-failure.ts'
import { useWords } from '../../words/use-words.ts'
import classes from './sale.module.css'
import { WhyNotSent } from './why-not-sent.tsx'

/** Of those that got nothing, as many are shown at once. */
const notSentShown = 4

interface SalePostsProps {
  readonly sale: SaleDetail
  /** What stands beside the code: the arrow. */
  readonly action: (delivery: Delivery) => ReactNode
}

/** Each event, and what every configuration got of it. */
export function SalePosts({ sale, action }: SalePostsProps) {
  const { t } = useTranslation('sale')
  return (
    <section aria-labelledby="sale-posts">
      <Title order={2} id="sale-posts" mb="sm">
        {t('posts.title')}
      </Title>
      <Panel>
        {sale.events.map((event) => (
          <EventPosts key={event.id} event={event} action={action} />
        ))}
        {sale.events.length === 0 && (
          <div className={classes.event}>
            <Text fw={600}>{t('posts.gone')}</Text>
            <Text size="sm" c="dimmed">
              {t('posts.goneText')}
            </Text>
          </div>
        )}
      </Panel>
    </section>
  )
}

function EventPosts({ event, action }: { readonly event: SaleEvent; readonly action: SalePostsProps['action'] }) {
  const { t } = useTranslation('sale')
  const words = useWords()
  const formats = useFormats()
  // What needs a person comes first.
  const sent = event.routes
    .filter(({ delivery }) => delivery !== null)
    .toSorted((a, b) => Number(isDelivered(a)) - Number(isDelivered(b)))
  const notSent = event.routes.filter(({ delivery }) => delivery === null)
  const [shown, others] = [notSent.slice(0, notSentShown), notSent.slice(notSentShown)]
  return (
    <section className={classes.event} aria-labelledby={event.id}>
      <div className={classes.eventHead}>
        <Title order={3} id={event.id}>
          {words.event(event.event)}
        </Title>
        <time dateTime={event.occurredAt} className={classes.eventTime}>
          {formats.dateTime(event.occurredAt)}
        </time>
      </div>
      {event.routes.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('posts.none')}
        </Text>
      )}
      <ul className={classes.routes}>
        {sent.map((route) => (
          <SentRoute key={route.configurationId} route={route} action={action} />
        ))}
        {shown.map((route) => (
          <NotSentRoute key={route.configurationId} event={event.event} route={route} />
        ))}
      </ul>
      {others.length > 0 && (
        <details className={classes.others}>
          <summary>{t('posts.others', { count: others.length })}</summary>
          <ul className={classes.routes}>
            {others.map((route) => (
              <NotSentRoute key={route.configurationId} event={event.event} route={route} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function isDelivered({ delivery }: SaleRoute): boolean {
  return delivery?.state === 'delivered'
}

function SentRoute({ route, action }: { readonly route: SaleRoute; readonly action: SalePostsProps['action'] }) {
  const { t } = useTranslation('sale')
  const words = useWords()
  const explain = useExplainFailure()
  const { delivery, name, configurationState } = route
  if (delivery === null) return null
  const { status, outcome, cause, state, cancelReason, nextAttemptAt } = delivery
  const why =
    state === 'cancelled' && cancelReason !== null ? words.cancelReason(cancelReason) : explain(delivery)?.title
  return (
    <li className={classes.route}>
      <span className={classes.code}>
        <StatusCode status={status} outcome={outcome} cause={cause} />
      </span>
      <span className={classes.action}>{action(delivery)}</span>
      <div className={classes.subject}>
        <TextLink
          to="/webhook/deliveries/$id"
          params={{ id: delivery.id }}
          className={classes.name}
          aria-label={t('posts.open', { what: name })}
          preload={false}
        >
          <bdi>{name}</bdi>
        </TextLink>
        <div className={classes.about}>
          {why && <span>{why}</span>}
          <span>{t('posts.attempts', { used: delivery.attemptCount, of: delivery.attemptsMax })}</span>
          {nextAttemptAt !== null && (state === 'retrying' || state === 'queued') && (
            <span>
              <Next at={nextAttemptAt} />
            </span>
          )}
          {delivery.lastAttemptAt !== null && (
            <span>
              <RelativeTime at={delivery.lastAttemptAt} />
            </span>
          )}
          {configurationState === 'disabled' && state !== 'delivered' && (
            <WhyNotSent route={route} event={delivery.event} reason="disabled" />
          )}
        </div>
      </div>
      <span className={classes.badge}>
        <StateBadge state={state} />
      </span>
    </li>
  )
}

function Next({ at }: { readonly at: string }) {
  const { t } = useTranslation('sale')
  const formats = useFormats()
  return <time dateTime={at}>{t('posts.next', { time: formats.dayAndTime(at) })}</time>
}

function NotSentRoute({ route, event }: { readonly route: SaleRoute; readonly event: EventName }) {
  const { t } = useTranslation('sale')
  return (
    <li className={classes.route}>
      <span className={classes.code} aria-hidden>
        <Text span c="dimmed">
          –
        </Text>
      </span>
      <span />
      <div className={classes.subject}>
        <span className={classes.name}>
          <bdi>{route.name}</bdi>
        </span>
        <div className={classes.about}>
          <WhyNotSent route={route} event={event} />
        </div>
      </div>
      <span className={classes.badge}>
        <ToneBadge tone="calm" icon={IconCircleMinus}>
          {t('posts.notSent')}
        </ToneBadge>
      </span>
    </li>
  )
}
