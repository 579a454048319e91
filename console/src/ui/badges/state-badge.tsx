import type { DeliveryState } from '@postback/sdk'
import {
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconHandStop,
  IconRotateClockwise,
  IconSend,
} from '@tabler/icons-react'
import { useWords } from '../../words/use-words.ts'
import { type Tone, ToneBadge } from './tone-badge.tsx'

const looks = {
  queued: { tone: 'info', icon: IconClock },
  sending: { tone: 'info', icon: IconSend },
  delivered: { tone: 'good', icon: IconCircleCheck },
  retrying: { tone: 'warn', icon: IconRotateClockwise },
  failed: { tone: 'bad', icon: IconCircleX },
  held: { tone: 'calm', icon: IconHandStop },
  cancelled: { tone: 'calm', icon: IconBan },
} as const satisfies Record<DeliveryState, { tone: Tone; icon: unknown }>

/** State of a delivery. */
export function StateBadge({ state }: { readonly state: DeliveryState }) {
  const words = useWords()
  return (
    <ToneBadge {...looks[state]} title={words.stateMeaning(state)}>
      {words.state(state)}
    </ToneBadge>
  )
}
