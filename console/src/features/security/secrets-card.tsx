import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import type { Configuration, Secret } from '@postback/sdk'
import { IconRefresh, IconSignature } from '@tabler/icons-react'
import { useState } from 'react'
import { Trans, useTranslation } from 'react-i18next'
import { useAllConfigurations } from '../../data/configurations.ts'
import { useRevealSecrets, useRevealTestSecret } from '../../data/secrets.ts'
import { TextLink } from '../../ui/navigation/links.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RevealButton } from '../../ui/secrets/reveal-button.tsx'
import { SecretLine } from '../../ui/secrets/secret-line.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { RotateSecretDialog } from './rotate-secret-dialog.tsx'
import classes from './security.module.css'

/** The entry of tests in the list of configurations. No configuration has such an id. */
const tests = 'tests'

/** The signing secrets of each configuration, and that of tests which go to none. */
export function SecretsCard() {
  const { t } = useTranslation('security')
  const { data, error, refetch } = useAllConfigurations()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const chosen = chosenId === tests ? undefined : (data?.find(({ id }) => id === chosenId) ?? data?.[0])
  return (
    <section id="secrets" aria-labelledby="secrets-title">
      <Panel padded>
        <Stack gap="md">
          <div>
            <h2 id="secrets-title" className={classes.title}>
              <IconSignature size={20} aria-hidden /> {t('secrets.title')}
            </h2>
            <Text size="sm">{t('secrets.text')}</Text>
          </div>
          {error && <ErrorState error={error} title={t('configurationsFailed')} onRetry={refetch} />}
          {!data && !error && <Loading rows={3} />}
          {data?.length === 0 && (
            <Text size="sm">
              {t('secrets.none')} <TextLink to="/webhook/configurations/new">{t('secrets.add')}</TextLink>
            </Text>
          )}
          {data && (
            <>
              <NativeSelect
                label={t('secrets.configuration')}
                value={chosen?.id ?? tests}
                data={[
                  ...data.map(({ id, name }) => ({ value: id, label: name })),
                  { value: tests, label: t('secrets.tests') },
                ]}
                onChange={(event) => setChosenId(event.currentTarget.value)}
              />
              {chosen ? <SecretsOf key={chosen.id} configuration={chosen} /> : <TestSecret />}
            </>
          )}
        </Stack>
      </Panel>
    </section>
  )
}

/** The secrets of one configuration, hidden until they are asked for. */
export function SecretsOf({ configuration: { id, name } }: { readonly configuration: Configuration }) {
  const { t } = useTranslation('security')
  const reveal = useRevealSecrets()
  const [secrets, setSecrets] = useState<readonly Secret[] | null>(null)
  const [rotating, setRotating] = useState(false)
  const hide = () => {
    setSecrets(null)
    reveal.reset()
  }
  return (
    <>
      {secrets === null && <SecretLine value={null} label={t('secrets.label')} copyLabel={t('secrets.copy')} />}
      {secrets?.map((secret) => (
        <Stack key={secret.id} gap={4}>
          <SecretLine value={secret.secret} label={t('secrets.label')} copyLabel={t('secrets.copy')} />
          <Text size="xs" c="dimmed" component="div">
            <Trans
              t={t}
              i18nKey={secret.expiresAt === null ? 'secrets.current' : 'secrets.ending'}
              components={{ time: <RelativeTime at={secret.expiresAt ?? secret.createdAt} absolute /> }}
            />
          </Text>
        </Stack>
      ))}
      {reveal.isError && (
        <ErrorState error={reveal.error} title={t('secrets.failed')} onRetry={() => reveal.press(id)} />
      )}
      <Group gap="sm">
        <RevealButton
          revealed={secrets !== null}
          label={t('secrets.reveal')}
          act={reveal}
          onReveal={() => reveal.press(id, { onSuccess: ({ data }) => setSecrets(data) })}
          onHide={hide}
        />
        <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => setRotating(true)}>
          {t('secrets.rotate')}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {t('recorded')}
      </Text>
      {rotating && (
        <RotateSecretDialog
          configurationId={id}
          name={name}
          onRotated={(rotated) => {
            setSecrets(rotated)
            setRotating(false)
          }}
          onClose={() => setRotating(false)}
        />
      )}
    </>
  )
}

function TestSecret() {
  const { t } = useTranslation('security')
  const reveal = useRevealTestSecret()
  const secret = reveal.data?.secret ?? null
  return (
    <>
      <Text size="sm">{t('secrets.testsText')}</Text>
      <SecretLine value={secret} label={t('secrets.label')} copyLabel={t('secrets.copy')} />
      {reveal.isError && <ErrorState error={reveal.error} title={t('secrets.failed')} onRetry={() => reveal.press()} />}
      <Group gap="sm">
        <RevealButton
          revealed={secret !== null}
          label={t('secrets.reveal')}
          act={reveal}
          onReveal={() => reveal.press()}
          onHide={reveal.reset}
        />
      </Group>
      <Text size="xs" c="dimmed">
        {t('recorded')}
      </Text>
    </>
  )
}
