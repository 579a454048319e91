import { useEffect } from 'react'

/** Takes the focus to the field that the address names, as `#event-PURCHASE_APPROVED`: links from other pages lead to one switch. */
export function useFocusAsked() {
  useEffect(() => {
    const asked = document.getElementById(window.location.hash.slice(1))
    const field = asked?.matches('input, select, button') ? asked : asked?.closest('section')?.querySelector('input')
    field?.focus()
    field?.scrollIntoView({ block: 'center' })
  }, [])
}
