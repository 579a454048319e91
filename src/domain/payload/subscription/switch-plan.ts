import { isJsonObject, type JsonObject, valueAt } from '../../json.ts'
import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, parameters, when } from '../parameter.ts'
import { subscriptionStatusAsSent, subscriptionStatuses } from './statuses.ts'

const reported = when('the platform reports it; Hotmart always does')

const switchPlanParameters = [
  ...parameters(
    {
      path: 'data.switch_plan_date',
      type: 'integer',
      limit: limit.milliseconds,
      format: format.milliseconds,
      description: { en: 'When the plan was changed.' },
      presence: always,
      affiliate: 'yes',
      example: 1768478399000,
      input: 'derived',
    },
    {
      path: 'data.subscription',
      type: 'object',
      format: format.object,
      description: {
        en: 'The subscription whose plan was changed. Its product stands inside it, unlike in other events.',
      },
      presence: always,
      affiliate: 'yes',
      example: null,
      input: 'required',
    },
    {
      path: 'data.subscription.subscriber_code',
      type: 'string',
      limit: limit.subscriberCode,
      format: format.subscriberCode,
      description: { en: 'Identifies the subscription: the same as in its purchases.' },
      presence: always,
      affiliate: 'yes',
      example: 'I9OT62C3',
      input: 'required',
    },
    {
      path: 'data.subscription.status',
      type: 'string',
      enum: subscriptionStatuses,
      format: format.upperSnakeCase,
      description: {
        en: 'Status of the subscription. Here CANCELED has one L and the seller is called VENDOR; purchases spell it CANCELLED_BY_SELLER.',
      },
      presence: reported,
      affiliate: 'yes',
      example: 'ACTIVE',
    },
    {
      path: 'data.subscription.date_next_charge',
      type: 'integer',
      limit: limit.milliseconds,
      format: format.milliseconds,
      description: { en: 'When the next charge comes.' },
      presence: when('the platform reports it'),
      affiliate: 'yes',
      example: 1771070400000,
    },
    {
      path: 'data.subscription.product',
      type: 'object',
      format: format.object,
      description: { en: 'The product that is subscribed to.' },
      presence: always,
      affiliate: 'yes',
      example: null,
      input: 'required',
    },
    {
      path: 'data.subscription.product.id',
      type: 'integer',
      limit: limit.wholeNumber,
      format: format.integer,
      description: { en: 'Number of the product.' },
      presence: always,
      affiliate: 'yes',
      example: 1234567,
      input: 'required',
    },
    {
      path: 'data.subscription.product.name',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: { en: 'Name under which the product is sold.' },
      presence: always,
      affiliate: 'yes',
      example: 'Baking Bread at Home',
      input: 'derived',
    },
    {
      path: 'data.subscription.user',
      type: 'object',
      format: format.object,
      description: { en: 'Who is subscribed.' },
      presence: reported,
      affiliate: 'with-buyer-data',
      example: null,
    },
    {
      path: 'data.subscription.user.email',
      type: 'string',
      limit: limit.email,
      format: format.email,
      description: { en: 'E-mail address of the subscriber.' },
      presence: reported,
      affiliate: 'with-buyer-data',
      example: 'ana.souza@example.com',
    },
    {
      path: 'data.plans[]',
      type: 'object',
      limit: { maxItems: 10 },
      format: format.list,
      description: { en: 'The plan that is now in force and the one before it, in no promised order: see current.' },
      presence: reported,
      affiliate: 'yes',
      example: null,
    },
    {
      path: 'data.plans[].id',
      type: 'integer',
      limit: limit.wholeNumber,
      format: format.integer,
      description: { en: 'Number of the plan.' },
      presence: reported,
      affiliate: 'yes',
      example: 731246,
    },
    {
      path: 'data.plans[].name',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: { en: 'Name of the plan.' },
      presence: reported,
      affiliate: 'yes',
      example: 'Annual plan',
    },
    {
      path: 'data.plans[].offer',
      type: 'object',
      format: format.object,
      description: { en: 'The offer by which the plan is sold.' },
      presence: reported,
      affiliate: 'yes',
      example: null,
    },
    {
      path: 'data.plans[].offer.key',
      type: 'string',
      limit: limit.code,
      format: format.code,
      description: { en: 'Code of the offer. Purchases call it code.' },
      presence: reported,
      affiliate: 'yes',
      example: 'py01ycdp',
    },
    {
      path: 'data.plans[].current',
      type: 'boolean',
      format: format.boolean,
      description: { en: 'Whether this is the plan now in force.' },
      presence: reported,
      affiliate: 'yes',
      example: true,
    },
  ),
  ...broughtByParameters,
]

const day = 24 * 3_600_000

/** A subscriber changed to another plan. */
export const switchPlanFamily: Family = {
  parameters: switchPlanParameters,
  productAt: ['subscription', 'product'],
  normalize: withStatusAsSent,
  complete(data, { product, occurredAt }) {
    const named = withProductName(data, product.name)
    return withMember(named, 'switch_plan_date', data.switch_plan_date ?? occurredAt)
  },
  arrange: (_event, _reader, data) => data,
  example: ({ product, now }) => ({
    switch_plan_date: now - 1000,
    subscription: {
      subscriber_code: 'I9OT62C3',
      status: 'ACTIVE',
      date_next_charge: now + 30 * day,
      product: { id: product.id, name: product.name },
      user: { email: 'ana.souza@example.com' },
    },
    plans: [
      { id: 731247, name: 'Annual plan', offer: { key: 'py01ycdp' }, current: true },
      { id: 731246, name: 'Monthly plan', offer: { key: 'n82b9jqz' }, current: false },
    ],
  }),
}

/** `subscription.product` with its name filled in: two events have their product there. */
export function withProductName(data: JsonObject, name: string): JsonObject {
  const { subscription } = data
  if (!isJsonObject(subscription)) return data
  return withMember(data, 'subscription', withMember(subscription, 'product', fill(subscription.product, { name })))
}

export function withStatusAsSent(data: JsonObject): JsonObject {
  const { subscription } = data
  const status = valueAt(data, 'subscription', 'status')
  if (!isJsonObject(subscription) || typeof status !== 'string') return data
  return withMember(data, 'subscription', withMember(subscription, 'status', subscriptionStatusAsSent(status)))
}
