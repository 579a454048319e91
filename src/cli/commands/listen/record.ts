import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HeardEvent } from '../../../../sdk/src/index.ts'
import type { ForwardedRequest } from './forward.ts'

/** Writes each request into a folder: the body to the letter, and the headers beside it. */
export function recorder(folder: string | undefined): (heard: HeardEvent, request: ForwardedRequest) => void {
  if (folder === undefined) return () => {}
  mkdirSync(folder, { recursive: true })
  return ({ id, event, contentType }, { headers, body }) => {
    // Ids begin with the time, so the files sort by it.
    const name = join(folder, `${id}-${event}`)
    writeFileSync(`${name}.headers.json`, `${JSON.stringify(headers, null, 2)}\n`)
    writeFileSync(`${name}.${contentType.includes('json') ? 'json' : 'form'}`, body)
  }
}
