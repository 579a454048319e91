import { Switch, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LiveState } from '../../data/deliveries/live.ts'
import classes from './history.module.css'

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

/** Why live mode is not on, and what the page does instead. */
export function LiveNote({ state }: { readonly state: LiveState }) {
  const { t } = useTranslation('history')
  return (
    <Text role="status" size="sm" c="dimmed" className={classes.liveNote}>
      {state === 'full' && t('live.full')}
      {state === 'unavailable' && t('live.unavailable')}
    </Text>
  )
}
