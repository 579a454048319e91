import type { LocalText } from '../local-text.ts'
import es from './es.json' with { type: 'json' }
import pt from './pt.json' with { type: 'json' }

/**
 * The dictionary is written in English, one row per field. Its Portuguese and Spanish stand in `words/`, by section and path: a text
 * without a translation does not compile, and a translation without a text fails a test.
 */
export type Section = keyof typeof pt & keyof typeof es
export type WordPath<S extends Section> = keyof (typeof pt)[S] & keyof (typeof es)[S] & string

type Words = Readonly<Record<string, Readonly<Record<string, string>>>>

export function translated<S extends Section>(section: S, path: WordPath<S>, en: string): LocalText {
  return { en, pt: wordAt(pt, section, path), es: wordAt(es, section, path) }
}

/** All texts of a section, by their English. */
export function texts<S extends Section>(
  section: S,
  english: Readonly<Record<WordPath<S>, string>>,
): Readonly<Record<WordPath<S>, LocalText>> {
  const entries = Object.entries<string>(english).map(([path, en]) => [
    path,
    translated(section, path as WordPath<S>, en),
  ])
  return Object.fromEntries(entries) as Record<WordPath<S>, LocalText>
}

/** A text that names a field: `{}` stands for it. */
export function naming(name: string, text: LocalText): LocalText {
  const named = (words: string) => words.replace('{}', name)
  return { en: named(text.en), pt: named(text.pt), es: named(text.es) }
}

function wordAt(words: Words, section: string, path: string): string {
  const word = words[section]?.[path]
  if (word === undefined) throw new Error(`${section}, ${path}: not translated`)
  return word
}
