export interface ArrivalByLink {
  readonly secret: string | null
  /** The language that the platform asked for. */
  readonly locale: string | null
}

/** Reads the one-time secret of the link and takes it out of the address bar, before anything else runs. */
export function takeLink(): ArrivalByLink {
  const { pathname, hash, search } = window.location
  if (pathname !== '/sign-in') return { secret: null, locale: null }
  const secret = hash.slice(1) || null
  if (secret !== null) window.history.replaceState(window.history.state, '', `${pathname}${search}`)
  return { secret, locale: new URLSearchParams(search).get('lang') }
}
