import { Checkbox, Stack, Text } from '@mantine/core'
import type { Credential } from '@postback/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRevokeCredential } from '../../data/credentials.ts'
import { useHooks } from '../../data/hooks.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { notifyDone } from '../../ui/notify.ts'

interface RevokeCredentialDialogProps {
  readonly credential: Credential
  readonly onClose: () => void
}

/** Asks about the credential's subscriptions, too: without that they would go on sending posts to its system. */
export function RevokeCredentialDialog({ credential: { id, name }, onClose }: RevokeCredentialDialogProps) {
  const { t } = useTranslation('hotconnect')
  const revoke = useRevokeCredential()
  const { data: hooks = [] } = useHooks()
  const [removing, setRemoving] = useState(true)
  const made = hooks.filter(({ credentialId }) => credentialId === id).length
  const confirm = () =>
    revoke.press(
      { id, hooks: made > 0 && removing ? 'remove' : 'keep' },
      {
        onSuccess: () => {
          notifyDone(t('revoke.done', { name }))
          onClose()
        },
      },
    )
  return (
    <ConfirmDialog
      opened
      title={t('revoke.title', { name })}
      confirmLabel={t('revoke.confirm')}
      danger
      act={revoke}
      error={revoke.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack gap="md">
        <Text size="sm">{t('revoke.text')}</Text>
        {made > 0 && (
          <Checkbox
            label={t('revoke.hooks', { count: made })}
            description={t('revoke.hooksHint')}
            checked={removing}
            onChange={({ currentTarget }) => setRemoving(currentTarget.checked)}
          />
        )}
      </Stack>
    </ConfirmDialog>
  )
}
