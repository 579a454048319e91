import type { KeyboardEvent, MouseEvent } from 'react'

/** The state of an act: see `useAct`. */
export interface ActState {
  readonly isPending: boolean
  /** Pending, or done a moment ago. */
  readonly isBusy: boolean
}

/** The properties of a button that acts once for a double click, a double Enter, or an Enter that is held down. */
export function onePress({ isPending, isBusy }: ActState, onPress?: (event: MouseEvent) => unknown) {
  return {
    loading: isPending,
    ...(isBusy && { 'aria-disabled': true }),
    onClick: (event: MouseEvent) => {
      // detail: how many clicks came in quick succession; 0 for a key.
      if (isBusy || event.detail > 1) event.preventDefault()
      else onPress?.(event)
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault()
    },
  }
}
