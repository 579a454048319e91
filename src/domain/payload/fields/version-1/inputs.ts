import { format } from '../../rows/format.ts'
import * as limit from '../../rows/limits.ts'
import { when } from '../../rows/presence.ts'
import { dataFields, field, sharing, type Traits } from '../../rows/row.ts'
import { said } from '../said.ts'

const forThisVersion: Traits = { presence: when.ifReported, versions: ['1.0.0'] }

export const purchaseInputs = dataFields(
  'versionOneInputs',
  ...sharing(
    forThisVersion,
    field.choice('purchase.offer.payment_mode', 'How the offer is paid.', 'pagamento_unico', {
      enum: ['pagamento_unico', 'multiplos_pagamentos', 'pagamento_vista'],
      format: format.portuguese,
    }),
    field.text(
      'purchase.hotkey',
      'Key that opens an external members area, or serial number of the product.',
      '7F3K-9QXT-PLM2',
      { affiliate: 'with-buyer-data' },
    ),
    field.phone('buyer.phone_code', 'Area code of the telephone number that the buyer registered with.', '11', {
      affiliate: 'with-buyer-data',
    }),
    field.phone('buyer.phone', 'Telephone number that the buyer registered with, without the area code.', '999990000', {
      affiliate: 'with-buyer-data',
    }),
    field.days('subscription.plan.recurrency_period', said['plan.recurrency_period'], 30),
  ),
)

export const cartInputs = dataFields(
  'versionOneInputs',
  ...sharing(
    forThisVersion,
    field.text('user_key', 'Key of the visitor, which says nothing by itself.', '5f1d2c9e', { limit: limit.code }),
    field.text('product.category', 'Category of the product.', 'cooking'),
    field.flag('has_negotiate', 'Whether the price can be negotiated.', false),
    field.wholeNumber('subscription_plan_id', 'Number of the plan that was chosen, for a subscription.', 731_246),
  ),
)

export const switchPlanInputs = dataFields(
  'versionOneInputs',
  ...sharing(
    forThisVersion,
    field.wholeNumber('subscription.recurrence_number', said['subscription.recurrence_number'], 3, {
      limit: limit.charges,
    }),
    field.personName('subscription.user.name', said['subscriber.name'], { affiliate: 'with-buyer-data' }),
    field.wholeNumber('plans[].max_charge_cycles', 'After how many charges the plan ends.', 12, {
      limit: limit.charges,
    }),
    field.days('plans[].recurrency_period', said['plan.recurrency_period'], 30),
    field.money('plans[].value', 'Price of the plan.', 64.9),
    field.currency('plans[].currency_code', 'Currency of that price.'),
  ),
)
