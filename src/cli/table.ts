import { oneLine, type Terminal } from './terminal.ts'

export interface Column<Row> {
  readonly title: string
  readonly value: (row: Row) => string
}

/** Prints the titles of the columns and the rows below them. Each column is as wide as its widest cell. */
export function printTable<Row>(terminal: Terminal, rows: readonly Row[], columns: readonly Column<Row>[]) {
  const texts = rows.map((row) => columns.map(({ value }) => oneLine(value(row))))
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...texts.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  terminal.say(terminal.paint('dim', line(columns.map(({ title }) => title))))
  for (const row of texts) terminal.say(line(row))
}
