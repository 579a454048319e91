import { Type } from 'typebox'
import { anyObject, closed, eventName, occurrence, timeInput, wellFormed, withoutControls } from './base.ts'

/** An event as the platform reports it: the body of one request, or one line of a batch. */
export const eventInput = closed({
  event: eventName,
  id: Type.Optional(
    Type.String({
      pattern: `^${withoutControls}{1,128}$`,
      format: wellFormed,
      description: 'The caller’s own id, up to 128 characters: what comes again under it is answered as a duplicate.',
      examples: ['order-4711-approved'],
    }),
  ),
  data: anyObject(
    'What the event is about, as GET /v1/event-types/{event} describes it. Of purchases purchase.transaction is required, and purchase.status may be left out.',
  ),
  occurredAt: Type.Optional(timeInput),
  occurrence: Type.Optional(occurrence),
  emitStale: Type.Optional(Type.Boolean({ description: 'Whether an event older than what is known still goes out.' })),
})
