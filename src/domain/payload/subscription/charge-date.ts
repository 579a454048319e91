import { broughtByParameters } from '../brought-by.ts'
import type { Family } from '../family.ts'
import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, parameters, when } from '../parameter.ts'
import { ana } from '../person.ts'
import { reported } from '../presence.ts'
import { wholeSecond } from '../whole-second.ts'
import { exampleSubscriber, monthlyPlan } from './plans.ts'
import { subscriptionStatuses } from './statuses.ts'
import { withProductName, withStatusAsSent } from './switch-plan.ts'

const classic = when({
  en: 'in classic test posts only',
  pt: 'só em posts de teste clássicos',
  es: 'solo en posts de prueba clásicos',
})
const dayOfMonth = { minimum: 1, maximum: 31 }

const chargeDateParameters = [
  ...parameters(
    {
      path: 'data.subscriber',
      type: 'object',
      format: format.object,
      description: { en: 'Who is subscribed.', pt: 'Quem é o assinante.', es: 'Quién está suscrito.' },
      presence: always,
      affiliate: 'yes',
      example: null,
      input: 'required',
    },
    {
      path: 'data.subscriber.name',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: { en: 'Name of the subscriber.', pt: 'Nome do assinante.', es: 'Nombre del suscriptor.' },
      presence: reported,
      affiliate: 'with-buyer-data',
      example: 'Ana Souza',
    },
    {
      path: 'data.subscriber.email',
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
      path: 'data.subscriber.code',
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
      path: 'data.subscription',
      type: 'object',
      format: format.object,
      description: {
        en: 'The subscription whose day of charge was changed.',
        pt: 'A assinatura cujo dia de cobrança mudou.',
        es: 'La suscripción cuyo día de cobro cambió.',
      },
      presence: always,
      affiliate: 'yes',
      example: null,
      input: 'required',
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
      path: 'data.subscription.status',
      type: 'string',
      enum: subscriptionStatuses,
      others: limit.otherValue,
      format: format.upperSnakeCase,
      description: {
        en: 'Status of the subscription, spelled as in SWITCH_PLAN.',
        pt: 'Status da assinatura, escrito como em SWITCH_PLAN.',
        es: 'Estado de la suscripción, escrito como en SWITCH_PLAN.',
      },
      presence: reported,
      affiliate: 'yes',
      example: 'ACTIVE',
    },
    {
      path: 'data.subscription.old_charge_day',
      type: 'integer',
      limit: dayOfMonth,
      format: format.dayOfMonth,
      description: {
        en: 'Day on which the subscription was charged before.',
        pt: 'Dia em que a assinatura era cobrada antes.',
        es: 'Día en que se cobraba antes la suscripción.',
      },
      presence: reported,
      affiliate: 'yes',
      example: 10,
    },
    {
      path: 'data.subscription.new_charge_day',
      type: 'integer',
      limit: dayOfMonth,
      format: format.dayOfMonth,
      description: {
        en: 'Day on which the subscription is charged from now on.',
        pt: 'Dia em que a assinatura será cobrada de agora em diante.',
        es: 'Día en que se cobrará la suscripción de ahora en adelante.',
      },
      presence: reported,
      affiliate: 'yes',
      example: 20,
    },
    {
      path: 'data.subscription.date_next_charge',
      type: 'integer',
      limit: limit.wholeSeconds,
      format: format.wholeSeconds,
      description: {
        en: 'When the next charge comes, by the new day.',
        pt: 'Quando vem a próxima cobrança, pelo novo dia.',
        es: 'Cuándo llega el próximo cobro, según el nuevo día.',
      },
      presence: reported,
      affiliate: 'yes',
      example: 1768910400000,
    },
    {
      path: 'data.subscription.oldChargeDay',
      type: 'integer',
      limit: dayOfMonth,
      format: format.dayOfMonth,
      description: {
        en: 'What the test tool of Hotmart calls old_charge_day.',
        pt: 'Como a ferramenta de teste da Hotmart chama old_charge_day.',
        es: 'Cómo llama la herramienta de prueba de Hotmart a old_charge_day.',
      },
      presence: classic,
      affiliate: 'yes',
      example: 10,
    },
    {
      path: 'data.subscription.newChargeDay',
      type: 'integer',
      limit: dayOfMonth,
      format: format.dayOfMonth,
      description: {
        en: 'What the test tool of Hotmart calls new_charge_day.',
        pt: 'Como a ferramenta de teste da Hotmart chama new_charge_day.',
        es: 'Cómo llama la herramienta de prueba de Hotmart a new_charge_day.',
      },
      presence: classic,
      affiliate: 'yes',
      example: 20,
    },
    {
      path: 'data.subscription.dateNextCharge',
      type: 'string',
      limit: { maxLength: 32 },
      format: {
        en: 'YYYY-MM-DDThh:mm:ss.sssZ (ISO 8601, UTC)',
        pt: 'AAAA-MM-DDThh:mm:ss.sssZ (ISO 8601, UTC)',
        es: 'AAAA-MM-DDThh:mm:ss.sssZ (ISO 8601, UTC)',
      },
      description: {
        en: 'What the test tool of Hotmart calls date_next_charge, as a text.',
        pt: 'Como a ferramenta de teste da Hotmart envia date_next_charge: com este nome e como texto.',
        es: 'Cómo envía date_next_charge la herramienta de prueba de Hotmart: con este nombre y como texto.',
      },
      presence: classic,
      affiliate: 'yes',
      example: '2026-01-20T12:00:00.000Z',
    },
    {
      path: 'data.plan',
      type: 'object',
      format: format.object,
      description: { en: 'The plan that is in force.', pt: 'O plano em vigor.', es: 'El plan vigente.' },
      presence: reported,
      affiliate: 'yes',
      example: null,
    },
    {
      path: 'data.plan.id',
      type: 'integer',
      limit: limit.wholeNumber,
      format: format.integer,
      description: { en: 'Number of the plan.', pt: 'Número do plano.', es: 'Número del plan.' },
      presence: reported,
      affiliate: 'yes',
      example: 731246,
    },
    {
      path: 'data.plan.name',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: { en: 'Name of the plan.', pt: 'Nome do plano.', es: 'Nombre del plan.' },
      presence: reported,
      affiliate: 'yes',
      example: 'Monthly plan',
    },
    {
      path: 'data.plan.offer',
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
      path: 'data.plan.offer.code',
      type: 'string',
      limit: limit.code,
      format: format.code,
      description: { en: 'Code of the offer.', pt: 'Código da oferta.', es: 'Código de la oferta.' },
      presence: reported,
      affiliate: 'yes',
      example: 'n82b9jqz',
    },
  ),
  ...broughtByParameters,
]

const day = 24 * 3_600_000

/** The day on which a subscription is charged was changed. */
export const chargeDateFamily: Family = {
  parameters: chargeDateParameters,
  productAt: ['subscription', 'product'],
  normalize: withStatusAsSent,
  complete: (data, { product }) => withProductName(data, product.name),
  arrange: (_event, _reader, data) => data,
  example({ product, now }) {
    const nextCharge = now + 20 * day
    return {
      subscriber: { name: ana.name, email: ana.email, code: exampleSubscriber },
      subscription: {
        product: { id: product.id, name: product.name },
        status: 'ACTIVE',
        old_charge_day: new Date(now + 5 * day).getUTCDate(),
        new_charge_day: new Date(nextCharge).getUTCDate(),
        date_next_charge: wholeSecond(nextCharge),
      },
      plan: { id: monthlyPlan.id, name: monthlyPlan.name, offer: { code: monthlyPlan.offer } },
    }
  },
}
