import { Text, Title } from '@mantine/core'
import { isApiError } from '@postback/sdk'
import { IconArrowLeft } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useReplay, useReplayFailures } from '../data/replays.ts'
import { CancelButton } from '../features/delivery/cancel-button.tsx'
import classes from '../features/delivery/delivery.module.css'
import { useNames } from '../features/delivery/names.ts'
import { ProcessAgainButton } from '../features/delivery/process-again-button.tsx'
import { HistoryList } from '../features/history/history-list.tsx'
import { lastPlace } from '../features/history/place.ts'
import { ReplayProgress } from '../features/history/replay-progress.tsx'
import { CursorPager } from '../ui/navigation/cursor-pager.tsx'
import { ButtonLink, TextLink } from '../ui/navigation/links.tsx'
import { useCursorPages } from '../ui/navigation/use-cursor-pages.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { EmptyState } from '../ui/states/empty-state.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'

/** The result of processing many posts again, until all have arrived. */
export function ReplayPage() {
  const { t } = useTranslation('history')
  const { id = '' } = useParams({ strict: false })
  const { data: replay, error, refetch } = useReplay(id)
  const isMissing = isApiError(error) && (error.status === 400 || error.status === 404)
  return (
    <>
      <TextLink to="/webhook/history" search={lastPlace().search} className={classes.back} underline="hover">
        <IconArrowLeft size={16} aria-hidden /> {t('back')}
      </TextLink>
      <PageTitle title={t('replay.title')} />
      {isMissing && (
        <Panel>
          <EmptyState
            icon={<IconArrowLeft size={30} />}
            title={t('replay.missing')}
            action={
              <ButtonLink to="/webhook/history" search={lastPlace().search}>
                {t('back')}
              </ButtonLink>
            }
          >
            {t('replay.missingText')}
          </EmptyState>
        </Panel>
      )}
      {error && !isMissing && <ErrorState error={error} title={t('replay.failed')} onRetry={refetch} />}
      {!replay && !error && (
        <Panel>
          <Loading />
        </Panel>
      )}
      {replay && <ReplayProgress replay={replay} />}
      {replay && (replay.failed ?? 0) > 0 && <Failures replayId={id} failed={replay.failed ?? 0} />}
    </>
  )
}

function Failures({ replayId, failed }: { readonly replayId: string; readonly failed: number }) {
  const { t } = useTranslation('history')
  const pages = useCursorPages()
  const names = useNames()
  const { data, error, refetch, isPlaceholderData } = useReplayFailures(replayId, { cursor: pages.cursor, failed })
  return (
    <section aria-labelledby="failures">
      <Title order={2} id="failures" mt="lg">
        {t('replay.failures')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('replay.failuresText')}
      </Text>
      {error && <ErrorState error={error} title={t('replay.failuresFailed')} onRetry={refetch} />}
      {!data && !error && (
        <Panel>
          <Loading />
        </Panel>
      )}
      {data && (
        <Panel>
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
        </Panel>
      )}
      <CursorPager pages={pages} nextCursor={data?.nextCursor} />
    </section>
  )
}
