import { readdirSync, readFileSync } from 'node:fs'

/** The console's texts in one language, for stories that run in every language. */

export type Language = 'en' | 'pt-BR' | 'es-419'

const folder = new URL('../src/locales/', import.meta.url)

/** @param key `namespace:path.to.the.text` */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string

export function speaking(language: Language): Say {
  return (key, values = {}) => {
    const [namespace = '', path = ''] = key.split(':')
    let found: unknown = JSON.parse(readFileSync(new URL(`${language}/${namespace}.json`, folder), 'utf8'))
    for (const name of path.split('.')) found = (found as Record<string, unknown>)?.[name]
    if (typeof found !== 'string') throw new Error(`${language} has no text ${key}.`)
    return found.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
  }
}

/** Every text key, as the page would show it if the text were missing. */
export function textKeys(): ReadonlySet<string> {
  const files = readdirSync(new URL('en/', folder))
  const keysOf = (texts: object, before: string): string[] =>
    Object.entries(texts).flatMap(([name, text]) => {
      const key = before === '' ? name : `${before}.${name}`
      return typeof text === 'object' ? keysOf(text, key) : [key.replace(/_(one|many|other)$/, '')]
    })
  const all = files.flatMap((file) => keysOf(JSON.parse(readFileSync(new URL(`en/${file}`, folder), 'utf8')), ''))
  return new Set(all.filter((key) => key.includes('.')))
}
