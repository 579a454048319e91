import type { Client, Configuration } from '../../../../sdk/src/index.ts'

/** Where a test goes. */
export interface Target {
  /** What it is called in the output. */
  readonly name: string
  /** Of a configuration; null: an address, or the test inbox. */
  readonly id: string | null
}

/** Where a test goes that was given no target: it is received by Postback itself, and heard by whoever listens. */
export const inbox: Target = { name: 'test inbox', id: null }

export type FoundTargets =
  | { readonly ok: true; readonly targets: readonly Target[] }
  | { readonly ok: false; readonly why: string }

/**
 * What each of the words means: an address, or the id or name of a configuration. Configurations come first, as in the answers of the
 * API.
 */
export async function findTargets(client: Client, words: readonly string[]): Promise<FoundTargets> {
  const addresses = words.filter(isAddress)
  const rest = words.filter((word) => !isAddress(word))
  const configurations = rest.length > 0 ? await Array.fromAsync(client.configurations.list({ limit: 250 })) : []
  const targets: Target[] = []
  for (const word of rest) {
    const found = configurations.filter(({ id, name }) => id === word || name.toLowerCase() === word.toLowerCase())
    const [one, other] = found
    if (!one) return { ok: false, why: `There is no configuration "${word}". ${knownNames(configurations)}` }
    if (other) {
      const ids = found.map(({ id }) => id).join(', ')
      return { ok: false, why: `Several configurations are called "${word}": name one by its id (${ids}).` }
    }
    if (!targets.some(({ id }) => id === one.id)) targets.push({ name: one.name, id: one.id })
  }
  return { ok: true, targets: [...targets, ...[...new Set(addresses)].map((name) => ({ name, id: null }))] }
}

function isAddress(word: string): boolean {
  return /^https?:\/\//i.test(word)
}

const namesMax = 10

function knownNames(configurations: readonly Configuration[]): string {
  if (configurations.length === 0) return 'There are none yet: give an address that begins with https://.'
  const names = configurations.slice(0, namesMax).map(({ name }) => `"${name}"`)
  const more = configurations.length > namesMax ? ', … ("postback configurations list" lists them all)' : ''
  return `There are ${names.join(', ')}${more}.`
}
