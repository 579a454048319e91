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

/** Whoever revokes a credential wants its system to learn nothing more: what it has subscribed would go on telling it. */
export function RevokeCredentialDialog({ credential: { id, name }, onClose }: RevokeCredentialDialogProps) {
  const { t } = useTranslation('hotconnect')
  const revoke = useRevokeCredential()
  const { data: hooks = [] } = useHooks()
  const [removing, setRemoving] = useState(true)
  const made = hooks.filter(({ credentialId }) => credentialId === id).length
  const confirm = async () => {
    try {
      await revoke.mutateAsync({ id, hooks: made > 0 && removing ? 'remove' : 'keep' })
      // By now it may be gone from the list, and this dialog with it.
      notifyDone(t('revoke.done', { name }))
      onClose()
    } catch {
      // The dialog shows it.
    }
  }
  return (
    <ConfirmDialog
      opened
      title={t('revoke.title', { name })}
      confirmLabel={t('revoke.confirm')}
      danger
      busy={revoke.isPending}
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
