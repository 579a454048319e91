import { useState } from 'react'
import { useChangeSearchText, useSearchText } from './use-search-text.ts'

export interface CursorPages {
  /** Of the page that is shown; undefined: the first. To be given to the request. */
  readonly cursor: string | undefined
  readonly isFirst: boolean
  next(cursor: string): void
  previous(): void
  first(): void
}

/**
 * A place in a list that new rows do not move, kept in the address. The way back is known only to a reader who came page by page;
 * from a shared address, back is the first page.
 */
export function useCursorPages(): CursorPages {
  const { cursor } = useSearchText()
  const change = useChangeSearchText()
  const [trail, setTrail] = useState<readonly (string | undefined)[]>([])
  const before = cursor === undefined ? [] : trail
  const go = (target: string | undefined, newTrail: readonly (string | undefined)[]) => {
    setTrail(newTrail)
    change({ cursor: target })
  }
  return {
    cursor,
    isFirst: cursor === undefined,
    next: (target) => go(target, [...before, cursor]),
    previous: () => go(before.at(-1), before.slice(0, -1)),
    first: () => go(undefined, []),
  }
}
