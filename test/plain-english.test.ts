import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Words that make readers read a sentence twice: "the caller", "the receiver" and "the operator" say who is meant. */
const words = [
  ...['whoever', 'whomever', 'nobody', 'somebody', 'anybody', 'everybody', 'whatever', 'whichever'],
  ...['for ever', 'to the letter', 'but for', 'nothing but', 'of ours', 'of theirs', 'of old'],
  ...['hence', 'lest', 'thereof', 'its like', 'not otherwise'],
]
const unwanted = new RegExp(`\\b(?:${words.join('|')})\\b`, 'i')

const comment = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm
const sqlComment = /(?<=^|\s)--.*$/gm
const testTitle = /\b(?:it|test|describe)(?:\.\w+)*\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g
const eachTitle = /\]\s*(?:as const)?\)\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g

const folders = ['src', 'sdk', 'console/src', 'console/test', 'bench', 'examples', 'integrations', 'test']

/** Generated from texts of the dictionary, which receivers' authors know by their words. */
const generated = 'sdk/src/receive/event-types.ts'

function filesIn(...paths: readonly string[]): readonly string[] {
  const listed = execFileSync('git', ['ls-files', ...paths], { cwd: root, encoding: 'utf8' })
  return listed.split('\n').filter((file) => /\.(ts|tsx|sql)$/.test(file) && file !== generated)
}

function prose(file: string): readonly { readonly line: number; readonly text: string }[] {
  const source = readFileSync(join(root, file), 'utf8')
  const parts = [...source.matchAll(file.endsWith('.sql') ? sqlComment : comment)]
  const isTest = /\.(test|conformance)\.ts$/.test(file)
  const titles = isTest ? [...source.matchAll(testTitle), ...source.matchAll(eachTitle)] : []
  return [...parts, ...titles].map((match) => ({
    line: source.slice(0, match.index).split('\n').length,
    text: match[2] ?? match[0],
  }))
}

it('comments and test names use no word that needs a second reading', () => {
  const found = filesIn(...folders).flatMap((file) =>
    prose(file).flatMap(({ line, text }) => {
      const word = unwanted.exec(text)
      return word ? [`${file}:${line}: ${word[0]}`] : []
    }),
  )
  expect(found).toEqual([])
})

it('error titles and remedies use none either', () => {
  const source = readFileSync(join(root, 'src/domain/errors.ts'), 'utf8')
  const texts = [...source.matchAll(/(?:title|remedy):\s*(['"`])((?:\\.|(?!\1).)*)\1/g)].map(([, , text]) => text ?? '')
  expect(texts.length).toBeGreaterThan(80)
  expect(texts.filter((text) => unwanted.test(text))).toEqual([])
})
