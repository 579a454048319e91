import { Stack, Text } from '@mantine/core'
import type { Delivery } from '@postback/sdk'
import { type MouseEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useProcessAgain } from '../../data/deliveries/changes.ts'
import { fetchDelivery } from '../../data/deliveries/detail.ts'
import { AgainTrigger } from '../../ui/again-trigger.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { notifyDone } from '../../ui/notify.ts'
import { hostOf } from '../../words/explain-failure.ts'
import { useWords } from '../../words/use-words.ts'
import type { Names } from './names.ts'
import { useRevokedWarning } from './revoked-warning.ts'
import { whyNotAgain } from './why-not-again.ts'

interface ProcessAgainButtonProps {
  readonly delivery: Delivery
  readonly names: Names
  /** An arrow beside the status, or a button with its words. */
  readonly look: 'arrow' | 'button'
}

/**
 * Asks first when the receiver would get the post a second time, or its sale was refunded since. While it would be refused it can
 * still take the focus, so that the reason can be read.
 */
export function ProcessAgainButton({ delivery, names, look }: ProcessAgainButtonProps) {
  const { t } = useTranslation('history')
  const words = useWords()
  const again = useProcessAgain()
  const describe = useRevokedWarning()
  const isLooking = useRef(false)
  const [checking, setChecking] = useState(false)
  const [asking, setAsking] = useState(false)
  const [warning, setWarning] = useState<string | null>(null)
  const configuration = names.configurationOf(delivery)
  const reason = whyNotAgain(delivery, configuration)
  const refusal = reason && t(`again.not.${reason}`)
  const what = [words.event(delivery.event), delivery.transaction].filter(Boolean).join(' ')
  const host = hostOf(delivery.url ?? configuration?.url)
  const isSecond = delivery.state === 'delivered'

  const send = () =>
    again.press(delivery.id, {
      onSuccess: () => {
        setAsking(false)
        notifyDone(t('again.done', { what }))
      },
      onError: () => setAsking(true),
    })
  // Only the detail has the sale's later history. If it cannot be loaded, sending shows the error.
  const press = async (event: MouseEvent) => {
    event.preventDefault()
    if (reason || isLooking.current || again.isBusy) return
    isLooking.current = true
    again.reset()
    setChecking(true)
    const detail = await fetchDelivery(delivery.id).catch(() => null)
    isLooking.current = false
    setChecking(false)
    const found = detail && detail.warning !== null ? describe(detail) : null
    setWarning(found)
    if (found === null && !isSecond) send()
    else setAsking(true)
  }
  return (
    <>
      <AgainTrigger
        look={look}
        label={t('again.label')}
        labelOf={t('again.of', { what })}
        refusal={refusal}
        act={{ isPending: checking || again.isPending, isBusy: checking || again.isBusy }}
        onPress={(event) => void press(event)}
      />
      <ConfirmDialog
        opened={asking}
        title={t('again.question')}
        count={1}
        hosts={host === null ? [] : [host]}
        confirmLabel={t('again.label')}
        danger={warning !== null}
        act={again}
        error={again.error}
        onConfirm={send}
        onClose={() => setAsking(false)}
      >
        {(isSecond || warning !== null) && (
          <Stack gap="xs">
            {isSecond && <Text size="sm">{t('again.twice')}</Text>}
            {warning !== null && <Text size="sm">{warning}</Text>}
          </Stack>
        )}
      </ConfirmDialog>
    </>
  )
}
