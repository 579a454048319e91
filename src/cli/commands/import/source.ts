import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { ImportFormat } from '../../../../sdk/src/index.ts'
import { Unable } from '../../explain.ts'

/** The source of an import: a file, or standard input. */

export interface Source {
  readonly content: Readable
  /** null: not known, as of a pipe. */
  readonly bytes: number | null
}

export async function openSource(file: string): Promise<Source> {
  if (file === '-') return { content: process.stdin, bytes: null }
  const found = await stat(file).catch((cause) => {
    throw new Unable(`${file} cannot be read: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.message}.`, {
      cause,
    })
  })
  if (found.isDirectory()) throw new Unable(`${file} is a directory. Name a file, or - for standard input.`)
  const handle = await open(file).catch((cause) => {
    throw new Unable(`${file} may not be read by this user.`, { cause })
  })
  return { content: createReadStream('', { fd: handle }), bytes: found.isFile() ? found.size : null }
}

const beginningBytes = 64

/** Only NDJSON begins with a brace. The bytes read to find out are put back in front. */
export async function beginningOf(
  content: AsyncIterable<Uint8Array>,
  given: ImportFormat | undefined,
): Promise<{ format: ImportFormat; content: AsyncIterable<Uint8Array> }> {
  const chunks = content[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let text = ''
  while (given === undefined && text.trim() === '' && first.length < beginningBytes) {
    const { done, value } = await chunks.next()
    if (done) break
    first.push(value)
    text = new TextDecoder().decode(value.subarray(0, beginningBytes))
  }
  async function* whole() {
    yield* first
    yield* { [Symbol.asyncIterator]: () => chunks }
  }
  return { format: given ?? (text.trim().startsWith('{') ? 'ndjson' : 'csv'), content: whole() }
}
