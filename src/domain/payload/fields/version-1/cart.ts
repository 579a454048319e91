import { always, when } from '../../rows/presence.ts'
import { sharing } from '../../rows/row.ts'
import { json, jsonFields, type ValueOrigin } from '../../version-1/json-parameter.ts'
import { sameAs } from '../../version-1/same-field.ts'
import { cartParameters as reported } from '../cart.ts'
import { said } from '../said.ts'
import { hottokRow } from './hottok.ts'
import { cartInputs } from './inputs.ts'

const { same, told } = sameAs<ValueOrigin>([...reported, ...cartInputs])

/** The body of a cart abandonment in version 1.0.0. */
export const cartParameters = jsonFields(
  'versionOneCart',
  told(
    'affiliate',
    'data.affiliate',
    'Whether an affiliate brought the visitor. With productName it tells a cart abandonment from other posts.',
  ),
  same('userKey', 'data.user_key'),
  same('productId', 'data.product.id'),
  // Not part of the data of this event: Postback knows it from the product.
  json.uuid('productUcode', 'Identifier of the product for other systems.', 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f', {
    presence: always,
    says: ({ productUcode }) => productUcode,
  }),
  same('productName', 'data.product.name'),
  same('productCategory', 'data.product.category'),
  ...sharing(
    { presence: when.typed, affiliate: 'with-buyer-data' },
    json.object('buyerVO', said.visitor),
    told('buyerVO.name', 'data.buyer.name', 'Name of the visitor, perhaps unfinished.'),
    told('buyerVO.email', 'data.buyer.email', 'E-mail address of the visitor.'),
    told('buyerVO.phone', 'data.buyer.phone', 'Telephone number of the visitor.'),
  ),
  same('hasNegotiate', 'data.has_negotiate'),
  same('subscriptionPlanId', 'data.subscription_plan_id'),
  hottokRow,
)
