import { Type } from 'typebox'
import { deliveryStates } from '../../domain/delivery/delivery.ts'
import { testInbox } from '../../domain/test-inbox.ts'
import type { DeliveryFilter } from '../../store/contract/history.ts'
import { readIdAt } from '../public-ids.ts'
import { readTime } from '../times.ts'
import { closed, eventName, oneOf, productId, type Static, timeInput, timeQuery } from './base.ts'

/** Filters for deliveries: in the query of a list, and in the body of a replay. */

const common = {
  id: Type.Optional(
    Type.Array(Type.String({ maxLength: 64 }), {
      minItems: 1,
      maxItems: 100,
      description: 'Only these deliveries. In a query: with commas, or repeated.',
    }),
  ),
  state: Type.Optional(
    Type.Array(oneOf(deliveryStates), {
      minItems: 1,
      maxItems: 20,
      description: 'In a query: with commas, or repeated.',
    }),
  ),
  event: Type.Optional(
    Type.Array(eventName, { minItems: 1, maxItems: 50, description: 'In a query: with commas, or repeated.' }),
  ),
  configurationId: Type.Optional(Type.String({ maxLength: 64 })),
  productId: Type.Optional(productId),
  transaction: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  responseStatus: Type.Optional(
    Type.Unsafe<number | 'none'>({
      anyOf: [{ type: 'integer', minimum: -1, maximum: 599 }, { enum: ['none'] }],
      description: 'HTTP code of the last attempt; -1: no connection; none: no attempt yet.',
    }),
  ),
  test: Type.Optional(Type.Boolean()),
  target: Type.Optional(oneOf(['inbox'], { description: 'inbox: only what went to the test inbox.' })),
}

export const deliveryFilterQuery = {
  ...common,
  from: Type.Optional(timeQuery('Created at or after it.')),
  to: Type.Optional(timeQuery('Created before it.')),
}

export const deliveryFilterInput = closed({
  ...common,
  from: Type.Optional(timeInput),
  to: Type.Optional(timeInput),
})

/** @param at gives the pointer to a field: `?state` in a query, `/filter/state` in a body */
export function readDeliveryFilter(
  accountId: string,
  input: Static<typeof deliveryFilterInput>,
  at: (field: string) => string,
): DeliveryFilter {
  const { id, state, event, configurationId, productId, transaction, responseStatus, test, target, from, to } = input
  return {
    accountId,
    ...(id && { ids: id.map((one) => readIdAt('dlv', one, at('id'))) }),
    ...(state && { states: state }),
    ...(event && { events: event }),
    ...(configurationId !== undefined && { configurationId: readIdAt('cfg', configurationId, at('configurationId')) }),
    ...(productId !== undefined && { productId }),
    ...(transaction !== undefined && { transaction }),
    ...(responseStatus !== undefined && { responseStatus: responseStatus === 'none' ? null : responseStatus }),
    ...(test !== undefined && { test }),
    ...(target === 'inbox' && { freeUrl: testInbox }),
    ...(from !== undefined && { from: readTime(from, at('from')) }),
    ...(to !== undefined && { to: readTime(to, at('to')) }),
  }
}
