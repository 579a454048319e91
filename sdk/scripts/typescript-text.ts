/** Pieces of TypeScript, formatted like the formatter does it. */

const lineMax = 120

export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** `data.order_bump` and `PURCHASE_APPROVED` → DataOrderBump, PurchaseApproved. */
export function pascalCase(text: string): string {
  return text
    .split(/[._]/)
    .map((word) =>
      word === word.toUpperCase()
        ? word.slice(0, 1) + word.slice(1).toLowerCase()
        : word.slice(0, 1).toUpperCase() + word.slice(1),
    )
    .join('')
}

export function union(values: readonly string[]): string {
  return values.map(quoted).join(' | ')
}

/** A field on one line if it fits, otherwise one line for each member of its union. */
export function fieldLine(name: string, type: string): string {
  const line = `  readonly ${name}: ${type}`
  if (line.length <= lineMax) return line
  return `  readonly ${name}:\n${type
    .split(' | ')
    .map((member) => `    | ${member}`)
    .join('\n')}`
}

/** A documentation comment, wrapped between words. */
export function comment(text: string, indent: string): string {
  const clean = text.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ').trim()
  const single = `${indent}/** ${clean} */`
  if (single.length <= lineMax) return single
  const lines: string[] = []
  let line = `${indent} *`
  for (const word of clean.split(' ')) {
    if (line.length + 1 + word.length > lineMax && line !== `${indent} *`) {
      lines.push(line)
      line = `${indent} *`
    }
    line += ` ${word}`
  }
  return [`${indent}/**`, ...lines, line, `${indent} */`].join('\n')
}
