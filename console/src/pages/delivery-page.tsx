import { Group } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { isApiError } from '@postback/sdk'
import { IconArrowLeft, IconFlask } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useDelivery } from '../data/deliveries/detail.ts'
import { CancelButton } from '../features/delivery/cancel-button.tsx'
import classes from '../features/delivery/delivery.module.css'
import { useNames } from '../features/delivery/names.ts'
import { ProcessAgainButton } from '../features/delivery/process-again-button.tsx'
import { lastPlace, rememberPlace } from '../features/history/place.ts'
import { ToneBadge } from '../ui/badges/tone-badge.tsx'
import { ButtonLink, TextLink } from '../ui/navigation/links.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { EmptyState } from '../ui/states/empty-state.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'
import { useWords } from '../words/use-words.ts'
import { PostView } from './post/post-view.tsx'

/** One post: its result with the cause, the sent payload, and every response. */
export function DeliveryPage() {
  const { t } = useTranslation('history')
  const words = useWords()
  const { id = '' } = useParams({ strict: false })
  const { data: delivery, error, refetch } = useDelivery(id)
  const names = useNames()
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  useEffect(() => rememberPlace(lastPlace().search, id), [id])
  const back = (
    <TextLink to="/webhook/history" search={lastPlace().search} className={classes.back} underline="hover">
      <IconArrowLeft size={16} aria-hidden /> {t('back')}
    </TextLink>
  )

  if (!delivery) {
    return (
      <>
        {back}
        <PageTitle title={t('post')} />
        {isApiError(error, 'not_found') ? (
          <Panel>
            <EmptyState
              icon={<IconArrowLeft size={30} />}
              title={t('notFound.title')}
              action={
                <ButtonLink to="/webhook/history" search={lastPlace().search}>
                  {t('back')}
                </ButtonLink>
              }
            >
              {t('notFound.text')}
            </EmptyState>
          </Panel>
        ) : error ? (
          <ErrorState error={error} title={t('deliveryFailed')} onRetry={refetch} />
        ) : (
          <Panel>
            <Loading />
          </Panel>
        )}
      </>
    )
  }

  return (
    <>
      {back}
      <PageTitle
        title={[words.event(delivery.event), delivery.transaction].filter(Boolean).join(' · ')}
        description={
          <Group component="span" gap="xs">
            {delivery.test && (
              <ToneBadge tone="info" icon={IconFlask}>
                {t('test')}
              </ToneBadge>
            )}
            {t('toDestination', { destination: names.destination(delivery) })}
          </Group>
        }
        actions={
          <>
            <CancelButton delivery={delivery} look="button" />
            <ProcessAgainButton delivery={delivery} names={names} look="button" />
          </>
        }
      />
      {error && <ErrorState error={error} title={t('deliveryFailed')} onRetry={refetch} />}
      <PostView
        delivery={delivery}
        names={names}
        narrow={narrow}
        layout={({ main, facts }) => (
          <div className={classes.layout}>
            <div className={classes.main}>{main}</div>
            {facts}
          </div>
        )}
      />
    </>
  )
}
