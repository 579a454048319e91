import { mkdirSync, writeFileSync } from 'node:fs'
import { bodyFromLines, goldenBodies } from './bodies.ts'

/** Writes the golden bodies again, after an intended change: `node_modules/.bin/node test/golden/rewrite.ts`. */

for (const { contentType, body, file, lines } of goldenBodies) {
  if (bodyFromLines(contentType, lines) !== body) throw new Error(`${file.pathname} cannot be kept in lines: ${body}`)
  mkdirSync(new URL('.', file), { recursive: true })
  writeFileSync(file, lines)
}
