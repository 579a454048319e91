import type { Parameter } from './parameter.ts'

/** The nested shape that the records of a dictionary describe. */
export interface Branch {
  readonly parameter: Parameter
  readonly members: ReadonlyMap<string, Branch>
}

/** @param root the path above all records: empty for a body, `data` for reported fields */
export function treeOf(parameters: readonly Parameter[], root: '' | 'data'): ReadonlyMap<string, Branch> {
  const top = new Map<string, Branch>()
  const membersAt = new Map<string, Map<string, Branch>>([[root, top]])
  for (const parameter of parameters) {
    const { parent, key } = splitPath(parameter.path)
    const siblings = membersAt.get(parent)
    // A mistake in the dictionary, found when the program loads: an object needs its own record before those of its fields.
    if (!siblings) throw new Error(`${parameter.path}: no record for ${parent} above it`)
    if (siblings.has(key)) throw new Error(`${parameter.path}: two records`)
    const members = new Map<string, Branch>()
    siblings.set(key, { parameter, members })
    if (parameter.type === 'object') membersAt.set(parameter.path, members)
  }
  return top
}

function splitPath(path: string): { parent: string; key: string } {
  const dot = path.lastIndexOf('.')
  return { parent: path.slice(0, Math.max(dot, 0)), key: path.slice(dot + 1).replace('[]', '') }
}
