import { Button, Group, Stack, Text } from '@mantine/core'
import type { Hottok } from '@postback/sdk'
import { IconKey, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRevealHottok } from '../../data/hottok.ts'
import { Panel } from '../../ui/panel.tsx'
import { RevealButton } from '../../ui/secrets/reveal-button.tsx'
import { SecretLine } from '../../ui/secrets/secret-line.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { RotateTokenDialog } from './rotate-token-dialog.tsx'
import classes from './security.module.css'
import { TokenRotation } from './token-rotation.tsx'

/** The verification and security token of the account. */
export function TokenCard() {
  const { t } = useTranslation('security')
  const reveal = useRevealHottok()
  const [hottok, setHottok] = useState<Hottok | null>(null)
  const [rotating, setRotating] = useState(false)
  const hide = () => {
    setHottok(null)
    reveal.reset()
  }
  return (
    <section id="token" aria-labelledby="token-title">
      <Panel padded>
        <Stack gap="md">
          <div>
            <h2 id="token-title" className={classes.title}>
              <IconKey size={20} aria-hidden /> {t('token.title')}
            </h2>
            <Text size="sm">{t('token.text')}</Text>
          </div>
          <Stack gap={6}>
            {hottok?.next && (
              <Text size="sm" fw={600}>
                {t('token.now')}
              </Text>
            )}
            <SecretLine value={hottok?.hottok ?? null} label={t('token.label')} copyLabel={t('token.copy')} />
          </Stack>
          {hottok?.next && hottok.switchAt && <TokenRotation next={hottok.next} switchAt={hottok.switchAt} />}
          {reveal.isError && <ErrorState error={reveal.error} title={t('token.failed')} onRetry={reveal.press} />}
          <Group gap="sm">
            <RevealButton
              revealed={hottok !== null}
              label={t('token.reveal')}
              act={reveal}
              onReveal={() => reveal.press(undefined, { onSuccess: setHottok })}
              onHide={hide}
            />
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} aria-hidden />}
              disabled={hottok?.next != null}
              onClick={() => setRotating(true)}
            >
              {t('token.rotate')}
            </Button>
          </Group>
          <Text size="xs" c="dimmed">
            {t('recorded')}
          </Text>
        </Stack>
      </Panel>
      {rotating && (
        <RotateTokenDialog
          onRotated={(rotated) => {
            setHottok(rotated)
            setRotating(false)
          }}
          onClose={() => setRotating(false)}
        />
      )}
    </section>
  )
}
