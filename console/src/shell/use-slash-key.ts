import { useEffect, useRef } from 'react'

const fields = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])'

/** Calls back when `/` is pressed, unless the reader is writing or a dialog is open. */
export function useSlashKey(onPress: () => void) {
  const latest = useRef(onPress)
  useEffect(() => {
    latest.current = onPress
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, defaultPrevented, isComposing, target } = event
      if (key !== '/' || ctrlKey || metaKey || altKey || defaultPrevented || isComposing) return
      if (target instanceof Element && target.closest(fields)) return
      if (document.querySelector('[role="dialog"]')) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
