import { Stack, Text } from '@mantine/core'
import type { Credential } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useRevealCredential } from '../../data/credentials.ts'
import { RevealButton } from '../../ui/secrets/reveal-button.tsx'
import { SecretLine } from '../../ui/secrets/secret-line.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import classes from './hotconnect.module.css'

interface AuthenticationParametersProps {
  readonly credential: Credential
  readonly shown: Credential | null
  readonly onShow: (credential: Credential) => void
  readonly onHide: () => void
}

/** What other systems ask for: Client ID, Client Secret and Basic. */
export function AuthenticationParameters({ credential, shown, onShow, onHide }: AuthenticationParametersProps) {
  const { t } = useTranslation('hotconnect')
  const reveal = useRevealCredential()
  const { id, clientId, clientSecret } = credential
  const hide = () => {
    reveal.reset()
    onHide()
  }
  const ask = () => reveal.press(id, { onSuccess: onShow })
  return (
    <Stack gap="md" mt="md" className={classes.parameters}>
      <Parameter name={t('parameters.clientId')} hint={t('parameters.clientIdHint')}>
        <SecretLine value={clientId} label={t('parameters.clientId')} copyLabel={t('parameters.copyClientId')} />
      </Parameter>
      <Parameter name={t('parameters.clientSecret')} hint={t('parameters.clientSecretHint')}>
        <SecretLine
          value={shown?.clientSecret ?? null}
          beginning={beginningOf(clientSecret)}
          label={t('parameters.clientSecret')}
          copyLabel={t('parameters.copyClientSecret')}
        />
      </Parameter>
      <Parameter name={t('parameters.basic')} hint={t('parameters.basicHint')}>
        <SecretLine value={shown?.basic ?? null} label={t('parameters.basic')} copyLabel={t('parameters.copyBasic')} />
      </Parameter>
      {reveal.isError && <ErrorState error={reveal.error} title={t('parameters.failed')} onRetry={ask} />}
      <div>
        <RevealButton
          revealed={shown !== null}
          label={t('parameters.reveal')}
          act={reveal}
          onReveal={ask}
          onHide={hide}
        />
      </div>
      <Text size="xs" c="dimmed">
        {t('parameters.recorded')}
      </Text>
    </Stack>
  )
}

interface ParameterProps {
  readonly name: string
  readonly hint: string
  readonly children: React.ReactNode
}

function Parameter({ name, hint, children }: ParameterProps) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <Text size="xs" c="dimmed" mb={4}>
        {hint}
      </Text>
      {children}
    </div>
  )
}

/** Without the ellipsis: dots follow. */
function beginningOf(masked: string): string {
  return masked.replace(/…$/, '')
}
