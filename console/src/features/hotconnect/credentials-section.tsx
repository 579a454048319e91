import { Button, Group, Text } from '@mantine/core'
import type { Credential } from '@postback/sdk'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCredentials } from '../../data/credentials.ts'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states/empty-state.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { CreateCredentialDialog } from './create-credential-dialog.tsx'
import { CredentialCard } from './credential-card.tsx'
import classes from './hotconnect.module.css'

/** Credentials by their ids, with secrets that were just made or revealed. On this page only, and gone when it is left. */
type Shown = Readonly<Record<string, Credential>>

export function CredentialsSection() {
  const { t } = useTranslation('hotconnect')
  const { data, error, refetch } = useCredentials()
  const [creating, setCreating] = useState(false)
  const [shown, setShown] = useState<Shown>({})
  const show = (credential: Credential) => setShown((before) => ({ ...before, [credential.id]: credential }))
  const hide = (id: string) => setShown(({ [id]: _, ...rest }) => rest)
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {t('create.button')}
    </Button>
  )
  return (
    <section id="credentials" aria-labelledby="credentials-title">
      <Group justify="space-between" align="flex-start" gap="sm" mb="sm">
        <div className={classes.heading}>
          <h2 id="credentials-title" className={classes.title}>
            <IconKey size={20} aria-hidden /> {t('credentials.title')}
          </h2>
          <Text size="sm">{t('credentials.text')}</Text>
        </div>
        {data && data.length > 0 && create}
      </Group>
      {error && <ErrorState error={error} title={t('credentials.failed')} onRetry={refetch} />}
      {!data && !error && (
        <Panel>
          <Loading rows={4} />
        </Panel>
      )}
      {data?.length === 0 && (
        <Panel>
          <EmptyState icon={<IconKey size={30} />} title={t('credentials.empty')} action={create}>
            {t('credentials.emptyText')}
          </EmptyState>
        </Panel>
      )}
      {data && data.length > 0 && (
        <ul aria-labelledby="credentials-title" className={classes.cards}>
          {data.map((credential) => (
            <CredentialCard
              key={credential.id}
              credential={credential}
              shown={shown[credential.id] ?? null}
              onShow={show}
              onHide={() => hide(credential.id)}
            />
          ))}
        </ul>
      )}
      {creating && (
        <CreateCredentialDialog
          onCreated={(credential) => {
            show(credential)
            setCreating(false)
          }}
          onClose={() => setCreating(false)}
        />
      )}
    </section>
  )
}
