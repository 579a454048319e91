import { Type } from 'typebox'
import { type RoutingReason, routingSentences } from '../../domain/matching.ts'
import type { SaleRoute, SaleSummary } from '../../services/sales/sales.ts'
import { publicId } from '../public-ids.ts'
import { showTime, showTimeOrNull } from '../times.ts'
import { eventId, eventName, id, nullable, oneOf, productId, type Static, time } from './base.ts'
import { deliveryShape, showDelivery } from './delivery.ts'
import { legacyPostShape } from './legacy-post.ts'

const roles = oneOf(['producer', 'coproducer', 'affiliate'])

const saleProperties = {
  transaction: Type.String(),
  productId: nullable(productId),
  productName: nullable(Type.String()),
  role: Type.Unsafe<'producer' | 'coproducer' | 'affiliate'>({
    ...roles,
    description: 'What the account is to this sale.',
  }),
  buyer: nullable(
    Type.Object(
      { name: nullable(Type.String()), email: nullable(Type.String()) },
      {
        description:
          'In full for the owner, masked for access tokens. null: the affiliate may not see the buyer, or the data are no longer kept.',
      },
    ),
  ),
  status: nullable(Type.String({ description: 'The last status that made an event; null: no longer known.' })),
  statusAt: nullable(time),
  firstAt: Type.String({ format: 'date-time', description: 'When Postback first heard of the sale.' }),
  kept: Type.Boolean({ description: 'Whether its events and posts are still in the history.' }),
}

export const saleShape = Type.Object(saleProperties, { title: 'Sale' })

const routeShape = Type.Object(
  {
    configurationId: id('cfg'),
    name: Type.String(),
    configurationState: oneOf(['active', 'releasing', 'disabled', 'removed']),
    decision: oneOf(['sent', 'not-sent']),
    reason: oneOf(Object.keys(routingSentences) as RoutingReason[]),
    detail: Type.String({ description: 'The reason as a sentence.' }),
    delivery: nullable(deliveryShape),
    stillTrue: Type.Boolean({
      description:
        'Whether the delivery tells what is still so of the sale: a replay with mode latest takes only these. false without a delivery.',
    }),
  },
  { title: 'SaleRoute' },
)

export const saleDetailShape = Type.Object(
  {
    ...saleProperties,
    price: nullable(Type.Object({ value: Type.Number(), currency: nullable(Type.String()) })),
    plan: nullable(Type.String()),
    events: Type.Array(
      Type.Object(
        {
          id: eventId,
          event: eventName,
          occurredAt: time,
          createdAt: time,
          routes: Type.Array(routeShape),
        },
        { title: 'SaleEvent' },
      ),
      { description: 'Newest first, at most 50.' },
    ),
    related: Type.Array(
      Type.Object(
        { ...saleProperties, relation: oneOf(['same-subscription', 'order-bump', 'parent']) },
        { title: 'RelatedSale' },
      ),
      {
        description: 'Other payments of its subscription, purchases added at its checkout, or the one it was added to.',
      },
    ),
    legacyPosts: Type.Array(legacyPostShape, { description: 'Of the earlier tool, newest first.' }),
  },
  { title: 'SaleDetail' },
)

export function showSale(sale: SaleSummary): Static<typeof saleShape> {
  return {
    transaction: sale.transaction,
    productId: sale.productId === 0 ? null : sale.productId,
    productName: sale.productName,
    role: sale.role,
    buyer: sale.buyer,
    status: sale.status,
    statusAt: showTimeOrNull(sale.statusAt),
    firstAt: showTime(sale.firstAt),
    kept: sale.isKept,
  }
}

export function showSaleRoute(
  { configuration, reason, delivery, isStillTrue }: SaleRoute,
  attemptsMax: number,
): Static<typeof routeShape> {
  return {
    configurationId: publicId('cfg', configuration.id),
    name: configuration.name,
    configurationState: configuration.status.state,
    decision: delivery ? 'sent' : 'not-sent',
    reason,
    detail: routingSentences[reason],
    delivery: delivery && showDelivery(delivery, attemptsMax),
    stillTrue: isStillTrue,
  }
}
