import { Group, Tabs, Title } from '@mantine/core'
import { type DeliveryDetail, isApiError, testInbox } from '@postback/sdk'
import { IconArrowLeft, IconFlask } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useDelivery } from '../data/deliveries/detail.ts'
import { useBodyToken } from '../features/body-token/use-body-token.tsx'
import { CancelButton } from '../features/delivery/cancel-button.tsx'
import { CurlButton } from '../features/delivery/curl-button.tsx'
import classes from '../features/delivery/delivery.module.css'
import { Facts } from '../features/delivery/facts.tsx'
import { useNames } from '../features/delivery/names.ts'
import { PastActions } from '../features/delivery/past-actions.tsx'
import { ProcessAgainButton } from '../features/delivery/process-again-button.tsx'
import { RequestHeaders } from '../features/delivery/request-headers.tsx'
import { ResponseHistory } from '../features/delivery/response-history.tsx'
import { RoutingTable } from '../features/delivery/routing-table.tsx'
import { SentPayload } from '../features/delivery/sent-payload.tsx'
import { Verdict } from '../features/delivery/verdict.tsx'
import { ToneBadge } from '../ui/badges/tone-badge.tsx'
import { ButtonLink, TextLink } from '../ui/navigation/links.tsx'
import { useChangeSearchText, useSearchText } from '../ui/navigation/use-search-text.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { EmptyState } from '../ui/states/empty-state.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'
import { useWords } from '../words/use-words.ts'

const tabs = ['payload', 'responses', 'headers', 'routing'] as const

/** One post: its result with the cause, the sent payload, and every response. */
export function DeliveryPage() {
  const { t } = useTranslation('history')
  const words = useWords()
  const { id = '' } = useParams({ strict: false })
  const { tab } = useSearchText()
  const change = useChangeSearchText()
  const { data: delivery, error, refetch } = useDelivery(id)
  const names = useNames()
  const configuration = delivery && names.configurationOf(delivery)
  const bodyToken = useBodyToken(delivery, configuration)
  const first = useFirstTab(delivery)
  const current = tabs.find((name) => name === tab) ?? first
  const back = (
    <TextLink to="/webhook/history" className={classes.back} underline="hover">
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
              action={<ButtonLink to="/webhook/history">{t('back')}</ButtonLink>}
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

  const url = delivery.request?.url ?? delivery.url ?? configuration?.url ?? null
  const address = url === testInbox ? null : url
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
            <CurlButton delivery={delivery} url={address} />
            <CancelButton delivery={delivery} look="button" />
            <ProcessAgainButton delivery={delivery} names={names} look="button" />
          </>
        }
      />
      {error && <ErrorState error={error} title={t('deliveryFailed')} onRetry={refetch} />}
      <div className={classes.layout}>
        <div className={classes.main}>
          <Verdict delivery={delivery} url={url} {...bodyToken} />
          <Panel padded>
            <Tabs
              value={current}
              onChange={(value) =>
                change({ tab: value === first ? undefined : (value ?? undefined) }, { replace: true })
              }
              keepMounted={false}
            >
              <Tabs.List mb="lg">
                {tabs.map((name) => (
                  <Tabs.Tab key={name} value={name}>
                    {t(`tabs.${name}`)}
                    {name === 'responses' && ` (${delivery.attempts.length})`}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value="payload">
                <SentPayload delivery={delivery} />
              </Tabs.Panel>
              <Tabs.Panel value="responses">
                <div className={classes.responses}>
                  <ResponseHistory delivery={delivery} />
                  <section aria-labelledby="past-actions">
                    <Title order={2} size="md" id="past-actions" mb="md">
                      {t('actions.title')}
                    </Title>
                    <PastActions actions={delivery.actions} />
                  </section>
                </div>
              </Tabs.Panel>
              <Tabs.Panel value="headers">
                <RequestHeaders delivery={delivery} url={address} />
              </Tabs.Panel>
              <Tabs.Panel value="routing">
                <RoutingTable eventId={delivery.eventId} deliveryId={delivery.id} />
              </Tabs.Panel>
            </Tabs>
          </Panel>
        </div>
        <Facts delivery={delivery} names={names} url={address} />
      </div>
    </>
  )
}

/** Of a post that failed the answer, of one that arrived the payload. It stays while the page follows the post, so that nothing moves. */
function useFirstTab(delivery: DeliveryDetail | undefined): (typeof tabs)[number] {
  const chosen = useRef<{ readonly id: string; readonly tab: (typeof tabs)[number] }>(undefined)
  if (delivery && chosen.current?.id !== delivery.id) {
    const answered = delivery.attempts.length > 0 && delivery.outcome !== 'delivered'
    chosen.current = { id: delivery.id, tab: answered ? 'responses' : 'payload' }
  }
  return chosen.current?.tab ?? 'payload'
}
