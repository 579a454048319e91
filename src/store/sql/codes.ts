import type { ConfigurationStatus } from '../../domain/configuration.ts'
import type { Outcome, Trigger } from '../../domain/delivery/attempt.ts'
import type { CancelReason, DeliveryState } from '../../domain/delivery/delivery.ts'
import type { LegacyPostState } from '../../domain/legacy-post.ts'

/** The numbers that stand for words in the database. Never renumbered: what is stored keeps its meaning. */

export const stateCode = {
  queued: 0,
  sending: 1,
  delivered: 2, // also in the partial index of migration 0001
  retrying: 3,
  failed: 4,
  held: 5,
  cancelled: 6,
} as const satisfies Record<DeliveryState, number>

export const outcomeCode = {
  delivered: 0,
  rejected: 1,
  timeout: 2,
  unreachable: 3,
  blocked: 4,
  abandoned: 5,
} as const satisfies Record<Outcome, number>

export const triggerCode = { automatic: 0, manual: 1, test: 2, 'test-twice': 3 } as const satisfies Record<
  Trigger,
  number
>

export const cancelReasonCode = {
  manual: 0,
  'configuration removed': 1,
  'consent withdrawn': 2,
  superseded: 3,
  discarded: 4,
  expired: 5,
} as const satisfies Record<CancelReason, number>

export const configurationStateCode = {
  active: 0,
  releasing: 1,
  disabled: 2,
  removed: 3,
} as const satisfies Record<ConfigurationStatus['state'], number>

/** Also in the partial index of migration 0003. */
export const legacyStateCode = { sent: 0, pending: 1 } as const satisfies Record<LegacyPostState, number>

/** Bits of deliveries.flags. */
export const flag = { stale: 1, hottokInBody: 2, withHottok: 4, hottokAsConfigured: 8 } as const

export const stateOf = wordsOf(stateCode)
export const outcomeOf = wordsOf(outcomeCode)
export const triggerOf = wordsOf(triggerCode)
export const cancelReasonOf = wordsOf(cancelReasonCode)
export const legacyStateOf = wordsOf(legacyStateCode)

/** The word behind a number. */
function wordsOf<Word extends string>(codes: Readonly<Record<Word, number>>): (code: number) => Word {
  const words: Word[] = []
  for (const word of Object.keys(codes) as Word[]) words[codes[word]] = word
  return (code) => {
    const word = words[code]
    if (word === undefined) throw new Error(`The database holds a number without a meaning: ${code}.`)
    return word
  }
}
