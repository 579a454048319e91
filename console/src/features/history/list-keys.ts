import { type KeyboardEvent, type RefObject, useState } from 'react'
import { keep, kept } from '../../ui/kept.ts'

const key = 'postback-history-keys'

export interface ListKeys {
  readonly on: boolean
  readonly isHelpOpen: boolean
  turn(on: boolean): void
  showHelp(open: boolean): void
  onKeyDown(event: KeyboardEvent): void
}

interface Bench {
  /** Around the rows. */
  readonly list: RefObject<HTMLElement | null>
  /** Of the post in the panel; null: none is open. */
  readonly open: string | null
  /** Shows another post in the panel. */
  readonly follow: (id: string) => void
}

/** j, k, r and ?, while the list or the panel beside it has the focus. Enter follows the link that has it, as everywhere. */
export function useListKeys({ list, open, follow }: Bench): ListKeys {
  const [on, setOn] = useState(() => kept(key) !== 'off')
  const [isHelpOpen, setHelpOpen] = useState(false)

  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-post]') ?? [])]
  const currentOf = (target: Element) => target.closest('[data-post]')?.getAttribute('data-post') ?? open

  /** The focus goes along, unless it is in the panel. */
  const move = (target: Element, step: 1 | -1) => {
    const all = rows()
    const at = all.findIndex((row) => row.dataset.post === currentOf(target))
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step]
    if (!next) return
    const isInList = list.current?.contains(target) ?? false
    if (isInList) next.querySelector<HTMLElement>('[data-post-link]')?.focus()
    if (!isInList) next.scrollIntoView({ block: 'nearest' })
    if (open !== null && next.dataset.post) follow(next.dataset.post)
  }
  const again = (target: Element) => {
    const row = rows().find(({ dataset }) => dataset.post === currentOf(target))
    row?.querySelector<HTMLElement>('[data-again]')?.click()
  }

  return {
    on,
    isHelpOpen,
    showHelp: setHelpOpen,
    turn: (wanted) => {
      keep(key, wanted ? 'on' : 'off')
      setOn(wanted)
    },
    onKeyDown: (event) => {
      const { target, ctrlKey, metaKey, altKey } = event
      if (!on || ctrlKey || metaKey || altKey || !(target instanceof Element)) return
      // Dialogs and menus that belong to a row are elsewhere on the page, and not meant.
      if (!event.currentTarget.contains(target) || target.matches('input:not([type=checkbox]), textarea, select'))
        return
      if (event.key === 'j') move(target, 1)
      else if (event.key === 'k') move(target, -1)
      else if (event.key === 'r') again(target)
      else if (event.key === '?') setHelpOpen(true)
      else return
      event.preventDefault()
    },
  }
}
