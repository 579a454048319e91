import { Type } from 'typebox'
import { anyObject, closed, eventName, timeInput } from './base.ts'

/** An event as the platform reports it: the body of one request, or one line of a batch. */
export const eventInput = closed({
  event: eventName,
  id: Type.Optional(
    Type.String({
      pattern: '^[^\\p{Cc}\\p{Cs}]{1,128}$',
      description: 'The caller’s own id, up to 128 characters: what comes again under it is answered as a duplicate.',
    }),
  ),
  data: anyObject(
    'What the event is about, as GET /v1/event-types/{event} describes it. Of purchases purchase.transaction is required, and purchase.status may be left out.',
  ),
  occurredAt: Type.Optional(timeInput),
  occurrence: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9._:-]{1,64}$',
      description: 'Names a repeated DELAYED, so that it is an event again.',
    }),
  ),
  emitStale: Type.Optional(
    Type.Boolean({ description: 'Whether an event older than what is known goes out all the same.' }),
  ),
})
