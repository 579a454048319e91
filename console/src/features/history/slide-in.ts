import type { Delivery } from '@postback/sdk'
import { type RefObject, useLayoutEffect, useRef } from 'react'

const slideMs = 280
/** More than these are no longer followed by the eye. */
const rowsMost = 12

/** Lets the rows slide down by as much as new ones have come in above them, unless the reader wants no motion. */
export function useSlideIn(
  body: RefObject<HTMLElement | null>,
  deliveries: readonly Delivery[],
  isNew: (id: string) => boolean,
) {
  const before = useRef(deliveries)
  useLayoutEffect(() => {
    const first = before.current[0]
    before.current = deliveries
    const came = first ? deliveries.findIndex(({ id }) => id === first.id) : 0
    const element = body.current
    if (came < 1 || came > rowsMost || !element || !deliveries.slice(0, came).every(({ id }) => isNew(id))) return
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return
    const row = element.firstElementChild?.getBoundingClientRect().height ?? 0
    element.animate([{ transform: `translateY(${-came * row}px)` }, { transform: 'none' }], {
      duration: slideMs,
      easing: 'ease-out',
    })
  })
}
