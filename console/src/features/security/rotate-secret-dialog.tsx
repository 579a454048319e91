import { Radio, Stack, Text } from '@mantine/core'
import type { Secret } from '@postback/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRotateSecret } from '../../data/secrets.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

/** Hours during which posts are signed with the old secret, too. */
const overlaps = { day: 24, week: 168, month: 720, none: 0 } as const
type Overlap = keyof typeof overlaps
const names = Object.keys(overlaps) as Overlap[]

interface RotateSecretDialogProps {
  readonly configurationId: string
  readonly name: string
  readonly onRotated: (secrets: readonly Secret[]) => void
  readonly onClose: () => void
}

export function RotateSecretDialog({ configurationId, name, onRotated, onClose }: RotateSecretDialogProps) {
  const { t } = useTranslation('security')
  const rotate = useRotateSecret()
  const [overlap, setOverlap] = useState<Overlap>('day')
  const confirm = () =>
    rotate.press({ configurationId, overlapHours: overlaps[overlap] }, { onSuccess: ({ data }) => onRotated(data) })
  return (
    <ConfirmDialog
      opened
      title={t('rotateSecret.title', { name })}
      confirmLabel={t('rotateSecret.confirm')}
      danger={overlap === 'none'}
      act={rotate}
      error={rotate.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack gap="md">
        <Text size="sm">{t('rotateSecret.text')}</Text>
        <Radio.Group
          label={t('rotateSecret.overlap')}
          value={overlap}
          onChange={(value) => setOverlap(names.find((known) => known === value) ?? 'day')}
        >
          <Stack gap="xs" mt="xs">
            {names.map((choice) => (
              <Radio key={choice} value={choice} label={t(`rotateSecret.choices.${choice}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {overlap === 'none' && (
          <Text size="sm" fw={600} c="var(--pb-bad)" aria-live="polite">
            {t('rotateSecret.atOnce')}
          </Text>
        )}
      </Stack>
    </ConfirmDialog>
  )
}
