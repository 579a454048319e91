import { describe, expect, it } from 'vitest'
import en from '../../console/src/locales/en/words.json' with { type: 'json' }
import es from '../../console/src/locales/es-419/words.json' with { type: 'json' }
import pt from '../../console/src/locales/pt-BR/words.json' with { type: 'json' }
import { errorCatalogue } from '../../src/domain/errors.ts'
import { eventNames } from '../../src/domain/event.ts'
import { eventTexts } from '../../src/domain/payload/documentation/event-text.ts'

/** The console's own names for events and errors. The Documentation tab shows the server's names, so both must agree. */

/** Answers that only programs get: the console sends well-formed requests of a signed-in person. */
const forPrograms = [
  'malformed_json',
  'duplicate_key',
  'forbidden_key',
  'unsafe_number',
  'invalid_token',
  'account_required',
  'insufficient_scope',
  'token_forbidden',
  'method_not_allowed',
  'unsupported_media_type',
  'deliveries_behind',
  'too_many_lines',
]

describe.each([
  ['en', en],
  ['pt', pt],
  ['es', es],
] as const)('in %s', (language, words) => {
  it('console and documentation use the same name for every event', () => {
    expect(words.events).toEqual(
      Object.fromEntries(eventNames.map((event) => [event, eventTexts[event].title[language]])),
    )
  })

  it('the console has a short meaning for every event', () => {
    expect(Object.keys(words.eventMeanings).sort()).toEqual([...eventNames].sort())
  })

  it('the console has words for every answer of the server that a person can get', () => {
    expect([...Object.keys(words.problems), ...forPrograms].sort()).toEqual(
      [...Object.keys(errorCatalogue), 'internal_error'].sort(),
    )
  })
})
