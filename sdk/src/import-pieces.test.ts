import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ImportFormat, type Piece, splitIntoPieces } from './import-pieces.ts'

const decoder = new TextDecoder()

async function split(text: string, format: ImportFormat, size = 65_536): Promise<(Piece & { text: string })[]> {
  const bytes = new TextEncoder().encode(text)
  async function* chunks() {
    // Reuses its memory, as a stream may do.
    const memory = new Uint8Array(size)
    for (let at = 0; at < bytes.length; at += size) {
      const chunk = memory.subarray(0, Math.min(size, bytes.length - at))
      chunk.set(bytes.subarray(at, at + size))
      yield chunk
    }
  }
  const pieces = await Array.fromAsync(splitIntoPieces(chunks(), format))
  return pieces.map((piece) => ({ ...piece, text: decoder.decode(piece.content) }))
}

test('cuts after a thousand lines, and counts the lines', async () => {
  const lines = Array.from({ length: 2_500 }, (_, n) => `{"id":${n + 1}}\n`)
  const pieces = await split(lines.join(''), 'ndjson', 10)
  expect(pieces.map(({ linesBefore, nextLine }) => [linesBefore, nextLine])).toEqual([
    [0, 1_001],
    [1_000, 2_001],
    [2_000, 2_501],
  ])
  expect(pieces.map(({ text }) => text).join('')).toBe(lines.join(''))
  expect(pieces.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(lines.join('').length)
})

test('every piece of a CSV begins with the header, and ends at the end of a record', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r\n', 'é'), maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1_001, maxLength: 1_400 }),
      fc.constantFrom(',', ';'),
      fc.integer({ min: 1, max: 4_000 }),
      async (rows, delimiter, size) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
        const header = `\n"the\nid"${delimiter}body\n`
        const records = rows.map((row) => `${row.map(quoted).join(delimiter)}\n`)
        const whole = header + records.join('')
        const pieces = await split(whole, 'csv', size)
        expect(pieces).toHaveLength(2)
        for (const { text } of pieces) expect(text.startsWith(header)).toBe(true)
        const [first, second] = pieces.map(({ text }) => text.slice(header.length))
        expect(first).toBe(records.slice(0, 1_000).join(''))
        expect(second).toBe(records.slice(1_000).join(''))
        const linesOf = (text: string) => text.split('\n').length - 1
        // In its piece the record follows the header; in the whole it follows all records of the first piece.
        expect(linesOf(header) + (pieces[1]?.linesBefore ?? 0)).toBe(linesOf(header + first))
        expect(pieces[1]?.nextLine).toBe(linesOf(whole) + 1)
      },
    ),
    { numRuns: 20 },
  )
})

test('a piece holds at most 4 MiB, and a record that is too long is cut just above the limit', async () => {
  const long = `${'x'.repeat(900_000)}\n`
  const pieces = await split(long.repeat(12), 'ndjson')
  expect(pieces.map(({ text }) => text.length / long.length)).toEqual([5, 5, 2])
  const tooLong = await split(`a\n${'y'.repeat(9_000_000)}\nb\n`, 'ndjson')
  expect(tooLong.map(({ text }) => text.length)).toEqual([2 + 1024 * 1024 + 1, 2])
  expect(tooLong[1]).toMatchObject({ text: 'b\n', linesBefore: 2, nextLine: 4 })
})

test('an unclosed quotation mark does not take in the rest of the file', async () => {
  const line = `${'x'.repeat(99)},1\n`
  const pieces = await split(`id,body\n1,"open\n${line.repeat(30_000)}2,b\n`, 'csv')
  expect(pieces.every(({ content }) => content.length <= 5 * 1024 * 1024)).toBe(true)
  expect(pieces.at(-1)?.text.endsWith('2,b\n')).toBe(true)
})

test('makes no piece of empty lines at the end, but one when there are only empty lines', async () => {
  const full = await split(`${'{}\n'.repeat(1_000)}\n\r\n`, 'ndjson')
  expect(full).toHaveLength(1)
  expect(await split('\n\n', 'ndjson')).toHaveLength(1)
  expect(await split('', 'ndjson')).toEqual([])
  expect((await split('\ufeffid,at\r\n1,2', 'csv')).map(({ text }) => text)).toEqual(['id,at\r\n1,2'])
})
