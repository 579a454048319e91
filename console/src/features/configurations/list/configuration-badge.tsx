import type { Configuration } from '@postback/sdk'
import { IconAlertTriangle, IconCircleCheck, IconPlayerPause, IconRotateClockwise } from '@tabler/icons-react'
import { type Tone, ToneBadge } from '../../../ui/badges/tone-badge.tsx'
import { type ConfigurationCondition, configurationCondition, useWords } from '../../../words/use-words.ts'

const looks = {
  active: { tone: 'good', icon: IconCircleCheck },
  failing: { tone: 'warn', icon: IconAlertTriangle },
  releasing: { tone: 'info', icon: IconRotateClockwise },
  disabled: { tone: 'bad', icon: IconPlayerPause },
} as const satisfies Record<ConfigurationCondition, { tone: Tone; icon: unknown }>

export function ConfigurationBadge({ configuration }: { readonly configuration: Configuration }) {
  const words = useWords()
  const look = looks[configurationCondition(configuration)]
  // A configuration that a person disabled is not an alarm.
  const tone = configuration.disabledReason === 'manual' ? 'calm' : look.tone
  return (
    <ToneBadge {...look} tone={tone}>
      {words.configurationState(configuration)}
    </ToneBadge>
  )
}
