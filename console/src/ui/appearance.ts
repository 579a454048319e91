import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { keep, kept } from './kept.ts'

/** Light or dark, and with how much contrast: what the link says, else the choice made here, else the system's setting. */

export type Theme = MantineColorScheme
export type Contrast = 'usual' | 'more'

const themeKey = 'postback-theme'
const contrastKey = 'postback-contrast'
const systemWish = '(prefers-contrast: more)'

export function readTheme(text: string | null): Theme | null {
  return text === 'light' || text === 'dark' || text === 'auto' ? text : null
}

export function readContrast(text: string | null): Contrast | null {
  return text === 'usual' || text === 'more' ? text : null
}

/** The component kit's own manager logs an error where storage is denied. */
export const themes: MantineColorSchemeManager = {
  get: (usual) => readTheme(kept(themeKey)) ?? usual,
  set: (theme) => keep(themeKey, theme),
  clear: () => keep(themeKey, 'auto'),
  subscribe() {},
  unsubscribe() {},
}

/** Before the first paint. */
export function startAppearance(wishes: { readonly theme: Theme | null; readonly contrast: Contrast | null }) {
  if (wishes.theme) themes.set(wishes.theme)
  if (wishes.contrast) keep(contrastKey, wishes.contrast)
  showContrast()
  window.matchMedia(systemWish).addEventListener('change', showContrast)
}

export function chooseContrast(contrast: Contrast) {
  keep(contrastKey, contrast)
  showContrast()
}

/** The contrast in effect. */
export function useContrast(): Contrast {
  return useSyncExternalStore(listen, current)
}

const listeners = new Set<() => void>()

function listen(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function current(): Contrast {
  return readContrast(kept(contrastKey)) ?? (window.matchMedia(systemWish).matches ? 'more' : 'usual')
}

function showContrast() {
  document.documentElement.dataset.contrast = current()
  for (const listener of listeners) listener()
}
