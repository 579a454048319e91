import { describe, expect, it } from 'vitest'
import en from '../console/src/locales/en/words.json' with { type: 'json' }
import es from '../console/src/locales/es-419/words.json' with { type: 'json' }
import pt from '../console/src/locales/pt-BR/words.json' with { type: 'json' }
import { eventNames } from '../src/domain/event.ts'
import { eventTexts } from '../src/domain/payload/event-text.ts'

/** The console names events without asking the server, and the Documentation tab shows what the server says beside it. */
describe.each([
  ['en', en],
  ['pt', pt],
  ['es', es],
] as const)('in %s', (language, words) => {
  it('console and documentation call every event the same', () => {
    expect(words.events).toEqual(
      Object.fromEntries(eventNames.map((event) => [event, eventTexts[event].title[language]])),
    )
  })

  it('the console has a short meaning for every event', () => {
    expect(Object.keys(words.eventMeanings).sort()).toEqual([...eventNames].sort())
  })
})
