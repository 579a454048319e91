import { Button } from '@mantine/core'
import type { Delivery } from '@postback/sdk'
import { IconBan } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCancelDelivery } from '../../data/deliveries/changes.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { notifyDone } from '../../ui/notify.ts'

/** Shown only for a post that waits. */
export function CancelButton({ delivery }: { readonly delivery: Delivery }) {
  const { t } = useTranslation('history')
  const cancel = useCancelDelivery()
  const [asking, setAsking] = useState(false)
  const waits = delivery.nextAttemptAt !== null || delivery.state === 'held'
  const close = () => {
    setAsking(false)
    cancel.reset()
  }
  const confirm = () =>
    cancel.mutate(delivery.id, {
      onSuccess: () => {
        close()
        notifyDone(t('cancel.done'))
      },
    })
  return (
    <>
      {waits && delivery.state !== 'sending' && (
        <Button variant="default" leftSection={<IconBan size={18} aria-hidden />} onClick={() => setAsking(true)}>
          {t('cancel.label')}
        </Button>
      )}
      <ConfirmDialog
        opened={asking}
        title={t('cancel.question')}
        count={1}
        confirmLabel={t('cancel.label')}
        danger
        busy={cancel.isPending}
        error={cancel.error}
        onConfirm={confirm}
        onClose={close}
      >
        {t('cancel.text')}
      </ConfirmDialog>
    </>
  )
}
