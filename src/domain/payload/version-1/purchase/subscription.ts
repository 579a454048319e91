import { isJsonObject } from '../../../json.ts'
import { format } from '../../format.ts'
import * as limit from '../../limits.ts'
import { when } from '../../parameter.ts'
import { formParameters } from '../form-parameter.ts'
import { flag, formFormat, forSubscription } from '../wording.ts'
import { asCount, asMoment, asOneOf, asText, inSmallLetters, inSmallWords } from '../write.ts'

const statusNames = {
  ACTIVE: 'active',
  INACTIVE: 'inactive',
  DELAYED: 'past_due',
  OVERDUE: 'past_due',
  CANCELLED_BY_CUSTOMER: 'canceled',
  CANCELLED_BY_SELLER: 'canceled',
  CANCELLED_BY_ADMIN: 'canceled',
  STARTED: 'started',
  EXPIRED: 'expired',
}

/** Documented with a capital (Active, Canceled by client), seen without: what was seen is sent. */
const olderStatusNames = {
  ACTIVE: 'active',
  INACTIVE: 'inactive',
  DELAYED: 'delayed',
  OVERDUE: 'delayed',
  CANCELLED_BY_CUSTOMER: 'canceled by client',
  CANCELLED_BY_SELLER: 'canceled by vendor',
  CANCELLED_BY_ADMIN: 'canceled by admin',
  STARTED: 'started',
  EXPIRED: 'expired',
}

export const subscriptionParameters = formParameters(
  {
    path: 'subscriber_code',
    limit: limit.subscriberCode,
    format: format.subscriberCode,
    description: {
      en: 'Identifies the subscription: the same over all renewals, one for each buyer and product.',
      pt: 'Identifica a assinatura: o mesmo em todas as renovações, um para cada comprador e produto.',
      es: 'Identifica la suscripción: el mismo en todas las renovaciones, uno por cada comprador y producto.',
    },
    presence: forSubscription,
    affiliate: 'yes',
    example: 'I9OT62C3',
    from: 'data.subscription.subscriber.code',
  },
  {
    path: 'signature_status',
    enum: [...new Set(Object.values(olderStatusNames))],
    others: limit.otherValue,
    format: { en: 'small letters and spaces', pt: 'letras minúsculas e espaços', es: 'letras minúsculas y espacios' },
    description: {
      en: 'Status of the subscription in its older wording. Hotmart’s documentation writes a capital (Active, Canceled by client), its posts do not: compare it without regard to capitals.',
      pt: 'Status da assinatura na redação mais antiga. A documentação da Hotmart escreve com maiúscula (Active, Canceled by client), seus posts não: compare sem distinguir maiúsculas.',
      es: 'Estado de la suscripción en su redacción más antigua. La documentación de Hotmart escribe con mayúscula (Active, Canceled by client), sus posts no: compáralo sin distinguir mayúsculas.',
    },
    presence: forSubscription,
    affiliate: 'yes',
    example: 'active',
    from: 'data.subscription.status',
    write: asOneOf(olderStatusNames, inSmallWords),
  },
  {
    path: 'subscription_status',
    enum: [...new Set(Object.values(statusNames))],
    others: limit.otherValue,
    format: formFormat.lowerSnakeCase,
    description: {
      en: 'Status of the subscription when the event came. past_due is a late charge; who cancelled is told by signature_status.',
      pt: 'Status da assinatura no momento do evento. past_due é uma cobrança atrasada; quem cancelou está em signature_status.',
      es: 'Estado de la suscripción en el momento del evento. past_due es un cobro atrasado; quién canceló está en signature_status.',
    },
    presence: forSubscription,
    affiliate: 'yes',
    example: 'active',
    from: 'data.subscription.status',
    write: asOneOf(statusNames, inSmallLetters),
  },
  {
    path: 'name_subscription_plan',
    limit: limit.name,
    format: format.text,
    description: { en: 'Name of the plan.', pt: 'Nome do plano.', es: 'Nombre del plan.' },
    presence: forSubscription,
    affiliate: 'yes',
    example: 'Monthly plan',
    from: 'data.subscription.plan.name',
  },
  {
    path: 'recurrency_period',
    limit: { maxLength: 4 },
    format: { en: 'days, in digits', pt: 'dias, em dígitos', es: 'días, en dígitos' },
    description: {
      en: 'Days between two charges of the subscription. Hotmart knows 7, 30, 60, 90, 180 and 360.',
      pt: 'Dias entre duas cobranças da assinatura. A Hotmart conhece 7, 30, 60, 90, 180 e 360.',
      es: 'Días entre dos cobros de la suscripción. Hotmart conoce 7, 30, 60, 90, 180 y 360.',
    },
    presence: when({
      en: 'for a subscription, if the platform reports subscription.plan.recurrency_period',
      pt: 'em uma assinatura, se a plataforma informa subscription.plan.recurrency_period',
      es: 'en una suscripción, si la plataforma informa subscription.plan.recurrency_period',
    }),
    affiliate: 'yes',
    example: '30',
    from: 'data.subscription.plan.recurrency_period',
  },
  {
    path: 'recurrency',
    limit: { maxLength: 5 },
    format: format.digits,
    description: {
      en: 'Which charge of the subscription this is: 1 for the first, more for a renewal.',
      pt: 'Qual cobrança da assinatura é esta: 1 para a primeira, mais para uma renovação.',
      es: 'Qué cobro de la suscripción es este: 1 para el primero, más para una renovación.',
    },
    presence: forSubscription,
    affiliate: 'yes',
    example: '1',
    from: 'data.purchase.recurrence_number',
    write: asCount,
  },
  {
    path: 'subscription_date_next_charge',
    limit: { minLength: 20, maxLength: 20 },
    format: format.dateTime,
    description: {
      en: 'When the subscription will be charged next.',
      pt: 'Quando a assinatura será cobrada de novo.',
      es: 'Cuándo se cobrará la suscripción la próxima vez.',
    },
    presence: forSubscription,
    affiliate: 'yes',
    example: '2026-02-14T11:58:30Z',
    from: 'data.purchase.date_next_charge',
    write: asMoment,
  },
  {
    path: 'subscription_anticipation_purchase',
    enum: flag,
    format: formFormat.flag,
    description: {
      en: 'Whether a renewal was paid ahead of time.',
      pt: 'Se uma renovação foi paga antes do tempo.',
      es: 'Si una renovación se pagó por adelantado.',
    },
    presence: forSubscription,
    affiliate: 'yes',
    example: 'false',
    from: 'data.purchase.subscription_anticipation_purchase',
    // Version 2.0.0 says so of every purchase, this one of subscriptions only.
    write: (value, { data }) => (isJsonObject(data.subscription) ? asText(value) : undefined),
  },
)
