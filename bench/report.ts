import { type Spread, spreadOf } from './spread.ts'

/** One measured figure and its target. */
export interface Figure extends Spread, About {}

export interface About {
  /** Heading in the table. */
  readonly section: string
  /** For programs that read the figures. A name never changes its meaning. */
  readonly name: string
  readonly measured: string
  /** '': a ratio. */
  readonly unit: '' | 'µs' | 'ms' | '/s' | 'bytes' | 'MiB'
  readonly target?: Target
  readonly note?: string
}

/** Limit of the median. */
export type Target = { readonly least: number } | { readonly most: number }

export function figure(values: readonly number[], about: About): Figure {
  return { ...about, ...spreadOf(values) }
}

export function isMet({ median, target }: Figure): boolean | null {
  if (target === undefined) return null
  return 'least' in target ? median >= target.least : median <= target.most
}

/** The table in sections. Notes are below it, to keep its lines short. */
export function table(figures: readonly Figure[]): string {
  if (figures.length === 0) return ''
  const sections = Map.groupBy(figures, ({ section }) => section)
  const inOrder = [...sections.values()].flat()
  const notes = [...new Set(inOrder.map(({ note }) => note).filter((note) => note !== undefined))]
  const lines = figures.map((it) => cellsOf(it, notes))
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)))
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (columns[i]?.align === 'right' ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  const text = [row(columns.map(({ title }) => title))]
  for (const [section, its] of sections) text.push('', section, ...its.map((it) => row(cellsOf(it, notes))))
  return [...text, '', ...notes.map((note, i) => `[${i + 1}] ${note}`)].join('\n').trimEnd()
}

const columns = [
  { title: '', align: 'left' },
  { title: 'median', align: 'right' },
  { title: 'least – most', align: 'right' },
  { title: 'target', align: 'right' },
  { title: '', align: 'left' },
  { title: '', align: 'left' },
] as const

function cellsOf(it: Figure, notes: readonly string[]): string[] {
  const value = (number: number) => shown(number, it.unit)
  const { target, note } = it
  const met = isMet(it)
  return [
    `  ${it.measured}`,
    it.unit === '' || it.unit === '/s' ? `${value(it.median)}${it.unit}` : `${value(it.median)} ${it.unit}`,
    it.runs === 1 ? '' : `${value(it.least)} – ${value(it.most)}`,
    target === undefined ? '' : 'least' in target ? `≥ ${value(target.least)}` : `≤ ${value(target.most)}`,
    met === null ? '' : met ? 'met' : 'MISSED',
    note === undefined ? '' : `[${notes.indexOf(note) + 1}]`,
  ]
}

function shown(value: number, unit: About['unit']): string {
  if (unit === '') return value.toFixed(value < 1 ? 3 : 2)
  if (unit === 'ms') return value.toFixed(value < 10 ? 2 : 1)
  return whole(value)
}

export function perSecond(rate: number): string {
  return `${whole(rate)}/s`
}

export function milliseconds(value: number): string {
  return `${shown(value, 'ms')} ms`
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}
