import type { AttentionCard } from '@postback/sdk'
import { useSyncExternalStore } from 'react'

/** What the reader has begun to repair: kept while they look at other pages. */
export interface Repair {
  /** As it was when they began. */
  readonly card: AttentionCard
  /** The post that was tried, and the series of that attempt. */
  readonly tried: { readonly id: string; readonly series: number } | null
  readonly replayId: string | null
}

type Repairs = ReadonlyMap<string, Repair>

let repairs: Repairs = new Map()
const listeners = new Set<() => void>()

export function keyOf({ kind, configuration, answer }: AttentionCard): string {
  return `${kind} ${configuration.id} ${answer?.status ?? ''}`
}

function change(next: Repairs) {
  repairs = next
  for (const listener of listeners) listener()
}

export function noteRepair(card: AttentionCard, done: Partial<Omit<Repair, 'card'>>) {
  const key = keyOf(card)
  const before = repairs.get(key) ?? { card, tried: null, replayId: null }
  change(new Map(repairs).set(key, { ...before, ...done }))
}

export function endRepair(card: AttentionCard) {
  const rest = new Map(repairs)
  rest.delete(keyOf(card))
  change(rest)
}

export function useRepairs(): Repairs {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => repairs,
  )
}

/** The cards, and those whose posts have all arrived while the reader repaired them, with nothing left. */
export function withRepaired(cards: readonly AttentionCard[], begun: Repairs): readonly AttentionCard[] {
  const there = new Set(cards.map(keyOf))
  const gone = [...begun].filter(([key]) => !there.has(key)).map(([, { card }]) => withoutPosts(card))
  return [...gone, ...cards]
}

function withoutPosts(card: AttentionCard): AttentionCard {
  if (card.posts === null) return card
  const nothing = { failed: 0, retrying: 0, underWay: 0, toTry: null, latest: 0, revoked: 0, latestRevoked: 0 }
  return { ...card, posts: { ...card.posts, ...nothing, revokedPosts: [] } }
}
