import type { Delivery, DeliveryFilter, Page } from '@postback/sdk'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { matches } from './filters.ts'

const announceMs = 10_000
/** The list is loaded again at most this often, however fast posts come. */
const loadMs = 1_000

interface Shown {
  readonly filter: DeliveryFilter
  readonly page: Page<Delivery> | undefined
  readonly isFirst: boolean
  /** Nothing may move now: the reader is in the list, has selected something or has paused it. */
  readonly isHeld: boolean
  /** Loads the page again. */
  load(): void
}

export interface Newcomers {
  /** Those that wait until nothing is held. */
  readonly count: number
  /** Something may have been missed, and waits too. */
  readonly missed: boolean
  /** How many have come, for screen readers: updated at most every ten seconds, so that each update can be read out. */
  readonly announced: number
  /** Whether it has come while the list was shown. */
  isNew(id: string): boolean
  notice(delivery: Delivery): void
  /** After a break, and while there is no stream. */
  miss(): void
  /** Loads them now, held or not. */
  show(): void
}

const none: ReadonlySet<string> = new Set()

/** Posts that the list would show if it were loaded again. They come in by themselves as soon as nothing is held. */
export function useNewcomers({ filter, page, isFirst, isHeld, load }: Shown): Newcomers {
  const [seen, setSeen] = useState<{ filter: DeliveryFilter; ids: ReadonlySet<string> }>({ filter, ids: none })
  const [missed, setMissed] = useState(false)
  const [loadedAt, setLoadedAt] = useState(0)
  const ids = seen.filter === filter ? seen.ids : none
  const waiting = isFirst ? [...ids].filter((id) => !page?.data.some((row) => row.id === id)) : []
  const count = waiting.length
  const comes = (count > 0 || missed) && isFirst && !isHeld
  const show = useEffectEvent(() => {
    setMissed(false)
    setLoadedAt(Date.now())
    load()
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: a load that did not bring them is followed by another one.
  useEffect(() => {
    if (!comes) return
    const timer = setTimeout(show, Math.max(0, loadedAt + loadMs - Date.now()))
    return () => clearTimeout(timer)
  }, [comes, loadedAt, count])

  return {
    count,
    missed: missed && isFirst,
    announced: useAnnounced(ids.size),
    isNew: (id) => ids.has(id),
    notice: (delivery) => {
      if (!isFirst || !page || !matches(delivery, filter)) return
      const last = page.data.at(-1)
      // Posts older than the last row belong to a later page.
      if (page.nextCursor !== null && last && delivery.createdAt < last.createdAt) return
      if (page.data.some(({ id }) => id === delivery.id)) return
      setSeen((before) => ({
        filter,
        ids: new Set([...(before.filter === filter ? before.ids : []), delivery.id]),
      }))
    },
    miss: () => setMissed(true),
    show: () => {
      setMissed(false)
      setLoadedAt(Date.now())
      load()
    },
  }
}

/** How many of a growing number are new since the last time that this was said. */
function useAnnounced(total: number): number {
  const [said, setSaid] = useState({ total: 0, count: 0 })
  const saidAt = useRef(0)
  useEffect(() => {
    if (total === said.total) return
    const say = () => {
      saidAt.current = Date.now()
      setSaid({ total, count: Math.max(0, total - said.total) })
    }
    const timer = setTimeout(say, Math.max(0, saidAt.current + announceMs - Date.now()))
    return () => clearTimeout(timer)
  }, [total, said])
  return said.count
}
