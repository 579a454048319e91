import { type Contrast, readContrast, readTheme, type Theme } from '../ui/appearance.ts'

export interface ArrivalByLink {
  /** It works once, so it is deleted after the first try: coming back to the sign-in page does not try it again. */
  secret: string | null
  /** The language that the platform asked for. */
  readonly locale: string | null
  /** The appearance of the platform's own page, if the link has it: an embedded console looks the same. */
  readonly theme: Theme | null
  readonly contrast: Contrast | null
}

/** Reads the one-time secret of the link and takes it out of the address bar, before anything else runs. */
export function takeLink(): ArrivalByLink {
  const { pathname, hash, search } = window.location
  const query = new URLSearchParams(search)
  const wishes = {
    locale: query.get('lang'),
    theme: readTheme(query.get('theme')),
    contrast: readContrast(query.get('contrast')),
  }
  if (pathname !== '/sign-in') return { secret: null, ...wishes }
  const secret = hash.slice(1) || null
  if (secret !== null) window.history.replaceState(window.history.state, '', `${pathname}${search}`)
  return { secret, ...wishes }
}
