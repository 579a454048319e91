import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { storedLanguage, storeLanguage } from './language-choice.ts'
import { type Language, languageFor } from './languages.ts'

/** Each namespace of each language is a file of its own, fetched when a page first needs it. */
const files = import.meta.glob<Readonly<Record<string, unknown>>>('./*/*.json', { import: 'default' })

/** What every page needs before the first paint; features' namespaces come with their pages. */
const firstNamespaces = ['shell', 'ui', 'words'] as const

export async function startTranslations(language: Language): Promise<void> {
  i18next.on('languageChanged', (chosen) => {
    document.documentElement.lang = chosen
  })
  await i18next
    .use({
      type: 'backend',
      read: (tag: string, namespace: string, done: (error: unknown, found: object | boolean) => void) => {
        const load = files[`./${tag}/${namespace}.json`]
        if (!load) done(new Error(`There is no ${namespace} in ${tag}.`), false)
        else
          load().then(
            (texts) => done(null, texts),
            // true: try again, some seconds long.
            (error: unknown) => done(error, true),
          )
      },
    })
    .use(initReactI18next)
    .init({
      lng: language,
      load: 'currentOnly',
      // A test checks that the three languages have the same keys, so no fallback is needed.
      fallbackLng: false,
      ns: [...firstNamespaces],
      defaultNS: 'shell',
      // React escapes.
      interpolation: { escapeValue: false },
    })
}

/** A choice by the reader is kept for the next visit. */
export async function chooseLanguage(language: Language): Promise<void> {
  storeLanguage(language)
  await i18next.changeLanguage(language)
}

/** The account's language, unless the reader has chosen another one here. */
export async function followAccountLanguage(locale: string): Promise<void> {
  const language = languageFor(locale)
  if (storedLanguage() === null && language && language !== i18next.language) await i18next.changeLanguage(language)
}
