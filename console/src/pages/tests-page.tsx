import { Stack, Text, Title } from '@mantine/core'
import { IconFlask, IconInbox } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTargets } from '../data/configurations.ts'
import { useInbox } from '../data/deliveries/inbox.ts'
import { useTests } from '../data/deliveries/tests.ts'
import { useKnownEvents } from '../data/event-types.ts'
import { useFirstProducts } from '../data/products.ts'
import { useTestStories } from '../data/tests.ts'
import { BodyTokenRemedy } from '../features/body-token/body-token-remedy.tsx'
import { InboxList } from '../features/inbox/inbox-list.tsx'
import { type SentForm, TestFormPanel } from '../features/tests/test-form-panel.tsx'
import { TestResults } from '../features/tests/test-results.tsx'
import { TestsTable } from '../features/tests/tests-table.tsx'
import { CursorPager } from '../ui/navigation/cursor-pager.tsx'
import { useCursorPages } from '../ui/navigation/use-cursor-pages.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { EmptyState } from '../ui/states/empty-state.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'

export function TestsPage() {
  const { t } = useTranslation('tests')
  const events = useKnownEvents()
  const products = useFirstProducts()
  const targets = useTargets()
  const stories = useTestStories()
  const [sent, setSent] = useState<SentForm | null>(null)
  const needed = [events, stories, products, targets]
  const failed = needed.find(({ error, data }) => error && !data)
  return (
    <>
      <PageTitle title={t('title')} description={t('description')} />
      <Stack gap="lg">
        {failed && (
          <ErrorState
            error={failed.error}
            title={t('notLoaded')}
            onRetry={() => Promise.all(needed.map((it) => it.refetch()))}
          />
        )}
        {!failed && !needed.every(({ data }) => data) && (
          <Panel>
            <Loading rows={10} />
          </Panel>
        )}
        {events.data && stories.data && products.data && targets.data && (
          <TestFormPanel
            types={events.data}
            stories={stories.data.data}
            products={products.data.data}
            configurations={targets.data.data}
            onSent={setSent}
          />
        )}
        {sent && (
          <TestResults
            key={sent.steps[0]?.eventId}
            {...sent}
            remedy={(delivery, steps) => (
              <BodyTokenRemedy
                delivery={delivery}
                steps={steps}
                configuration={targets.data?.data.find(({ id }) => id === delivery.configurationId)}
              />
            )}
          />
        )}
        <Inbox latest={sent?.steps.at(-1)?.deliveryIds[sent.targets.findIndex(({ kind }) => kind === 'inbox')]} />
        <PastTests />
      </Stack>
    </>
  )
}

function Inbox({ latest }: { readonly latest: string | undefined }) {
  const { t } = useTranslation('tests')
  const { data, error, refetch } = useInbox()
  return (
    <section aria-labelledby="test-inbox">
      <Title order={2} id="test-inbox">
        {t('inbox.name')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('inbox.text')}
      </Text>
      {error && <ErrorState error={error} title={t('inbox.failed')} onRetry={refetch} />}
      {!data && !error && (
        <Panel>
          <Loading />
        </Panel>
      )}
      {data && (
        <Panel>
          {data.data.length > 0 ? (
            <InboxList posts={data.data} latest={latest} />
          ) : (
            <EmptyState icon={<IconInbox size={30} />} title={t('inbox.emptyTitle')}>
              {t('inbox.emptyText')}
            </EmptyState>
          )}
        </Panel>
      )}
    </section>
  )
}

function PastTests() {
  const { t } = useTranslation('tests')
  const pages = useCursorPages()
  const targets = useTargets()
  const { data, error, refetch } = useTests(pages.cursor)
  return (
    <section aria-labelledby="past-tests">
      <Title order={2} id="past-tests" mb="sm">
        {t('past.title')}
      </Title>
      {error && <ErrorState error={error} title={t('past.failed')} onRetry={refetch} />}
      {!data && !error && (
        <Panel>
          <Loading />
        </Panel>
      )}
      {data && (
        <Panel>
          {data.data.length > 0 ? (
            <TestsTable tests={data.data} configurations={targets.data?.data ?? []} />
          ) : (
            <EmptyState icon={<IconFlask size={30} />} title={t('past.emptyTitle')}>
              {t('past.emptyText')}
            </EmptyState>
          )}
        </Panel>
      )}
      <CursorPager pages={pages} nextCursor={data?.nextCursor} />
    </section>
  )
}
