import { Group } from '@mantine/core'
import { type Configuration, hookSources, isApiError } from '@postback/sdk'
import { IconArrowLeft, IconWebhook } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChangeFrom, useConfiguration } from '../data/configurations.ts'
import { type KnownEvent, useKnownEvents } from '../data/event-types.ts'
import { useAnnounceSaved } from '../data/just-saved.ts'
import { AddressCheck } from '../features/configurations/address/address-check.tsx'
import { ConfigurationForm, type Saving } from '../features/configurations/form/configuration-form.tsx'
import { formOf } from '../features/configurations/form/form-values.ts'
import { changeOf, type Edited } from '../features/configurations/form/merge-edits.ts'
import { ConfigurationBadge } from '../features/configurations/list/configuration-badge.tsx'
import { ConfigurationNote } from '../features/configurations/notes/configuration-note.tsx'
import { ButtonLink } from '../ui/navigation/links.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { EmptyState } from '../ui/states/empty-state.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'
import { useWords } from '../words/use-words.ts'
import classes from './configuration-page.module.css'

const route = getRouteApi('/signed-in/webhook/configurations/$id/edit')

export function ConfigurationPage() {
  const { id } = route.useParams()
  const { t } = useTranslation('configurations')
  const configuration = useConfiguration(id)
  const events = useKnownEvents()
  const error = configuration.error ?? events.error
  const missing = isApiError(configuration.error) && [400, 404].includes(configuration.error.status)
  const retry = () => Promise.all([configuration.refetch(), events.refetch()])
  return (
    <>
      <PageTitle
        title={t('form.editTitle')}
        description={configuration.data?.name}
        actions={
          <Group gap="sm">
            {configuration.data && <ConfigurationBadge configuration={configuration.data} />}
            <BackLink />
          </Group>
        }
      />
      {missing && (
        <Panel>
          <EmptyState icon={<IconWebhook size={30} />} title={t('form.missing')} action={<BackLink />}>
            {t('form.missingText')}
          </EmptyState>
        </Panel>
      )}
      {error && !missing && <ErrorState error={error} title={t('form.loadFailed')} onRetry={retry} />}
      {!error && !(configuration.data && events.data) && (
        <Panel>
          <Loading rows={12} />
        </Panel>
      )}
      {configuration.data && events.data && !missing && (
        <EditForm key={id} configuration={configuration.data} knownEvents={events.data} />
      )}
    </>
  )
}

interface EditFormProps {
  readonly configuration: Configuration
  readonly knownEvents: readonly KnownEvent[]
}

function EditForm({ configuration, knownEvents }: EditFormProps) {
  const { id, source } = configuration
  const { t } = useTranslation('configurations')
  const words = useWords()
  const hookSource = hookSources.find((it) => it === source)
  const navigate = useNavigate()
  const announce = useAnnounceSaved()
  const change = useChangeFrom(id)
  // A newer answer does not overwrite edits.
  const [initial] = useState(() => ({ values: formOf(configuration), revision: configuration.revision }))

  const save = (input: Edited, { before, revision, concerns, onSaved, onOutdated, onError }: Saving) => {
    const done = (told: Parameters<typeof announce>[0]) => {
      announce(told)
      onSaved()
      return navigate({ to: '/webhook/configurations' })
    }
    const changed = changeOf(before, input)
    if (Object.keys(changed).length === 0) return done({ configuration, check: null, warnings: [], secret: null })
    change.press(
      { change: changed, revision: revision ?? initial.revision, concerns },
      {
        onSuccess: (answer) => {
          if ('outdated' in answer) return onOutdated(answer.outdated)
          const { check, warnings, ...stored } = answer.saved
          return done({ configuration: stored, check, warnings, secret: null })
        },
        onError,
      },
    )
  }

  return (
    <>
      <div className={classes.note}>
        <ConfigurationNote configuration={configuration} withButton />
      </div>
      <ConfigurationForm
        initial={initial.values}
        revision={initial.revision}
        draftName={id}
        knownEvents={knownEvents}
        saving={change}
        error={change.error}
        onSave={save}
        fixedUrl={hookSource && t('form.urlOfHook', { source: words.source(hookSource) })}
        addressCheck={(changed) => <AddressCheck id={id} changed={changed} />}
      />
    </>
  )
}

function BackLink() {
  const { t } = useTranslation('configurations')
  return (
    <ButtonLink
      to="/webhook/configurations"
      variant="subtle"
      size="sm"
      leftSection={<IconArrowLeft size={16} aria-hidden />}
    >
      {t('form.back')}
    </ButtonLink>
  )
}
