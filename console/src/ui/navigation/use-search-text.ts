import { useNavigate, useSearch } from '@tanstack/react-router'

/** Search parameters of the address, as text. */
export type SearchText = Readonly<Record<string, string>>

export function useSearchText(): SearchText {
  return useSearch({ strict: false }) as SearchText
}

/** Undefined and empty values are removed from the address. */
export function useChangeSearchText(): (
  patch: Readonly<Record<string, string | undefined>>,
  options?: { replace?: boolean },
) => void {
  const navigate = useNavigate()
  return (patch, { replace = false } = {}) => {
    void navigate({
      to: '.',
      search: (before) =>
        Object.fromEntries(
          Object.entries({ ...before, ...patch }).filter((entry): entry is [string, string] => Boolean(entry[1])),
        ),
      replace,
      resetScroll: false,
    })
  }
}
