import { useState } from 'react'
import { keep, kept } from '../../ui/kept.ts'

/** Those that can be hidden: the code, its arrow and the event are always there. */
export const columns = ['transaction', 'buyer', 'product', 'configuration', 'attempts', 'reason', 'time'] as const
export type Column = (typeof columns)[number]

const key = 'postback-history-hidden'

/** The choice is kept in this browser. */
export function useColumns() {
  const [hidden, setHidden] = useState<readonly Column[]>(() => {
    const names = (kept(key) ?? '').split(' ')
    return columns.filter((name) => names.includes(name))
  })
  return {
    shown: columns.filter((name) => !hidden.includes(name)),
    show: (shown: readonly string[]) => {
      const left = columns.filter((name) => !shown.includes(name))
      keep(key, left.join(' '))
      setHidden(left)
    },
  }
}
