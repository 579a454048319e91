import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { parameters, when } from '../parameter.ts'
import { forSubscription } from '../presence.ts'

const plan = when({
  en: 'for a subscription; sometimes missing there too',
  pt: 'em uma assinatura; às vezes falta também ali',
  es: 'en una suscripción; a veces falta también allí',
})

export const subscriptionParameters = parameters(
  {
    path: 'data.subscription',
    type: 'object',
    format: format.object,
    description: {
      en: 'The subscription that this purchase begins or renews.',
      pt: 'A assinatura que esta compra inicia ou renova.',
      es: 'La suscripción que esta compra inicia o renueva.',
    },
    presence: forSubscription,
    affiliate: 'yes',
    example: null,
  },
  {
    path: 'data.subscription.status',
    type: 'string',
    enum: [
      'ACTIVE',
      'INACTIVE',
      'DELAYED',
      'CANCELLED_BY_CUSTOMER',
      'CANCELLED_BY_SELLER',
      'CANCELLED_BY_ADMIN',
      'STARTED',
      'OVERDUE',
      'EXPIRED',
    ],
    others: limit.otherValue,
    format: format.upperSnakeCase,
    description: {
      en: 'Status of the subscription when the event came. Note the double L of CANCELLED, which purchase.status lacks.',
      pt: 'Status da assinatura no momento do evento. Note os dois L de CANCELLED, que purchase.status não tem.',
      es: 'Estado de la suscripción en el momento del evento. Fíjate en la doble L de CANCELLED, que purchase.status no tiene.',
    },
    presence: forSubscription,
    affiliate: 'yes',
    example: 'ACTIVE',
  },
  {
    path: 'data.subscription.plan',
    type: 'object',
    format: format.object,
    description: { en: 'The plan that was chosen.', pt: 'O plano escolhido.', es: 'El plan elegido.' },
    presence: plan,
    affiliate: 'yes',
    example: null,
  },
  {
    path: 'data.subscription.plan.id',
    type: 'integer',
    limit: limit.wholeNumber,
    format: format.integer,
    description: { en: 'Number of the plan.', pt: 'Número do plano.', es: 'Número del plan.' },
    presence: plan,
    affiliate: 'yes',
    example: 731246,
  },
  {
    path: 'data.subscription.plan.name',
    type: 'string',
    limit: limit.name,
    format: format.text,
    description: { en: 'Name of the plan.', pt: 'Nome do plano.', es: 'Nombre del plan.' },
    presence: plan,
    affiliate: 'yes',
    example: 'Monthly plan',
  },
  {
    path: 'data.subscription.subscriber',
    type: 'object',
    format: format.object,
    description: { en: 'Who is subscribed.', pt: 'Quem é o assinante.', es: 'Quién está suscrito.' },
    presence: forSubscription,
    affiliate: 'yes',
    example: null,
  },
  {
    path: 'data.subscription.subscriber.code',
    type: 'string',
    limit: limit.code,
    format: format.subscriberCode,
    description: {
      en: 'Identifies the subscription for other systems: the same over all renewals, one for each buyer and product.',
      pt: 'Identifica a assinatura para outros sistemas: o mesmo em todas as renovações, um para cada comprador e produto.',
      es: 'Identifica la suscripción para otros sistemas: el mismo en todas las renovaciones, uno por cada comprador y producto.',
    },
    presence: forSubscription,
    affiliate: 'yes',
    example: 'I9OT62C3',
  },
)
