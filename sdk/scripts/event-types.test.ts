import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { writeEventTypes } from './event-types.ts'

it('the committed event types match the dictionary', () => {
  const committed = readFileSync(new URL('../src/receive/event-types.ts', import.meta.url), 'utf8')
  expect(committed, 'npm run generate -w sdk').toBe(writeEventTypes())
})
