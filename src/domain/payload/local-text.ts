/** A text that people read, in the languages of the console: English, Portuguese (Brazil), Spanish (Latin America). */
export interface LocalText {
  readonly en: string
  readonly pt: string
  readonly es: string
}

/**
 * The text in a language, by a BCP 47 tag, else in English. Region and capitals do not matter: `pt-BR` and `PT` find `pt`,
 * `es-419` finds `es`.
 */
export function textIn(text: LocalText, locale: string): string {
  // Compared with the languages that there are, never looked up: the locale comes from a request.
  const language = locale.split('-', 1)[0]?.toLowerCase()
  if (language === 'pt') return text.pt
  if (language === 'es') return text.es
  return text.en
}
