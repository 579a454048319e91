import { Radio, Stack, Text } from '@mantine/core'
import type { Credential } from '@postback/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRotateCredential } from '../../data/credentials.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

/** Hours during which the old secret still works. */
const overlaps = { day: 24, week: 168, month: 720, none: 0 } as const
type Overlap = keyof typeof overlaps
const names = Object.keys(overlaps) as Overlap[]

interface RotateCredentialDialogProps {
  readonly credential: Credential
  readonly onRotated: (credential: Credential) => void
  readonly onClose: () => void
}

export function RotateCredentialDialog({ credential: { id, name }, onRotated, onClose }: RotateCredentialDialogProps) {
  const { t } = useTranslation('hotconnect')
  const rotate = useRotateCredential()
  const [overlap, setOverlap] = useState<Overlap>('day')
  return (
    <ConfirmDialog
      opened
      title={t('rotate.title', { name })}
      confirmLabel={t('rotate.confirm')}
      danger={overlap === 'none'}
      act={rotate}
      error={rotate.error}
      onConfirm={() => rotate.press({ id, overlapHours: overlaps[overlap] }, { onSuccess: onRotated })}
      onClose={onClose}
    >
      <Stack gap="md">
        <Text size="sm">{t('rotate.text')}</Text>
        <Radio.Group
          label={t('rotate.overlap')}
          value={overlap}
          onChange={(value) => setOverlap(names.find((known) => known === value) ?? 'day')}
        >
          <Stack gap="xs" mt="xs">
            {names.map((choice) => (
              <Radio key={choice} value={choice} label={t(`rotate.choices.${choice}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {overlap === 'none' && (
          <Text size="sm" fw={600} c="var(--pb-bad)" aria-live="polite">
            {t('rotate.atOnce')}
          </Text>
        )}
      </Stack>
    </ConfirmDialog>
  )
}
