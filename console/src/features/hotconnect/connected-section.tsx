import { Button, Group, Stack, Text } from '@mantine/core'
import { eventNames, type Hook, hookSources } from '@postback/sdk'
import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react'
import { useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { useCredentials } from '../../data/credentials.ts'
import { useHooks, useRemoveHook } from '../../data/hooks.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { notifyDone } from '../../ui/notify.ts'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states/empty-state.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { useWords } from '../../words/use-words.ts'
import classes from './hotconnect.module.css'

/** The subscriptions of other systems, by system. */
export function ConnectedSection() {
  const { t } = useTranslation('hotconnect')
  const words = useWords()
  const { data, error, refetch } = useHooks()
  const groups = hookSources
    .map((source) => ({ source, hooks: data?.filter((hook) => hook.source === source) ?? [] }))
    .filter(({ hooks }) => hooks.length > 0)
  return (
    <section id="connected" aria-labelledby="connected-title">
      <div className={classes.heading}>
        <h2 id="connected-title" className={classes.title}>
          <IconPlugConnected size={20} aria-hidden /> {t('connected.title')}
        </h2>
        <Text size="sm">
          <Trans
            t={t}
            i18nKey="connected.text"
            components={{ configurations: <TextLink to="/webhook/configurations" fz="sm" /> }}
          />
        </Text>
      </div>
      {error && <ErrorState error={error} title={t('connected.failed')} onRetry={refetch} />}
      {!data && !error && (
        <Panel>
          <Loading rows={3} />
        </Panel>
      )}
      {data?.length === 0 && (
        <Panel>
          <EmptyState icon={<IconPlugConnected size={30} />} title={t('connected.empty')}>
            {t('connected.emptyText')}
          </EmptyState>
        </Panel>
      )}
      <Stack gap="md">
        {groups.map(({ source, hooks }) => (
          <Panel key={source}>
            <h3 className={classes.source} id={`connected-${source}`}>
              {words.source(source)}
              <Text span size="sm" c="dimmed" fw={400}>
                {t('connected.count', { count: hooks.length })}
              </Text>
            </h3>
            <ul className={classes.hooks} aria-labelledby={`connected-${source}`}>
              {hooks.map((hook) => (
                <ConnectedHook key={hook.id} hook={hook} />
              ))}
            </ul>
          </Panel>
        ))}
      </Stack>
    </section>
  )
}

const eventsNamed = 2

/** The first few by name, and the number of the others. */
function EventsOf({ events }: Pick<Hook, 'events'>) {
  const { t } = useTranslation('hotconnect')
  const words = useWords()
  const formats = useFormats()
  if (events.length === eventNames.length) return t('connected.every')
  const named = events.slice(0, eventsNamed).map(words.event)
  const more = events.length - named.length
  return more > 0 ? t('connected.events', { events: named.join(', '), count: more }) : formats.list(named)
}

function ConnectedHook({ hook }: { readonly hook: Hook }) {
  const { t } = useTranslation('hotconnect')
  const words = useWords()
  const { data: credentials } = useCredentials()
  const [asking, setAsking] = useState(false)
  const { id, name, events, createdAt, credentialId, state, source } = hook
  const remove = useRemoveHook()
  const credential = credentials?.find((it) => it.id === credentialId)
  const confirm = () =>
    remove.press(id, {
      onSuccess: () => {
        notifyDone(t('disconnect.done', { name }))
        setAsking(false)
      },
    })
  return (
    <li className={classes.hook}>
      <div className={classes.hookFacts}>
        <TextLink to="/webhook/configurations/$id" params={{ id }} fw={600} fz="sm">
          {name}
        </TextLink>
        <Text size="sm">
          <EventsOf events={events} />
        </Text>
        <Group gap="xs" c="dimmed" fz="xs">
          <span>
            <Trans t={t} i18nKey="connected.since" components={{ time: <RelativeTime at={createdAt} /> }} />
          </span>
          {credentialId !== null && credentials && (
            <span>· {credential ? t('connected.with', { name: credential.name }) : t('connected.withRevoked')}</span>
          )}
          {state === 'disabled' && <span>· {t('connected.disabled')}</span>}
        </Group>
      </div>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlugConnectedX size={16} aria-hidden />}
        aria-label={t('disconnect.buttonOf', { name })}
        onClick={() => setAsking(true)}
      >
        {t('disconnect.button')}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t('disconnect.title', { name })}
        confirmLabel={t('disconnect.confirm')}
        danger
        act={remove}
        error={remove.error}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      >
        <Text size="sm">{t('disconnect.text', { source: words.source(source) })}</Text>
      </ConfirmDialog>
    </li>
  )
}
