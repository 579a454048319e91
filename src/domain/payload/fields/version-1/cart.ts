import { format } from '../../format.ts'
import * as limit from '../../limits.ts'
import { always, when } from '../../presence.ts'
import { sharing } from '../../row.ts'
import { ifReportedFrom } from '../../version-1/if-reported-from.ts'
import { json, jsonFields } from '../../version-1/json-parameter.ts'
import { said } from '../said.ts'
import { hottokRow } from './hottok.ts'

/** The body of a cart abandonment in version 1.0.0. */
export const cartParameters = jsonFields(
  'versionOneCart',
  json.flag(
    'affiliate',
    'Whether an affiliate brought the visitor. With productName it tells a cart abandonment from other posts.',
    false,
    { presence: always, from: 'data.affiliate' },
  ),
  json.text('userKey', said['visitor.key'], '5f1d2c9e', {
    limit: limit.code,
    ...ifReportedFrom('data.user_key'),
  }),
  json.wholeNumber('productId', said['product.id'], 1_234_567, { presence: always, from: 'data.product.id' }),
  // Not part of the data of this event: Postback knows it from the product.
  json.uuid('productUcode', 'Identifier of the product for other systems.', 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f', {
    presence: always,
    says: ({ productUcode }) => productUcode,
  }),
  json.text('productName', said['product.name'], 'Baking Bread at Home', {
    presence: always,
    from: 'data.product.name',
  }),
  json.text('productCategory', said['product.category'], 'cooking', {
    ...ifReportedFrom('data.product.category'),
  }),
  ...sharing(
    { presence: when.typed, affiliate: 'with-buyer-data' },
    json.object('buyerVO', said.visitor),
    json.personName('buyerVO.name', 'Name of the visitor, perhaps unfinished.', { from: 'data.buyer.name' }),
    json.email('buyerVO.email', 'E-mail address of the visitor.', { from: 'data.buyer.email' }),
    json.text('buyerVO.phone', 'Telephone number of the visitor.', '11999990000', {
      limit: limit.phone,
      format: format.internationalPhone,
      from: 'data.buyer.phone',
    }),
  ),
  json.flag('hasNegotiate', said.has_negotiate, false, {
    ...ifReportedFrom('data.has_negotiate'),
  }),
  json.wholeNumber('subscriptionPlanId', said.subscription_plan_id, 731_246, {
    ...ifReportedFrom('data.subscription_plan_id'),
  }),
  hottokRow,
)
