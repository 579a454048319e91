import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CsvEnds, type Delimiter, delimiterOf, readCells } from './csv.ts'
import { lineEnds, type RawRecord, recordBytesMax, splitRecords } from './records.ts'

const delimiter = fc.constantFrom<Delimiter[]>(',', ';', '\t')
/** Characters that cause trouble in a cell, and some letters. */
const cell = fc.string({ unit: fc.constantFrom('a', 'é', '🔑', '"', ',', ';', '\t', '\n', '\r', ' '), maxLength: 8 })

function quoted(text: string, by: Delimiter): string {
  return [by, '"', '\n', '\r'].some((it) => text.includes(it)) ? `"${text.replaceAll('"', '""')}"` : text
}

async function split(text: string, ends: CsvEnds | typeof lineEnds, size = 7): Promise<RawRecord[]> {
  const bytes = Buffer.from(text)
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  return Array.fromAsync(splitRecords(chunks(), ends))
}

describe('CSV', () => {
  it('is read as it was written, with any text in its cells and the stream cut at any point', async () => {
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(
        rows,
        delimiter,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        async (table, by, end, size) => {
          const text = table.map((row) => row.map((it) => quoted(it, by)).join(by) + end).join('')
          const ends = new CsvEnds()
          ends.setDelimiter(by)
          const records = await split(text, ends, size)
          expect(records.map((it) => readCells(it.text ?? '', by, 100))).toEqual(table)
          const lines = table.map((_, n) => 1 + table.slice(0, n).flat().join('').split('\n').length - 1 + n)
          expect(records.map((it) => it.line)).toEqual(lines)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('gets its delimiter from the first line', () => {
    expect(delimiterOf('id,at,url')).toBe(',')
    expect(delimiterOf('id;at;url')).toBe(';')
    expect(delimiterOf('id\tat\turl')).toBe('\t')
    expect(delimiterOf('id')).toBe(',')
  })

  it.each([
    ['a,"b', 'not closed'],
    ['a,"b"c,d', 'after the closing quotation mark of cell 2'],
    ['a,"b""', 'not closed'],
  ])('says what is wrong with %s', (record, problem) => {
    expect(readCells(record, ',', 100)).toContain(problem)
  })

  it('takes a quotation mark in the middle of a cell as it is', async () => {
    const records = await split('a"b,c\nd,e\n', new CsvEnds())
    expect(records.map(({ text }) => readCells(text ?? '', ',', 100))).toEqual([
      ['a"b', 'c'],
      ['d', 'e'],
    ])
  })
})

describe('a stream', () => {
  it('may lack a final line end, contain empty lines (counted and skipped) and begin with a byte-order mark', async () => {
    const records = await split('\ufeffone\r\n\ntwo', lineEnds, 1)
    expect(records.map(({ line, text }) => [line, text])).toEqual([
      [1, 'one'],
      [3, 'two'],
    ])
  })

  it('skips a record that is too long, and holds none of it', async () => {
    const records = await split(`one\n${'x'.repeat(recordBytesMax + 1)}\nthree\n`, lineEnds, 65_536)
    expect(records.map(({ line, text }) => [line, text])).toEqual([
      [1, 'one'],
      [2, null],
      [3, 'three'],
    ])
    expect(records[1]?.problem).toContain('is longer than 1024 KiB')
  })

  it('loses a mebibyte at most to a quotation mark that is never closed', async () => {
    const line = `${'x'.repeat(999)}\n`
    const records = await split(`a,"b\n${line.repeat(1_200)}c,d\n`, new CsvEnds(), 65_536)
    expect(records[0]).toMatchObject({ line: 1, text: null })
    expect(records.length).toBeGreaterThan(100)
    expect(records.at(-1)).toMatchObject({ line: 1_202, text: 'c,d' })
  })

  it('that is not UTF-8 is reported with the line', async () => {
    async function* chunks() {
      yield Buffer.from('one\nJo\xe3o\nthree\n', 'latin1')
    }
    const records = await Array.fromAsync(splitRecords(chunks(), lineEnds))
    expect(records.map(({ text }) => text)).toEqual(['one', null, 'three'])
    expect(records[1]?.problem).toContain('UTF-8')
  })
})
