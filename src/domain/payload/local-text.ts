/** A text that people read, in the languages of the console: English, Portuguese (Brazil), Spanish (Latin America). */
export interface LocalText {
  readonly en: string
  readonly pt: string
  readonly es: string
}

/**
 * The text in the language of a BCP 47 tag, or else in English. The tag is case-insensitive and its region is ignored: `pt-BR`
 * and `PT` find `pt`, `es-419` finds `es`.
 */
export function textIn(text: LocalText, locale: string): string {
  // Compared with known languages, never used as a key: the locale comes from a request.
  const language = locale.split('-', 1)[0]?.toLowerCase()
  if (language === 'pt') return text.pt
  if (language === 'es') return text.es
  return text.en
}
