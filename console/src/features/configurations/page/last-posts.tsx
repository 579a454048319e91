import { Text, Title } from '@mantine/core'
import type { Delivery } from '@postback/sdk'
import { IconFlask } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeliveries, useRefreshDeliveries } from '../../../data/deliveries/list.ts'
import { useLiveDeliveries } from '../../../data/deliveries/live.ts'
import { StateBadge } from '../../../ui/badges/state-badge.tsx'
import { StatusCode } from '../../../ui/badges/status-code.tsx'
import { ToneBadge } from '../../../ui/badges/tone-badge.tsx'
import { TextLink } from '../../../ui/navigation/links.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { ErrorState } from '../../../ui/states/error-state.tsx'
import { Loading } from '../../../ui/states/loading.tsx'
import { RelativeTime } from '../../../ui/time/relative-time.tsx'
import { useExplainFailure } from '../../../words/explain-failure.ts'
import { useWords } from '../../../words/use-words.ts'
import classes from './page.module.css'

interface LastPostsProps {
  readonly configurationId: string
  /** What stands beside the status: the arrow. */
  readonly action: (delivery: Delivery) => ReactNode
}

const shown = 8

/** What was sent to a configuration last, as it happens. */
export function LastPosts({ configurationId, action }: LastPostsProps) {
  const { t } = useTranslation('configurations')
  const { data, error, refetch } = useDeliveries({ filter: { configurationId }, cursor: undefined })
  const refresh = useRefreshDeliveries()
  useLiveDeliveries(true, {
    onDelivery: (delivery) => {
      if (delivery.configurationId === configurationId && !data?.data.some(({ id }) => id === delivery.id))
        void refresh()
    },
    onMissed: () => void refresh(),
  })
  return (
    <Panel>
      <section aria-labelledby="posts-title">
        <div className={classes.head}>
          <Title order={2} size="h3" id="posts-title">
            {t('page.posts')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('page.postsLive')}
          </Text>
        </div>
        {error && <ErrorState error={error} title={t('page.postsFailed')} onRetry={refetch} />}
        {!data && !error && <Loading rows={4} />}
        {data?.data.length === 0 && <Text className={classes.none}>{t('page.noPosts')}</Text>}
        {data && data.data.length > 0 && (
          <ul aria-label={t('page.posts')} className={classes.posts}>
            {data.data.slice(0, shown).map((delivery) => (
              <Post key={delivery.id} delivery={delivery} action={action(delivery)} />
            ))}
          </ul>
        )}
        <div className={classes.foot}>
          <TextLink to="/webhook/history" search={{ configuration: configurationId }} className={classes.link}>
            {t('page.allPosts')}
          </TextLink>
          <TextLink
            to="/webhook/history"
            search={{ configuration: configurationId, state: 'retrying,failed' }}
            className={classes.link}
          >
            {t('page.failingPosts')}
          </TextLink>
        </div>
      </section>
    </Panel>
  )
}

function Post({ delivery, action }: { readonly delivery: Delivery; readonly action: ReactNode }) {
  const { t } = useTranslation('history')
  const words = useWords()
  const explain = useExplainFailure()
  const { id, event, transaction, buyer, test, state, status, outcome, cause, createdAt } = delivery
  const why = explain(delivery)?.title
  return (
    <li className={classes.post}>
      <span className={classes.code}>
        <StatusCode status={status} outcome={outcome} cause={cause} />
        {action}
      </span>
      <span className={classes.subject}>
        <Link to="/webhook/deliveries/$id" params={{ id }} preload={false} className={classes.event}>
          {words.event(event)}
        </Link>
        <span className={classes.about}>
          {test && (
            <ToneBadge tone="info" icon={IconFlask}>
              {t('test')}
            </ToneBadge>
          )}
          {[transaction, buyer].filter(Boolean).map((text) => (
            <bdi key={text}>{text}</bdi>
          ))}
        </span>
      </span>
      <span className={classes.outcome}>
        <StateBadge state={state} />
        {why && (
          <Text span size="xs" c="dimmed">
            {why}
          </Text>
        )}
      </span>
      <span className={classes.time}>
        <RelativeTime at={createdAt} />
      </span>
    </li>
  )
}
