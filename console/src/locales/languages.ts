export const languages = ['en', 'pt-BR', 'es-419'] as const
export type Language = (typeof languages)[number]

/** Each in its own language, so that every reader finds theirs. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  'pt-BR': 'Português (Brasil)',
  'es-419': 'Español (Latinoamérica)',
}

/** The supported language nearest to a BCP 47 tag; null: none. */
export function languageFor(tag: string | null | undefined): Language | null {
  const [primary = ''] = (tag ?? '').toLowerCase().split('-')
  return languages.find((language) => language.split('-')[0] === primary) ?? null
}
