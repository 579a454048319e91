import type { ConfigurationInput } from '@postback/sdk'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCopied, useCreateConfiguration } from '../data/configurations.ts'
import { useKnownEvents } from '../data/event-types.ts'
import { useAnnounceSaved } from '../data/just-saved.ts'
import { ConfigurationForm, type Saving } from '../features/configurations/form/configuration-form.tsx'
import { emptyForm, formOf, nameLengthMost } from '../features/configurations/form/form-values.ts'
import { useSearchText } from '../ui/navigation/use-search-text.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'

export function NewConfigurationPage() {
  const { t } = useTranslation('configurations')
  const navigate = useNavigate()
  const announce = useAnnounceSaved()
  const events = useKnownEvents()
  const create = useCreateConfiguration()
  const { from } = useSearchText()
  const copied = useCopied(from)
  const initial = copied.data
    ? { ...formOf(copied.data), name: t('form.copyOf', { name: copied.data.name }).slice(0, nameLengthMost) }
    : emptyForm
  const isReady = events.data && (from === undefined || copied.data || copied.isError)

  const save = (input: ConfigurationInput, { onSaved, onError }: Saving) =>
    create.press(input, {
      onSuccess: ({ secret, check, warnings, ...configuration }) => {
        announce({ configuration, check, warnings, secret })
        onSaved()
        return navigate({ to: '/webhook/configurations' })
      },
      onError,
    })

  return (
    <>
      <PageTitle title={t('form.newTitle')} description={t('form.newDescription')} />
      {events.error && <ErrorState error={events.error} title={t('form.eventsFailed')} onRetry={events.refetch} />}
      {!isReady && !events.error && (
        <Panel>
          <Loading rows={12} />
        </Panel>
      )}
      {events.data && isReady && (
        <ConfigurationForm
          initial={initial}
          draftName="new"
          knownEvents={events.data}
          saving={create}
          error={create.error}
          onSave={save}
        />
      )}
    </>
  )
}
