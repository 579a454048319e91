import { Stack } from '@mantine/core'
import type { AttentionCard } from '@postback/sdk'
import { ConditionCard } from './condition-card.tsx'
import { FailedCard } from './failed-card.tsx'
import { keyOf, type Repair } from './repairs.ts'

interface CardsProps {
  readonly cards: readonly AttentionCard[]
  readonly repairs: ReadonlyMap<string, Repair>
  /** false: every count is "at least". */
  readonly exact: boolean
}

export function Cards({ cards, repairs, exact }: CardsProps) {
  return (
    <Stack gap="md">
      {cards.map((card) => {
        const key = keyOf(card)
        return card.kind === 'failed' ? (
          <FailedCard key={key} card={card} repair={repairs.get(key)} exact={exact} />
        ) : (
          <ConditionCard key={key} card={card} />
        )
      })}
    </Stack>
  )
}
