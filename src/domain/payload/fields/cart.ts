import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { when } from '../presence.ts'
import {
  code,
  country,
  dataFields,
  derived,
  email,
  flag,
  object,
  personName,
  place,
  required,
  sharing,
  text,
  wholeNumber,
} from '../row.ts'
import { said } from './said.ts'

export const cartParameters = dataFields(
  'cart',
  flag('affiliate', 'Whether an affiliate brought the visitor.', false, derived),
  object('product', 'The product that was left in the cart.', required),
  wholeNumber('product.id', said['product.id'], 1_234_567, required),
  text('product.name', said['product.name'], 'Baking Bread at Home', derived),
  ...sharing(
    { presence: when.typed, affiliate: 'with-buyer-data' },
    object('buyer', said.visitor),
    personName('buyer.name', 'Name of the visitor, perhaps unfinished.'),
    email('buyer.email', 'E-mail address of the visitor.'),
    text(
      'buyer.phone',
      'Telephone number of the visitor. In purchases the number is called checkout_phone.',
      '11999990000',
      { limit: limit.phone, format: format.internationalPhone },
    ),
  ),
  text('buyer_ip', 'Internet address of the visitor.', '203.0.113.7', {
    limit: { maxLength: 45 },
    format: format.ipAddress,
    presence: when.inClassicTestOrReported,
    affiliate: 'with-buyer-data',
  }),
  object('offer', 'The offer that was on the page.'),
  code('offer.code', said['offer.code'], 'n82b9jqz'),
  object('checkout_country', 'The country that was chosen on the page.'),
  place('checkout_country.name', 'Name of the country.', 'Brasil'),
  country('checkout_country.iso', said['country.iso']),
)
