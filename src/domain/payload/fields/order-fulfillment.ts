import { when } from '../rows/presence.ts'
import { dataFields, derived, field, required, sharing } from '../rows/row.ts'
import { said } from './said.ts'

/** Only that the event exists is published, and some values; what platforms report beside these fields goes out as it came. */
export const orderFulfillmentParameters = dataFields(
  'orderFulfillment',
  ...sharing(
    { presence: when.ifReported, since: '2026-06-09' },
    field.object('product', 'The product that was sent.', required),
    field.wholeNumber('product.id', said['product.id'], 1_234_567, required),
    field.text('product.name', said['product.name'], 'Baking Bread at Home', derived),
    field.object('purchase', 'The purchase to which the parcel belongs.'),
    field.transaction('purchase.transaction', 'Code of the transaction.'),
    field.open(
      'shipping',
      'How the parcel travels, as the platform reports it: its structure is not published. Named values: FIXED_PRICE, FLAT_RATE and FREE_SHIPPING for what it costs; CORREIOS, MONTINK, UICLAP, MANUAL and PARTNER for who carries it.',
      { affiliate: 'no' },
    ),
  ),
)
