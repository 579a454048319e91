import { List, Stack, Text } from '@mantine/core'
import { type Configuration, hookSources } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useRemoveConfiguration } from '../../../data/configurations.ts'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { notifyDone } from '../../../ui/notify.ts'
import { hostOf } from '../../../words/explain-failure.ts'
import { useWords } from '../../../words/use-words.ts'
import { ProblemNote } from '../notes/problem-note.tsx'

interface DialogProps {
  readonly configuration: Configuration
  readonly opened: boolean
  readonly onClose: () => void
  readonly onRemoved?: (() => unknown) | undefined
}

export function RemoveDialog({ configuration, opened, onClose, onRemoved }: DialogProps) {
  const { t } = useTranslation('configurations')
  const { id, name, url, held, state, source } = configuration
  const words = useWords()
  const hookSource = hookSources.find((it) => it === source)
  const remove = useRemoveConfiguration(id)
  const close = () => {
    remove.reset()
    onClose()
  }
  const confirm = () =>
    remove.press(undefined, {
      onSuccess: () => {
        notifyDone(t('remove.done', { name }))
        close()
        return onRemoved?.()
      },
    })
  return (
    <ConfirmDialog
      opened={opened}
      title={t('remove.title', { name })}
      confirmLabel={t('remove.confirm')}
      danger
      act={remove}
      onConfirm={confirm}
      onClose={close}
    >
      <Stack gap="xs">
        <Text size="sm">{t('remove.text', { host: hostOf(url) ?? url })}</Text>
        <List size="sm" spacing={4}>
          <List.Item>{held > 0 ? t('remove.pendingHeld', { count: held }) : t('remove.pending')}</List.Item>
          <List.Item>{t('remove.history')}</List.Item>
        </List>
        {hookSource && (
          <Text size="sm" fw={600}>
            {t('remove.hook', { source: words.source(hookSource) })}
          </Text>
        )}
        {state === 'active' && (
          <Text size="sm" c="dimmed">
            {t('remove.instead')}
          </Text>
        )}
        {remove.isError && <ProblemNote error={remove.error} />}
      </Stack>
    </ConfirmDialog>
  )
}
