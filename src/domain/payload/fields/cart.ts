import { format } from '../rows/format.ts'
import * as limit from '../rows/limits.ts'
import { when } from '../rows/presence.ts'
import { dataFields, derived, field, required, sharing } from '../rows/row.ts'
import { said } from './said.ts'

export const cartParameters = dataFields(
  'cart',
  field.flag('affiliate', 'Whether an affiliate brought the visitor.', false, derived),
  field.object('product', 'The product that was left in the cart.', required),
  field.wholeNumber('product.id', said['product.id'], 1_234_567, required),
  field.text('product.name', said['product.name'], 'Baking Bread at Home', derived),
  ...sharing(
    { presence: when.typed, affiliate: 'with-buyer-data' },
    field.object('buyer', said.visitor),
    field.personName('buyer.name', 'Name of the visitor, perhaps unfinished.'),
    field.email('buyer.email', 'E-mail address of the visitor.'),
    field.text(
      'buyer.phone',
      'Telephone number of the visitor. In purchases the number is called checkout_phone.',
      '11999990000',
      { limit: limit.phone, format: format.internationalPhone },
    ),
  ),
  field.text('buyer_ip', 'Internet address of the visitor.', '203.0.113.7', {
    limit: { maxLength: 45 },
    format: format.ipAddress,
    presence: when.inClassicTestOrReported,
    affiliate: 'with-buyer-data',
  }),
  field.object('offer', 'The offer that was on the page.'),
  field.code('offer.code', said['offer.code'], 'n82b9jqz'),
  field.object('checkout_country', 'The country that was chosen on the page.'),
  field.place('checkout_country.name', 'Name of the country.', 'Brasil'),
  field.country('checkout_country.iso', said['country.iso']),
)
