import { ActionIcon, Button, Tooltip } from '@mantine/core'
import type { Delivery } from '@postback/sdk'
import { IconBan } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCancelDelivery } from '../../data/deliveries/changes.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { notifyDone } from '../../ui/notify.ts'
import { useWords } from '../../words/use-words.ts'

interface CancelButtonProps {
  readonly delivery: Delivery
  /** In a row, or a button with its words. */
  readonly look: 'icon' | 'button'
}

/** For a post that waits; nothing for others. */
export function CancelButton({ delivery, look }: CancelButtonProps) {
  const { t } = useTranslation('history')
  const words = useWords()
  const cancel = useCancelDelivery()
  const [asking, setAsking] = useState(false)
  const waits = delivery.nextAttemptAt !== null || delivery.state === 'held'
  const what = [words.event(delivery.event), delivery.transaction].filter(Boolean).join(' ')
  const close = () => {
    setAsking(false)
    cancel.reset()
  }
  const confirm = () =>
    cancel.press(delivery.id, {
      onSuccess: () => {
        close()
        notifyDone(t('cancel.done'))
      },
    })
  return (
    <>
      {waits && delivery.state !== 'sending' && look === 'button' && (
        <Button variant="default" leftSection={<IconBan size={18} aria-hidden />} onClick={() => setAsking(true)}>
          {t('cancel.label')}
        </Button>
      )}
      {waits && delivery.state !== 'sending' && look === 'icon' && (
        <Tooltip label={t('cancel.label')} events={{ hover: true, focus: true, touch: true }}>
          <ActionIcon
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            size={32}
            aria-label={t('cancel.of', { what })}
            onClick={() => setAsking(true)}
          >
            <IconBan size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <ConfirmDialog
        opened={asking}
        title={t('cancel.question')}
        count={1}
        confirmLabel={t('cancel.label')}
        danger
        act={cancel}
        error={cancel.error}
        onConfirm={confirm}
        onClose={close}
      >
        {t('cancel.text')}
      </ConfirmDialog>
    </>
  )
}
