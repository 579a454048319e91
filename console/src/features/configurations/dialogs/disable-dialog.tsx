import { Stack, Text } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useDisableConfiguration } from '../../../data/configurations.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { notifyDone } from '../../../ui/notify.ts'
import { hostOf } from '../../../words/explain-failure.ts'
import { ProblemNote } from '../notes/problem-note.tsx'

interface DialogProps {
  readonly configuration: Configuration
  readonly opened: boolean
  readonly onClose: () => void
}

export function DisableDialog({ configuration, opened, onClose }: DialogProps) {
  const { t } = useTranslation('configurations')
  const { id, name, url } = configuration
  const disable = useDisableConfiguration(id)
  const close = () => {
    disable.reset()
    onClose()
  }
  const confirm = () =>
    disable.press(undefined, {
      onSuccess: () => {
        notifyDone(t('disable.done', { name }))
        close()
      },
    })
  return (
    <ConfirmDialog
      opened={opened}
      title={t('disable.title', { name })}
      confirmLabel={t('disable.confirm')}
      act={disable}
      onConfirm={confirm}
      onClose={close}
    >
      <Stack gap="xs">
        <Text size="sm">{t('disable.text', { host: hostOf(url) ?? url })}</Text>
        <Text size="sm">{t('disable.held')}</Text>
        {disable.isError && <ProblemNote error={disable.error} />}
      </Stack>
    </ConfirmDialog>
  )
}
