/** One measured figure, beside what Postback is built for. */
export interface Row {
  readonly measured: string
  readonly figure: string
  readonly target?: string
  /** Of the figure to what it is compared with, where the target is a ratio. */
  readonly ratio?: number
  readonly note?: string
}

const columns = ['measured', 'figure', 'target', 'ratio', 'note'] as const

export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [row.measured, row.figure, row.target ?? '', ratioText(row.ratio), row.note ?? ''])
  const lines = [[...columns], ...cells]
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)))
  const text = lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  text.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '))
  return text.join('\n')
}

function ratioText(ratio: number | undefined): string {
  return ratio === undefined ? '' : ratio.toFixed(ratio < 1 ? 3 : 2)
}

export function perSecond(rate: number): string {
  return `${whole(rate)}/s`
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} ms`
}

export function microseconds(value: number): string {
  return `${whole(value)} µs`
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}
