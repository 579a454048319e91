import type { Delivery, DeliveryFilter, Page } from '@postback/sdk'
import { useEffect, useState } from 'react'
import { matches } from './filters.ts'

const announceMs = 10_000

interface Shown {
  readonly filter: DeliveryFilter
  readonly page: Page<Delivery> | undefined
  readonly isFirst: boolean
}

export interface Newcomers {
  readonly count: number
  /** The count for screen readers, updated less often so that each update can be read out. */
  readonly announced: number
  notice(delivery: Delivery): void
  forget(): void
}

/** Posts that the list would show if it were loaded again. They wait, so that rows do not move while they are read. */
export function useNewcomers({ filter, page, isFirst }: Shown): Newcomers {
  const [seen, setSeen] = useState<{ filter: DeliveryFilter; ids: ReadonlySet<string> }>({ filter, ids: new Set() })
  const ids = seen.filter === filter ? seen.ids : new Set<string>()
  const missing = [...ids].filter((id) => !page?.data.some((row) => row.id === id))
  const count = isFirst ? missing.length : 0
  const [announced, setAnnounced] = useState(0)

  useEffect(() => {
    if (count === 0) {
      setAnnounced(0)
      return
    }
    const timer = setTimeout(() => setAnnounced(count), announced === 0 ? 0 : announceMs)
    return () => clearTimeout(timer)
  }, [count, announced])

  return {
    count,
    announced,
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
    forget: () => setSeen({ filter, ids: new Set() }),
  }
}
