import { writeFileSync } from 'node:fs'
import { writeEventTypes } from './event-types.ts'

/** Run as `npm run generate -w sdk` after a change of the dictionary. */
writeFileSync(new URL('../src/receive/event-types.ts', import.meta.url), writeEventTypes())
