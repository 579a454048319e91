import { createWriteStream, type WriteStream } from 'node:fs'
import { realpath } from 'node:fs/promises'
import type { LegacyImportError } from '../../../../sdk/src/index.ts'
import { Unable } from '../../explain.ts'
import { oneLine, type Terminal } from '../../terminal.ts'

/** What is wrong with which line: in a file, or, the first of it, at the terminal. */

const errorsSaid = 20

export interface Errors {
  add(errors: readonly LegacyImportError[]): void
  /** How many were not said. */
  readonly left: number
  close(): Promise<void>
}

export async function errorsTo(path: string | undefined, file: string, terminal: Terminal): Promise<Errors> {
  const stream = path === undefined ? null : await openErrors(path, file)
  let failure: Error | null = null
  stream?.on('error', (error) => {
    failure = error
  })
  let said = 0
  let left = 0
  return {
    get left() {
      return left
    },
    add(errors) {
      if (failure) throw new Unable(`${path} cannot be written: ${failure.message}.`, { cause: failure })
      for (const error of errors) {
        if (stream) stream.write(`${JSON.stringify(error)}\n`)
        else if (said++ < errorsSaid) terminal.say(sentenceFor(error))
        else left++
      }
    },
    close: () => new Promise((resolve) => (stream && !failure ? stream.end(() => resolve()) : resolve())),
  }
}

async function openErrors(path: string, file: string): Promise<WriteStream> {
  const [same, imported] = await Promise.all([path, file].map((it) => realpath(it).catch(() => null)))
  if (same && same === imported) throw new Unable(`${path} is the file to import. Name another one with --errors.`)
  const stream = createWriteStream(path)
  return new Promise((resolve, reject) => {
    stream.once('open', () => resolve(stream))
    stream.once('error', (cause) => reject(new Unable(`${path} cannot be written: ${cause.message}.`, { cause })))
  })
}

function sentenceFor({ line, pointer, detail }: LegacyImportError): string {
  return oneLine(
    `Line ${line}: ${pointer === '' ? 'it' : pointer.slice(1)} ${detail}${/[.!?]$/.test(detail) ? '' : '.'}`,
  )
}
