import { Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LiveState } from './live-deliveries.ts'

interface LiveSwitchProps {
  readonly state: LiveState
  readonly onChange: (on: boolean) => void
}

export function LiveSwitch({ state, onChange }: LiveSwitchProps) {
  const { t } = useTranslation('history')
  return (
    <Switch
      label={state === 'connecting' ? t('live.connecting') : t('live.label')}
      checked={state !== 'off'}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  )
}
