import type { Configuration } from '@postback/sdk'
import { useBefore } from '../../../ui/time/use-before.ts'

/** Until when its system asked us to wait; null: it did not, the wait is over, or nothing is sent anyway. */
export function useWaitsUntil({ state, statedLimit }: Pick<Configuration, 'state' | 'statedLimit'>): string | null {
  const until = statedLimit?.pausedUntil ?? null
  const waits = useBefore(until)
  return waits && state === 'active' ? until : null
}
