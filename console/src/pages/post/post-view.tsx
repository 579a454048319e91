import { Tabs, Title } from '@mantine/core'
import { type DeliveryDetail, testInbox } from '@postback/sdk'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useBodyToken } from '../../features/body-token/use-body-token.tsx'
import classes from '../../features/delivery/delivery.module.css'
import { Facts } from '../../features/delivery/facts.tsx'
import type { Names } from '../../features/delivery/names.ts'
import { PastActions } from '../../features/delivery/past-actions.tsx'
import { RequestHeaders } from '../../features/delivery/request-headers.tsx'
import { ResponseHistory } from '../../features/delivery/response-history.tsx'
import { RoutingTable } from '../../features/delivery/routing-table.tsx'
import { SentPayload } from '../../features/delivery/sent-payload.tsx'
import { Verdict } from '../../features/delivery/verdict.tsx'
import { useChangeSearchText, useSearchText } from '../../ui/navigation/use-search-text.ts'
import { Panel } from '../../ui/panel.tsx'

const tabs = ['payload', 'responses', 'headers', 'routing'] as const

interface PostViewProps {
  readonly delivery: DeliveryDetail
  readonly names: Names
  /** Beside a list: nothing in two columns. */
  readonly narrow?: boolean
  /** Where the facts stand. */
  readonly layout: (parts: { readonly main: ReactNode; readonly facts: ReactNode }) => ReactNode
}

/** What became of a post and why, what was sent, and everything that came back: on its page, and beside the history. */
export function PostView({ delivery, names, narrow = false, layout }: PostViewProps) {
  const { t } = useTranslation('history')
  const { tab } = useSearchText()
  const change = useChangeSearchText()
  const configuration = names.configurationOf(delivery)
  const bodyToken = useBodyToken(delivery, configuration)
  const usual = useOpeningTab(delivery)
  const current = tabs.find((name) => name === tab) ?? usual
  const url = delivery.request?.url ?? delivery.url ?? configuration?.url ?? null
  const address = url === testInbox ? null : url
  return layout({
    main: (
      <>
        <Verdict delivery={delivery} url={url} narrow={narrow} {...bodyToken} />
        <Panel padded>
          <Tabs
            value={current}
            onChange={(value) => change({ tab: value === usual ? undefined : (value ?? undefined) }, { replace: true })}
            keepMounted={false}
          >
            <Tabs.List mb={narrow ? 'sm' : 'lg'} className={classes.tabs} data-narrow={narrow || undefined}>
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
              <div className={classes.responses} data-narrow={narrow || undefined}>
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
      </>
    ),
    facts: <Facts delivery={delivery} names={names} url={address} />,
  })
}

/** The answer where the last attempt failed, else the payload. It stays while the post changes under the reader. */
function useOpeningTab({ id, state, outcome }: DeliveryDetail): (typeof tabs)[number] {
  const found = state !== 'delivered' && outcome !== null && outcome !== 'delivered' ? 'responses' : 'payload'
  const [opened, setOpened] = useState({ id, tab: found } as const)
  if (opened.id === id) return opened.tab
  setOpened({ id, tab: found })
  return found
}
