import { Button, Switch, Text } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { LiveState } from '../../data/deliveries/live.ts'
import classes from './bench.module.css'

interface LiveSwitchProps {
  readonly state: LiveState
  readonly isPaused: boolean
  readonly onChange: (on: boolean) => void
  readonly onPause: (paused: boolean) => void
}

export function LiveSwitch({ state, isPaused, onChange, onPause }: LiveSwitchProps) {
  const { t } = useTranslation('history')
  const { t: tBench } = useTranslation('bench')
  const PauseIcon = isPaused ? IconPlayerPlay : IconPlayerPause
  return (
    <>
      <Switch
        label={state === 'connecting' ? t('live.connecting') : t('live.label')}
        checked={state !== 'off'}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      {state !== 'off' && (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<PauseIcon size={14} aria-hidden />}
          onClick={() => onPause(!isPaused)}
        >
          {tBench(isPaused ? 'live.resume' : 'live.pause')}
        </Button>
      )}
    </>
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
