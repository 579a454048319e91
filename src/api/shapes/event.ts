import { Type } from 'typebox'
import type { EventHead } from '../../domain/event.ts'
import { showTime } from '../times.ts'
import { eventId, eventName, nullable, type Static, time } from './base.ts'

export const eventProperties = {
  id: eventId,
  event: eventName,
  transaction: nullable(Type.String()),
  productId: Type.Integer(),
  accountId: Type.String({ description: 'The producer of the product when the event came.' }),
  sequence: Type.Integer({ description: 'Among the events of its transaction or subscription.' }),
  occurredAt: time,
  createdAt: time,
  test: Type.Boolean(),
}

export const eventShape = Type.Object(eventProperties, { title: 'Event' })

export function showEvent(event: EventHead): Static<typeof eventShape> {
  return {
    id: event.id,
    event: event.name,
    transaction: event.transaction,
    productId: event.productId,
    accountId: event.accountId,
    sequence: event.sequence,
    occurredAt: showTime(event.occurredAt),
    createdAt: showTime(event.createdAt),
    test: event.test,
  }
}
