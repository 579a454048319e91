import { Alert, Radio, Stack, Text, TextInput } from '@mantine/core'
import { type Hottok, isApiError } from '@postback/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRotateHottok } from '../../data/hottok.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useFormats } from '../../ui/use-formats.ts'

const day = 86_400_000
const furthest = 90 * day
const choices = ['day', 'week', 'date'] as const
type Choice = (typeof choices)[number]

interface RotateTokenDialogProps {
  readonly onRotated: (hottok: Hottok) => void
  readonly onClose: () => void
}

/** Asks when the new token takes over: until then receivers can be told about it. */
export function RotateTokenDialog({ onRotated, onClose }: RotateTokenDialogProps) {
  const { t } = useTranslation('security')
  const formats = useFormats()
  const rotate = useRotateHottok()
  const [choice, setChoice] = useState<Choice>('day')
  const [date, setDate] = useState('')
  const [missed, setMissed] = useState(false)
  const [opened] = useState(() => Date.now())
  const chosen = choice === 'date' ? Date.parse(date) : opened + (choice === 'day' ? 1 : 7) * day
  const possible = isPossible(chosen, opened)
  const underWay = isApiError(rotate.error) && rotate.error.code === 'rotation_in_progress'

  const confirm = () => {
    const now = Date.now()
    const at = choice === 'date' ? chosen : now + (choice === 'day' ? 1 : 7) * day
    if (isPossible(at, now)) rotate.press(new Date(at), { onSuccess: onRotated })
    else setMissed(true)
  }

  return (
    <ConfirmDialog
      opened
      title={t('rotate.title')}
      confirmLabel={t('rotate.confirm')}
      act={rotate}
      error={underWay ? null : rotate.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack gap="md">
        <Text size="sm">{t('rotate.text')}</Text>
        <Radio.Group
          label={t('rotate.when')}
          value={choice}
          onChange={(value) => setChoice(choices.find((known) => known === value) ?? 'day')}
        >
          <Stack gap="xs" mt="xs">
            {choices.map((name) => (
              <Radio key={name} value={name} label={t(`rotate.choices.${name}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {choice === 'date' && (
          <TextInput
            type="datetime-local"
            label={t('rotate.date')}
            value={date}
            min={localText(opened)}
            max={localText(opened + furthest)}
            error={missed && !possible ? t('rotate.impossible') : undefined}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
        )}
        {possible && (
          <Text size="sm" fw={600} aria-live="polite">
            {t('rotate.takesOver', { time: formats.dateTime(chosen) })}
          </Text>
        )}
        {underWay && (
          <Alert role="alert" variant="light" color="yellow" title={t('rotate.underWay')}>
            {t('rotate.underWayText')}
          </Alert>
        )}
      </Stack>
    </ConfirmDialog>
  )
}

function isPossible(at: number, now: number): boolean {
  return at > now && at <= now + furthest
}

/** As the field writes it, in the zone of the browser. */
function localText(moment: number): string {
  const date = new Date(moment)
  return new Date(moment - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
