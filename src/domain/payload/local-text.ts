/** A text that people read. English is always there; other languages are further keys (`pt`, `es`). */
export type LocalText = { readonly en: string; readonly [locale: string]: string }

/** The text in a language, else in its base language (`pt` for `pt-BR`), else in English. */
export function textIn(text: LocalText, locale: string): string {
  for (const key of [locale, locale.split('-', 1)[0] ?? locale]) {
    // The locale comes from a request: `constructor` must not find anything.
    if (Object.hasOwn(text, key)) return text[key] ?? text.en
  }
  return text.en
}
