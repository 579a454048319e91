import { type EventName, isPurchaseEvent } from '../../event.ts'
import { format } from '../format.ts'
import * as limit from '../limits.ts'
import type { LocalText } from '../local-text.ts'
import { type Parameter, parameters } from '../parameter.ts'
import { ifReported } from './wording.ts'

/**
 * What version 1.0.0 sends and version 2.0.0 has no field for. Platforms may report it in `data` beside the rest; it is checked like
 * the rest, and left out of version 2.0.0.
 */
export function versionOneInputs(event: EventName): readonly Parameter[] {
  if (isPurchaseEvent(event)) return purchaseInputs
  switch (event) {
    case 'PURCHASE_OUT_OF_SHOPPING_CART':
      return cartInputs
    case 'SWITCH_PLAN':
      return switchPlanInputs
    default:
      return []
  }
}

const forThisVersion = { presence: ifReported, versions: ['1.0.0'] } as const

const daysBetweenCharges: LocalText = {
  en: 'Days between two charges.',
  pt: 'Dias entre duas cobranças.',
  es: 'Días entre dos cobros.',
}

const purchaseInputs = parameters(
  {
    ...forThisVersion,
    path: 'data.purchase.offer.payment_mode',
    type: 'string',
    enum: ['pagamento_unico', 'multiplos_pagamentos', 'pagamento_vista'],
    others: limit.otherValue,
    format: { en: 'Portuguese words', pt: 'palavras em português', es: 'palabras en portugués' },
    description: {
      en: 'How the offer is paid.',
      pt: 'Como a oferta é paga.',
      es: 'Cómo se paga la oferta.',
    },
    affiliate: 'yes',
    example: 'pagamento_unico',
  },
  {
    ...forThisVersion,
    path: 'data.purchase.hotkey',
    type: 'string',
    limit: limit.name,
    format: format.text,
    description: {
      en: 'Key that opens an external members area, or serial number of the product.',
      pt: 'Chave que abre uma área de membros externa, ou número de série do produto.',
      es: 'Clave que abre un área de miembros externa, o número de serie del producto.',
    },
    affiliate: 'with-buyer-data',
    example: '7F3K-9QXT-PLM2',
  },
  {
    ...forThisVersion,
    path: 'data.buyer.phone_code',
    type: 'string',
    limit: limit.phone,
    format: format.digits,
    description: {
      en: 'Area code of the telephone number that the buyer registered with.',
      pt: 'Código de área (DDD) do telefone com que o comprador se cadastrou.',
      es: 'Código de área del teléfono con el que se registró el comprador.',
    },
    affiliate: 'with-buyer-data',
    example: '11',
  },
  {
    ...forThisVersion,
    path: 'data.buyer.phone',
    type: 'string',
    limit: limit.phone,
    format: format.digits,
    description: {
      en: 'Telephone number that the buyer registered with, without the area code.',
      pt: 'Telefone com que o comprador se cadastrou, sem o código de área (DDD).',
      es: 'Teléfono con el que se registró el comprador, sin el código de área.',
    },
    affiliate: 'with-buyer-data',
    example: '999990000',
  },
  {
    ...forThisVersion,
    path: 'data.subscription.plan.recurrency_period',
    type: 'integer',
    limit: limit.days,
    format: format.integer,
    description: daysBetweenCharges,
    affiliate: 'yes',
    example: 30,
  },
)

const cartInputs = parameters(
  {
    ...forThisVersion,
    path: 'data.user_key',
    type: 'string',
    limit: limit.code,
    format: format.text,
    description: {
      en: 'Key of the visitor, which says nothing by itself.',
      pt: 'Chave do visitante, que por si só não diz nada.',
      es: 'Clave del visitante, que por sí sola no dice nada.',
    },
    affiliate: 'yes',
    example: '5f1d2c9e',
  },
  {
    ...forThisVersion,
    path: 'data.product.category',
    type: 'string',
    limit: limit.name,
    format: format.text,
    description: { en: 'Category of the product.', pt: 'Categoria do produto.', es: 'Categoría del producto.' },
    affiliate: 'yes',
    example: 'cooking',
  },
  {
    ...forThisVersion,
    path: 'data.has_negotiate',
    type: 'boolean',
    format: format.boolean,
    description: {
      en: 'Whether the price can be negotiated.',
      pt: 'Se o preço pode ser negociado.',
      es: 'Si el precio se puede negociar.',
    },
    affiliate: 'yes',
    example: false,
  },
  {
    ...forThisVersion,
    path: 'data.subscription_plan_id',
    type: 'integer',
    limit: limit.wholeNumber,
    format: format.integer,
    description: {
      en: 'Number of the plan that was chosen, for a subscription.',
      pt: 'Número do plano escolhido, em uma assinatura.',
      es: 'Número del plan elegido, en una suscripción.',
    },
    affiliate: 'yes',
    example: 731246,
  },
)

const switchPlanInputs = parameters(
  {
    ...forThisVersion,
    path: 'data.subscription.recurrence_number',
    type: 'integer',
    limit: { minimum: 0, maximum: 99_999 },
    format: format.integer,
    description: {
      en: 'How many charges of the subscription there were.',
      pt: 'Quantas cobranças da assinatura houve.',
      es: 'Cuántos cobros de la suscripción hubo.',
    },
    affiliate: 'yes',
    example: 3,
  },
  {
    ...forThisVersion,
    path: 'data.subscription.user.name',
    type: 'string',
    limit: limit.name,
    format: format.text,
    description: { en: 'Name of the subscriber.', pt: 'Nome do assinante.', es: 'Nombre del suscriptor.' },
    affiliate: 'with-buyer-data',
    example: 'Ana Souza',
  },
  {
    ...forThisVersion,
    path: 'data.plans[].max_charge_cycles',
    type: 'integer',
    limit: { minimum: 0, maximum: 99_999 },
    format: format.integer,
    description: {
      en: 'After how many charges the plan ends.',
      pt: 'Depois de quantas cobranças o plano termina.',
      es: 'Después de cuántos cobros termina el plan.',
    },
    affiliate: 'yes',
    example: 12,
  },
  {
    ...forThisVersion,
    path: 'data.plans[].recurrency_period',
    type: 'integer',
    limit: limit.days,
    format: format.integer,
    description: daysBetweenCharges,
    affiliate: 'yes',
    example: 30,
  },
  {
    ...forThisVersion,
    path: 'data.plans[].value',
    type: 'number',
    limit: limit.money,
    format: format.money,
    description: { en: 'Price of the plan.', pt: 'Preço do plano.', es: 'Precio del plan.' },
    affiliate: 'yes',
    example: 64.9,
  },
  {
    ...forThisVersion,
    path: 'data.plans[].currency_code',
    type: 'string',
    limit: limit.currency,
    format: format.currency,
    description: { en: 'Currency of that price.', pt: 'Moeda desse preço.', es: 'Moneda de ese precio.' },
    affiliate: 'yes',
    example: 'BRL',
  },
)
