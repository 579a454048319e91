import { Alert, Button, Group, NativeSelect, Stack, Tabs, Text } from '@mantine/core'
import { type EventType, payloadVersions } from '@postback/sdk'
import { IconVersions } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isUnknownVersion, useEventType, useEventTypes } from '../../data/event-types.ts'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { useWords } from '../../words/use-words.ts'
import classes from './documentation.module.css'
import { type DocumentationFilters, documentationViews, useDocumentationFilters } from './documentation-filters.ts'
import { EventList } from './event-list.tsx'
import { ExampleOfOwn, ExampleView } from './example-view.tsx'
import { HeadersView } from './headers-view.tsx'
import { ParametersView } from './parameters-view.tsx'
import { SchemaView } from './schema-view.tsx'

/** Every event: what it means, its parameters, an example, its headers and its schema. */
export function EventSection({ ownProducts = true }: { readonly ownProducts?: boolean }) {
  const { t } = useTranslation('documentation')
  const filters = useDocumentationFilters()
  const types = useEventTypes()
  const { event, version, set } = filters
  const type = useEventType({ event, version })
  return (
    <section id="events" aria-labelledby="events-title" className={classes.section}>
      <h2 id="events-title" className={classes.sectionTitle}>
        {t('events.title')}
      </h2>
      <Text c="dimmed" maw="46rem" mb="md">
        {t(ownProducts ? 'events.text' : 'events.publicText')}
      </Text>
      <Panel>
        <div className={classes.catalogue}>
          {types.error && <ErrorState error={types.error} title={t('events.failed')} onRetry={types.refetch} />}
          {types.data && (
            <EventList types={types.data.data} chosen={event} onChoose={(chosen) => set({ event: chosen })} />
          )}
          {!types.data && !types.error && <Loading />}
          <div className={classes.eventPage}>
            <EventHead filters={filters} type={type.data} />
            {type.error && isUnknownVersion(type.error) && <NoSuchVersion filters={filters} />}
            {type.error && !isUnknownVersion(type.error) && (
              <ErrorState error={type.error} title={t('events.failed')} onRetry={type.refetch} />
            )}
            {!type.data && !type.error && <Loading />}
            {type.data && !type.error && <EventViews filters={filters} type={type.data} ownProducts={ownProducts} />}
          </div>
        </div>
      </Panel>
    </section>
  )
}

interface OfEvent {
  readonly filters: DocumentationFilters
  readonly type: EventType
}

function EventHead({
  filters,
  type,
}: {
  readonly filters: DocumentationFilters
  readonly type: EventType | undefined
}) {
  const { t } = useTranslation('documentation')
  const words = useWords()
  const { event, version, set } = filters
  // The server's description is longer; a short one is shown until it is loaded.
  const meaning = type?.event === event ? type.meaning : words.eventMeaning(event)
  return (
    <Stack gap="xs" mb="md">
      <Group justify="space-between" align="flex-start" gap="md">
        <div>
          <h3 className={classes.eventTitle}>{words.event(event)}</h3>
          <code className={classes.eventCode}>{event}</code>
        </div>
        <NativeSelect
          label={t('version')}
          size="sm"
          value={version}
          data={[...payloadVersions]}
          onChange={({ currentTarget: { value } }) =>
            set({ version: payloadVersions.find((known) => known === value) ?? null })
          }
        />
      </Group>
      <Text maw="46rem">{meaning}</Text>
      {version === '1.0.0' && (
        <Text size="sm" c="dimmed" maw="46rem">
          {t('older')}
        </Text>
      )}
    </Stack>
  )
}

function EventViews({ filters, type, ownProducts }: OfEvent & { readonly ownProducts: boolean }) {
  const { t } = useTranslation('documentation')
  const words = useWords()
  const { view, product, set } = filters
  const { event } = type
  return (
    <Tabs
      value={view}
      keepMounted={false}
      onChange={(value) => set({ view: documentationViews.find((known) => known === value) ?? null })}
    >
      <Tabs.List mb="md" aria-label={t('views.label', { event: words.event(event) })}>
        {documentationViews.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(`views.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="parameters">
        <ParametersView
          label={t('parameters.label', { event: words.event(event) })}
          parameters={type.parameters.filter((it) => it.in === 'body')}
          filters={filters}
        />
      </Tabs.Panel>
      <Tabs.Panel value="example">
        {ownProducts ? (
          <ExampleOfOwn type={type} product={product} onProduct={(id) => set({ product: id })} />
        ) : (
          <ExampleView type={type} />
        )}
      </Tabs.Panel>
      <Tabs.Panel value="headers">
        <HeadersView type={type} />
      </Tabs.Panel>
      <Tabs.Panel value="schema">
        <SchemaView type={type} />
      </Tabs.Panel>
    </Tabs>
  )
}

/** A version that this server does not send: says so, and offers the one that every event has. */
function NoSuchVersion({ filters: { version, set } }: { readonly filters: DocumentationFilters }) {
  const { t } = useTranslation('documentation')
  return (
    <Alert variant="light" color="yellow" icon={<IconVersions aria-hidden />} title={t('noVersion.title', { version })}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t('noVersion.text')}</Text>
        <Button
          size="xs"
          variant="default"
          onClick={() => set(version === '2.0.0' ? { event: null } : { version: null })}
        >
          {t('noVersion.action')}
        </Button>
      </Stack>
    </Alert>
  )
}
