import type { Configuration, ConfigurationWarning, UrlCheck } from '@postback/sdk'
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

/** What the list says about a configuration that another page has just saved. */
export interface JustSaved {
  readonly configuration: Configuration
  readonly check: UrlCheck | null
  readonly warnings: readonly ConfigurationWarning[]
  /** Of a new one: shown this once. */
  readonly secret: string | null
}

// In the query cache, because that is emptied when another account signs in; never in the browser's history.
const key = ['just-saved']

export function useAnnounceSaved(): (saved: JustSaved) => void {
  const queries = useQueryClient()
  return (saved) => queries.setQueryData<JustSaved | null>(key, saved)
}

/** Forgotten when it is dismissed, or when the page that shows it is left. */
export function useJustSaved(): { readonly saved: JustSaved | null; dismiss(): void } {
  const queries = useQueryClient()
  const { data } = useQuery<JustSaved | null>({
    queryKey: key,
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    clearTimeout(leaving.current)
    return () => {
      // Effects run twice in development: the page is left only if it does not come back at once.
      leaving.current = setTimeout(() => queries.setQueryData(key, null))
    }
  }, [queries])
  return { saved: data ?? null, dismiss: () => queries.setQueryData(key, null) }
}
