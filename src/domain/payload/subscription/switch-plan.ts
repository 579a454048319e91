import { isJsonObject, type JsonObject, valueAt } from '../../json.ts'
import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, parameters } from '../parameter.ts'
import { ana } from '../person.ts'
import { ifReported, reported } from '../presence.ts'
import { wholeSecond } from '../whole-second.ts'
import { annualPlan, exampleSubscriber, monthlyPlan } from './plans.ts'
import { subscriptionStatusAsSent, subscriptionStatuses } from './statuses.ts'

const switchPlanParameters = [
  ...parameters(
    {
      path: 'data.switch_plan_date',
      type: 'integer',
      limit: limit.milliseconds,
      format: format.milliseconds,
      description: {
        en: 'When the plan was changed.',
        pt: 'Quando o plano foi trocado.',
        es: 'Cuándo se cambió el plan.',
      },
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
        pt: 'A assinatura cujo plano mudou. O produto está dentro dela, ao contrário de outros eventos.',
        es: 'La suscripción cuyo plan cambió. Su producto está dentro de ella, a diferencia de otros eventos.',
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
      description: {
        en: 'Identifies the subscription: the same as in its purchases.',
        pt: 'Identifica a assinatura: o mesmo das compras dela.',
        es: 'Identifica la suscripción: el mismo que en sus compras.',
      },
      presence: always,
      affiliate: 'yes',
      example: 'I9OT62C3',
      input: 'required',
    },
    {
      path: 'data.subscription.status',
      type: 'string',
      enum: subscriptionStatuses,
      others: limit.otherValue,
      format: format.upperSnakeCase,
      description: {
        en: 'Status of the subscription. Here CANCELED has one L and the seller is called VENDOR; purchases spell it CANCELLED_BY_SELLER.',
        pt: 'Status da assinatura. Aqui CANCELED tem um só L e quem vende se chama VENDOR; as compras escrevem CANCELLED_BY_SELLER.',
        es: 'Estado de la suscripción. Aquí CANCELED tiene una sola L y quien vende se llama VENDOR; las compras escriben CANCELLED_BY_SELLER.',
      },
      presence: reported,
      affiliate: 'yes',
      example: 'ACTIVE',
    },
    {
      path: 'data.subscription.date_next_charge',
      type: 'integer',
      limit: limit.wholeSeconds,
      format: format.wholeSeconds,
      description: {
        en: 'When the next charge comes.',
        pt: 'Quando vem a próxima cobrança.',
        es: 'Cuándo llega el próximo cobro.',
      },
      presence: ifReported,
      affiliate: 'yes',
      example: 1771070400000,
    },
    {
      path: 'data.subscription.product',
      type: 'object',
      format: format.object,
      description: {
        en: 'The product that is subscribed to.',
        pt: 'O produto da assinatura.',
        es: 'El producto de la suscripción.',
      },
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
      description: { en: 'Number of the product.', pt: 'Número do produto.', es: 'Número del producto.' },
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
      description: {
        en: 'Name under which the product is sold.',
        pt: 'Nome com que o produto é vendido.',
        es: 'Nombre con el que se vende el producto.',
      },
      presence: always,
      affiliate: 'yes',
      example: 'Baking Bread at Home',
      input: 'derived',
    },
    {
      path: 'data.subscription.user',
      type: 'object',
      format: format.object,
      description: { en: 'Who is subscribed.', pt: 'Quem é o assinante.', es: 'Quién está suscrito.' },
      presence: reported,
      affiliate: 'with-buyer-data',
      example: null,
    },
    {
      path: 'data.subscription.user.email',
      type: 'string',
      limit: limit.email,
      format: format.email,
      description: {
        en: 'E-mail address of the subscriber.',
        pt: 'E-mail do assinante.',
        es: 'Correo del suscriptor.',
      },
      presence: reported,
      affiliate: 'with-buyer-data',
      example: 'ana.souza@example.com',
    },
    {
      path: 'data.plans[]',
      type: 'object',
      limit: { maxItems: 10 },
      format: format.list,
      description: {
        en: 'The plan that is now in force and the one before it, in no promised order: see current.',
        pt: 'O plano que vale agora e o anterior, sem ordem garantida: veja current.',
        es: 'El plan ahora vigente y el anterior, sin un orden garantizado: mira current.',
      },
      presence: reported,
      affiliate: 'yes',
      example: null,
    },
    {
      path: 'data.plans[].id',
      type: 'integer',
      limit: limit.wholeNumber,
      format: format.integer,
      description: { en: 'Number of the plan.', pt: 'Número do plano.', es: 'Número del plan.' },
      presence: reported,
      affiliate: 'yes',
      example: 731246,
    },
    {
      path: 'data.plans[].name',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: { en: 'Name of the plan.', pt: 'Nome do plano.', es: 'Nombre del plan.' },
      presence: reported,
      affiliate: 'yes',
      example: 'Annual plan',
    },
    {
      path: 'data.plans[].offer',
      type: 'object',
      format: format.object,
      description: {
        en: 'The offer by which the plan is sold.',
        pt: 'A oferta pela qual o plano é vendido.',
        es: 'La oferta con la que se vende el plan.',
      },
      presence: reported,
      affiliate: 'yes',
      example: null,
    },
    {
      path: 'data.plans[].offer.key',
      type: 'string',
      limit: limit.code,
      format: format.code,
      description: {
        en: 'Code of the offer. Purchases call it code.',
        pt: 'Código da oferta. Nas compras ele se chama code.',
        es: 'Código de la oferta. En las compras se llama code.',
      },
      presence: reported,
      affiliate: 'yes',
      example: 'py01ycdp',
    },
    {
      path: 'data.plans[].current',
      type: 'boolean',
      format: format.boolean,
      description: {
        en: 'Whether this is the plan now in force.',
        pt: 'Se este é o plano que vale agora.',
        es: 'Si este es el plan ahora vigente.',
      },
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
      subscriber_code: exampleSubscriber,
      status: 'ACTIVE',
      date_next_charge: wholeSecond(now) + 30 * day,
      product: { id: product.id, name: product.name },
      user: { email: ana.email },
    },
    plans: [
      { id: annualPlan.id, name: annualPlan.name, offer: { key: annualPlan.offer }, current: true },
      { id: monthlyPlan.id, name: monthlyPlan.name, offer: { key: monthlyPlan.offer }, current: false },
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
