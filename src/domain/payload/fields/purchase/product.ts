import { when } from '../../rows/presence.ts'
import { dataFields, derived, field, required, sharing } from '../../rows/row.ts'
import { said } from '../said.ts'

export const productParameters = dataFields(
  'product',
  field.object('product', 'The product that was bought.', required),
  field.wholeNumber(
    'product.id',
    'Number of the product. Hotmart’s own test posts always carry 0; tests of Postback carry the chosen product.',
    1_234_567,
    required,
  ),
  field.uuid(
    'product.ucode',
    'Identifier of the product for other systems: unlike the number, it is the same on every platform.',
    'fb056612-bcc6-4217-9e6d-2a5d1110ac2f',
    derived,
  ),
  field.text(
    'product.name',
    'Name under which the product is sold. The members area may show another one.',
    'Baking Bread at Home',
    derived,
  ),
  field.flag('product.has_co_production', said['product.has_co_production'], false, derived),
  field.dateTime(
    'product.warranty_date',
    'Until when the buyer can ask for the money back. A text, unlike the other moments of a payload.',
    '2026-01-22T00:00:00Z',
    { presence: when.oncePaid, notCarriedInto: ['PURCHASE_CANCELED', 'PURCHASE_BILLET_PRINTED', 'PURCHASE_DELAYED'] },
  ),
  field.email('product.support_email', 'Where buyers of this product ask for help.', {
    example: 'support@example.com',
    presence: when.productHasOne,
    since: '2025',
  }),
  field.wholeNumber(
    'product.product_format_id',
    'Number of the format of the product, as the platform counts its formats: course, e-book, ticket.',
    1,
    { presence: when.ifReported },
  ),
  field.flag('product.is_physical_product', 'Whether something has to be shipped.', false, {
    presence: when.reportedSince2025,
    since: '2025',
  }),
  ...sharing(
    { presence: when.inBundle },
    field.object('product.content', 'What a bundle consists of.'),
    field.flag('product.content.has_physical_products', 'Whether any item of the bundle has to be shipped.', true),
    field.list('product.content.products[]', 'The items of the bundle.', { limit: { maxItems: 200 } }),
    field.wholeNumber('product.content.products[].id', 'Number of the item.', 4_774_438),
    field.uuid(
      'product.content.products[].ucode',
      'Identifier of the item for other systems.',
      '559fef42-3406-4d82-b775-d09bd33936b1',
    ),
    field.text('product.content.products[].name', 'Name of the item.', 'Sourdough Starter Kit'),
    field.flag('product.content.products[].is_physical_product', 'Whether the item has to be shipped.', true),
  ),
)
