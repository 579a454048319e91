import { oneLine, type Terminal } from './terminal.ts'

export interface Column<Row> {
  readonly title: string
  readonly value: (row: Row) => string
}

/** Rows under their titles, each column as wide as its widest cell. */
export function printTable<Row>(terminal: Terminal, rows: readonly Row[], columns: readonly Column<Row>[]) {
  const cells = rows.map((row) => columns.map(({ value }) => oneLine(value(row))))
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  terminal.say(terminal.paint('dim', line(columns.map(({ title }) => title))))
  for (const row of cells) terminal.say(line(row))
}
