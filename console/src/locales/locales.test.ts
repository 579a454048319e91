import { expect, test } from 'vitest'
import { failingRows } from '../../../test/support/failing-rows.ts'

type Texts = { readonly [key: string]: string | readonly string[] | Texts }

const files = import.meta.glob<Texts>('./*/*.json', { eager: true, import: 'default' })
/** What Intl.PluralRules can answer for cardinal numbers; a missing form is a missing text. */
const pluralForms: Readonly<Record<string, readonly string[]>> = {
  en: ['one', 'other'],
  'pt-BR': ['one', 'many', 'other'],
  'es-419': ['one', 'many', 'other'],
}
const allForms = ['zero', 'one', 'two', 'few', 'many', 'other']
const translations = Object.keys(pluralForms).filter((language) => language !== 'en')
const namespaces = Object.keys(files)
  .filter((file) => file.startsWith('./en/'))
  .map((file) => file.slice('./en/'.length, -'.json'.length))

const rows = namespaces.map((namespace) => [namespace, namespace] as const)

test.each(Object.keys(pluralForms))('%s has no empty text', async (language) => {
  const failing = await failingRows(rows, (namespace) => {
    const empty = [...textsOf(language, namespace)].filter(([, text]) => text.trim() === '').map(([key]) => key)
    expect(empty).toEqual([])
  })
  expect(failing).toEqual([])
})

test.each(Object.keys(pluralForms))('%s has every plural form', async (language) => {
  const failing = await failingRows(rows, (namespace) => {
    const keys = [...textsOf(language, namespace).keys()]
    const formsOf = Map.groupBy(
      keys.filter((key) => key !== stem(key)),
      stem,
    )
    const incomplete = [...formsOf]
      .map(([key, found]) => [key, found.map((form) => form.slice(key.length + 1)).sort()] as const)
      .filter(([, forms]) => forms.join() !== [...(pluralForms[language] ?? [])].sort().join())
    expect(incomplete).toEqual([])
  })
  expect(failing).toEqual([])
})

test.each(translations)('%s has the same texts as English', async (language) => {
  const failing = await failingRows(rows, (namespace) =>
    expect(meanings(language, namespace)).toEqual(meanings('en', namespace)),
  )
  expect(failing).toEqual([])
})

test.each(translations)('%s fills in the same values as English', async (language) => {
  const failing = await failingRows(rows, (namespace) => {
    const english = placeholders('en', namespace)
    const different = [...placeholders(language, namespace)].filter(([key, names]) => english.get(key) !== names)
    expect(different).toEqual([])
  })
  expect(failing).toEqual([])
})

test('a namespace is there in all languages or in none', () => {
  for (const language of translations) {
    const found = Object.keys(files).filter((file) => file.startsWith(`./${language}/`))
    expect(found.map((file) => file.split('/').at(-1)).sort()).toEqual(namespaces.map((name) => `${name}.json`).sort())
  }
})

function textsOf(language: string, namespace: string): ReadonlyMap<string, string> {
  const texts = files[`./${language}/${namespace}.json`]
  return new Map(texts ? flatten(texts, '') : [])
}

function flatten(texts: Texts, path: string): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] => {
    const name = path === '' ? key : `${path}.${key}`
    if (typeof value === 'string') return [[name, value]]
    if (Array.isArray(value)) return value.map((text: string, index) => [`${name}.${index}`, text])
    return flatten(value as Texts, name)
  })
}

function stem(key: string): string {
  const form = allForms.find((form) => key.endsWith(`_${form}`))
  return form === undefined ? key : key.slice(0, -form.length - 1)
}

function meanings(language: string, namespace: string): readonly string[] {
  return [...new Set([...textsOf(language, namespace).keys()].map(stem))].sort()
}

/** Of all plural forms together: "one day" may leave out the figure. */
function placeholders(language: string, namespace: string): ReadonlyMap<string, string> {
  const names = new Map<string, Set<string>>()
  for (const [key, text] of textsOf(language, namespace)) {
    const set = names.get(stem(key)) ?? new Set()
    for (const [, name = ''] of text.matchAll(/\{\{\s*([\w.]+)/g)) set.add(name)
    for (const [tag] of text.matchAll(/<\/?\w+\/?>/g)) set.add(tag)
    names.set(stem(key), set)
  }
  return new Map([...names].map(([key, set]) => [key, [...set].sort().join(' ')]))
}
