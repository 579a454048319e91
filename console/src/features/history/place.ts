import type { SearchText } from '../../ui/navigation/use-search-text.ts'

/**
 * Where the reader was in the history, for the way back from the page of a post: the filter, the page of the list, and the post. It
 * lasts as long as the tab of the browser.
 */
interface Place {
  readonly search: SearchText
  /** The post that was opened; null: none, or the reader has come back already. */
  readonly post: string | null
}

const key = 'postback-history-place'
let place: Place = { search: {}, post: null }

export function rememberPlace(search: SearchText, post: string | null) {
  place = { search, post }
  try {
    sessionStorage.setItem(key, JSON.stringify(place))
  } catch {
    // It lasts as long as the page.
  }
}

export function lastPlace(): Place {
  if (place.post !== null || Object.keys(place.search).length > 0) return place
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? place
  } catch {
    return place
  }
}
