import { localStorageColorSchemeManager, type MantineColorScheme } from '@mantine/core'
import { useSyncExternalStore } from 'react'

/** Light or dark, and with how much contrast: what the link says, else what was chosen here, else what the system asks for. */

export type Theme = MantineColorScheme
export type Contrast = 'usual' | 'more'

const contrastKey = 'postback-contrast'
const systemWish = '(prefers-contrast: more)'

export function readTheme(text: string | null): Theme | null {
  return text === 'light' || text === 'dark' || text === 'auto' ? text : null
}

export function readContrast(text: string | null): Contrast | null {
  return text === 'usual' || text === 'more' ? text : null
}

export const themes = localStorageColorSchemeManager({ key: 'postback-theme' })

/** Before the first paint. */
export function startAppearance(wishes: { readonly theme: Theme | null; readonly contrast: Contrast | null }) {
  if (wishes.theme) themes.set(wishes.theme)
  if (wishes.contrast) storeContrast(wishes.contrast)
  showContrast()
  window.matchMedia(systemWish).addEventListener('change', showContrast)
}

export function chooseContrast(contrast: Contrast) {
  storeContrast(contrast)
  showContrast()
}

/** What is in force. */
export function useContrast(): Contrast {
  return useSyncExternalStore(listen, current)
}

let chosen: Contrast | null = null
const listeners = new Set<() => void>()

function listen(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function current(): Contrast {
  return chosen ?? storedContrast() ?? (window.matchMedia(systemWish).matches ? 'more' : 'usual')
}

function showContrast() {
  document.documentElement.dataset.contrast = current()
  for (const listener of listeners) listener()
}

function storedContrast(): Contrast | null {
  try {
    return readContrast(localStorage.getItem(contrastKey))
  } catch {
    return null
  }
}

function storeContrast(contrast: Contrast) {
  chosen = contrast
  try {
    localStorage.setItem(contrastKey, contrast)
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}
