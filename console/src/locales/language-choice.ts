import { keep, kept } from '../ui/kept.ts'
import { type Language, languageFor } from './languages.ts'

const storageKey = 'postback-language'

/** What the reader chose, or what the link said, in this browser. */
export function storedLanguage(): Language | null {
  return languageFor(kept(storageKey))
}

export function storeLanguage(language: Language) {
  keep(storageKey, language)
}

/** Before the sign-in: the link, then an earlier choice, then the browser, then English. */
export function firstLanguage(linkLocale: string | null): Language {
  const fromBrowser = navigator.languages.map(languageFor).find((language) => language !== null)
  return languageFor(linkLocale) ?? storedLanguage() ?? fromBrowser ?? 'en'
}
