import { keep, kept } from '../ui/kept.ts'
import { type Language, languageFor } from './languages.ts'

const storageKey = 'postback-language'

/** What the person chose by hand, or the link said, on this browser. */
export function storedLanguage(): Language | null {
  return languageFor(kept(storageKey))
}

export function storeLanguage(language: Language) {
  keep(storageKey, language)
}

/** Before anybody has signed in: the link, what was chosen before, the browser, English. */
export function firstLanguage(linkLocale: string | null): Language {
  const fromBrowser = navigator.languages.map(languageFor).find((language) => language !== null)
  return languageFor(linkLocale) ?? storedLanguage() ?? fromBrowser ?? 'en'
}
