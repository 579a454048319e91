import { useRef, useState } from 'react'

export interface Selection {
  /** Of the rows that are shown, in their order. */
  readonly ids: readonly string[]
  has(id: string): boolean
  /** @param range with everything between it and the row that was pressed before */
  toggle(id: string, range: boolean): void
  toggleAll(): void
  clear(): void
}

/** Rows chosen by their checkboxes. What is no longer shown is no longer chosen: nothing happens to a post out of sight. */
export function useSelection(shown: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const last = useRef<string | null>(null)
  const ids = shown.filter((id) => chosen.has(id))
  return {
    ids,
    has: (id) => chosen.has(id),
    toggle: (id, range) => {
      const on = !chosen.has(id)
      const next = new Set(ids)
      for (const one of range ? between(shown, last.current, id) : [id]) {
        if (on) next.add(one)
        else next.delete(one)
      }
      last.current = id
      setChosen(next)
    },
    toggleAll: () => setChosen(new Set(ids.length === shown.length ? [] : shown)),
    clear: () => setChosen(new Set()),
  }
}

/** Both ends included; only the second where the first is not shown. */
function between(shown: readonly string[], first: string | null, second: string): readonly string[] {
  const [from, to] = [shown.indexOf(first ?? ''), shown.indexOf(second)]
  return from < 0 ? [second] : shown.slice(Math.min(from, to), Math.max(from, to) + 1)
}
