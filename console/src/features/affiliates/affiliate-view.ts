import type { EventType, Parameter } from '@postback/sdk'

/** A line of a payload, with whether the affiliate gets it. */
export interface PayloadLine {
  readonly depth: number
  readonly text: string
  readonly leftOut: boolean
}

/**
 * The example of an event, line by line. For an affiliate the documentation is an allow-list: what it does not name, or names
 * with a rule that does not hold, is left out; an object of which nothing is left goes too.
 */
export function payloadLines(
  { example, parameters }: Pick<EventType, 'example' | 'parameters'>,
  sharesBuyerData: boolean,
): readonly PayloadLine[] {
  const allowed = new Set(
    parameters.filter((it) => it.in === 'body' && maySee(it, sharesBuyerData)).map(({ name }) => name),
  )
  const lines: PayloadLine[] = []
  write({ value: example, path: '', key: null, depth: 0, comma: '', leftOut: false })
  return lines

  function write(at: {
    value: unknown
    path: string
    key: string | null
    depth: number
    comma: string
    leftOut: boolean
  }): void {
    const { value, path, key, depth, comma, leftOut } = at
    const name = key === null ? '' : `${JSON.stringify(key)}: `
    const children = childrenOf(value, path)
    if (!children) {
      lines.push({ depth, text: `${name}${JSON.stringify(value)}${comma}`, leftOut })
      return
    }
    const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
    lines.push({ depth, text: `${name}${open}`, leftOut })
    for (const [index, child] of children.entries()) {
      write({
        ...child,
        depth: depth + 1,
        comma: index < children.length - 1 ? ',' : '',
        leftOut: leftOut || !isAllowed(child.value, child.path),
      })
    }
    lines.push({ depth, text: `${close}${comma}`, leftOut })
  }

  function isAllowed(value: unknown, path: string): boolean {
    const children = childrenOf(value, path)
    if (path !== '' && !allowed.has(path)) return false
    return !children || children.length === 0 || children.some((child) => isAllowed(child.value, child.path))
  }
}

/** The remaining lines, as JSON: no comma before a closing bracket. */
export function linesForAffiliate(lines: readonly PayloadLine[]): readonly PayloadLine[] {
  const left = lines.filter(({ leftOut }) => !leftOut)
  return left.map((line, index) => {
    const ends = /^[\]}]/.test(left[index + 1]?.text ?? '')
    return ends && line.text.endsWith(',') ? { ...line, text: line.text.slice(0, -1) } : line
  })
}

interface Child {
  readonly key: string | null
  readonly value: unknown
  readonly path: string
}

/** null: not an object and not a list. Entries of a list are documented under the name of the list with `[]`. */
function childrenOf(value: unknown, path: string): readonly Child[] | null {
  if (Array.isArray(value)) return value.map((entry) => ({ key: null, value: entry, path }))
  if (typeof value !== 'object' || value === null) return null
  return Object.entries(value).map(([key, member]) => {
    const name = `${path === '' ? '' : `${path}.`}${key}`
    return { key, value: member, path: Array.isArray(member) ? `${name}[]` : name }
  })
}

function maySee({ affiliate }: Parameter, sharesBuyerData: boolean): boolean {
  return affiliate === 'yes' || (affiliate === 'with-buyer-data' && sharesBuyerData)
}
