import { describe, expect, it } from 'vitest'
import { eventNames, versionsOf } from '../../event.ts'
import { dictionaryOf, reportedParameters } from '../dictionary.ts'
import type { LocalText } from '../local-text.ts'
import type { Parameter } from '../parameter.ts'
import es from '../words/es.json' with { type: 'json' }
import pt from '../words/pt.json' with { type: 'json' }
import { eventTexts } from './event-text.ts'
import { sizeOf } from './size.ts'

/** Names that are the same in every language. */
const sameEverywhere = ['UUID', 'Chargeback']

type Words = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Every text of the documentation, by where it stands. */
const texts = new Map<string, LocalText>()
for (const event of eventNames) {
  texts.set(`title of ${event}`, eventTexts[event].title)
  texts.set(`meaning of ${event}`, eventTexts[event].meaning)
  for (const parameter of reportedParameters[event]) noteTextsOf(parameter, `${event}, as reported, ${parameter.path}`)
  for (const version of versionsOf(event)) {
    const { headers, body } = dictionaryOf(event, version)
    for (const parameter of [...headers, ...body]) noteTextsOf(parameter, `${event} ${version} ${parameter.path}`)
  }
}

function noteTextsOf(parameter: Parameter, name: string) {
  texts.set(`description of ${name}`, parameter.description)
  texts.set(`format of ${name}`, parameter.format)
  texts.set(`size of ${name}`, sizeOf(parameter))
  if (parameter.presence.kind === 'when') texts.set(`presence of ${name}`, parameter.presence.words)
}

/** Portuguese and Spanish of each text of the word files. A pattern names a field in the place of `{}`. */
const translationsByPath = new Map(
  Object.entries(pt).flatMap(([section, words]) =>
    Object.entries<string>(words).map(([path, portuguese]): [string, readonly [string, string]] => [
      `${section}: ${path}`,
      [portuguese, (es as Words)[section]?.[path] ?? ''],
    ]),
  ),
)

const languages = ['en', 'pt', 'es'] as const
const translations = ['pt', 'es'] as const

/** Where a text is not as it should be: the same text stands in many places, one is enough. */
function faults(isFaulty: (text: LocalText, place: string) => boolean): readonly string[] {
  const found = new Map<string, string>()
  for (const [place, text] of texts) if (isFaulty(text, place)) found.set(text.en, `${place}: ${text.en}`)
  return [...found.values()]
}

describe('the documentation of every event in every version', () => {
  it('has texts to look at', () => {
    expect(texts.size).toBeGreaterThan(1000)
  })

  it.each(languages)('has none that is missing or empty in %s', (language) => {
    expect(faults((text) => text[language] === '' || text[language] !== text[language].trim())).toEqual([])
  })

  it.each(translations)('is translated into %s', (language) => {
    expect(faults((text) => text[language] === text.en && !sameEverywhere.includes(text.en))).toEqual([])
  })

  it.each(languages)('says what things are in whole sentences in %s', (language) => {
    const isProse = (place: string) => /^(description|meaning)/.test(place)
    expect(faults((text, place) => isProse(place) && !/^\p{Lu}.*\.$/su.test(text[language]))).toEqual([])
  })

  it.each(translations)('names the same fields, values and figures in %s as in English', (language) => {
    const namesIn = (text: string) => [...new Set(text.match(names) ?? [])].sort().join(' ')
    expect(faults((text) => namesIn(plain(text[language])) !== namesIn(plain(text.en)))).toEqual([])
  })
})

describe('the word files', () => {
  it('translate the same texts, in the same order', () => {
    expect(pathsOf(pt)).toEqual(pathsOf(es))
  })

  it('hold each text once', () => {
    const pairs = [...translationsByPath.values()].map((pair) => pair.join(' | '))
    expect(pairs.filter((pair, index) => pairs.indexOf(pair) !== index)).toEqual([])
  })

  it('hold no text that the dictionary does not use', () => {
    const used = new Set([...texts.values()].map((text) => `${text.pt} | ${text.es}`))
    const patterns = [...translationsByPath].filter(([, [portuguese]]) => portuguese.includes('{}'))
    const unused = [...translationsByPath].filter(
      ([, pair]) => !pair.join('').includes('{}') && !used.has(pair.join(' | ')),
    )
    expect(unused.map(([path]) => path)).toEqual([])
    expect(patterns.map(([path]) => path)).toEqual([
      'presences: ifReportedAs',
      'shared: amount.value',
      'shared: amount.currency_value',
    ])
  })
})

function pathsOf(words: Words): readonly string[] {
  return Object.entries(words).flatMap(([section, texts]) => Object.keys(texts).map((path) => `${section}: ${path}`))
}

/** `recurrence_number`, `BILLET_PRINTED`, `x-hotmart-hottok`, `APPROVED`, 1500: whatever no language changes. */
const names = /\b[A-Za-z]\w*_\w+|\b[a-z]+-[a-z]+-[a-z]+\b|\b[A-Z]{4,}\b|\d+/g

/** Without what does change: the pattern of a date, and how figures are grouped. */
function plain(text: string): string {
  return text.replace(/\b(YYYY|AAAA)-MM-DD/, '').replace(/(?<=\d)[.,](?=\d)/g, '')
}
