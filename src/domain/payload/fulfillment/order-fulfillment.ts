import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, parameters, when } from '../parameter.ts'

const reported = when('the platform reports it')

/** Only that the event exists is published, and some values; what platforms report beside these fields goes out as it came. */
const orderFulfillmentParameters = [
  ...parameters(
    {
      path: 'data.product',
      type: 'object',
      format: format.object,
      description: { en: 'The product that was sent.' },
      presence: always,
      affiliate: 'yes',
      since: '2026-06-09',
      example: null,
      input: 'required',
    },
    {
      path: 'data.product.id',
      type: 'integer',
      limit: limit.wholeNumber,
      format: format.integer,
      description: { en: 'Number of the product.' },
      presence: always,
      affiliate: 'yes',
      since: '2026-06-09',
      example: 1234567,
      input: 'required',
    },
    {
      path: 'data.product.name',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: { en: 'Name under which the product is sold.' },
      presence: always,
      affiliate: 'yes',
      since: '2026-06-09',
      example: 'Baking Bread at Home',
      input: 'derived',
    },
    {
      path: 'data.purchase',
      type: 'object',
      format: format.object,
      description: { en: 'The purchase to which the parcel belongs.' },
      presence: reported,
      affiliate: 'yes',
      since: '2026-06-09',
      example: null,
    },
    {
      path: 'data.purchase.transaction',
      type: 'string',
      limit: limit.code,
      format: format.transaction,
      description: { en: 'Code of the transaction.' },
      presence: reported,
      affiliate: 'yes',
      since: '2026-06-09',
      example: 'HP16015479281022',
    },
    {
      path: 'data.shipping',
      type: 'open',
      format: format.open,
      description: {
        en: 'How the parcel travels, as the platform reports it: its structure is not published. Named values: FIXED_PRICE, FLAT_RATE and FREE_SHIPPING for what it costs; CORREIOS, MONTINK, UICLAP, MANUAL and PARTNER for who carries it.',
      },
      presence: reported,
      affiliate: 'no',
      since: '2026-06-09',
      example: null,
    },
  ),
  ...broughtByParameters,
]

/** A physical product was sent. */
export const orderFulfillmentFamily: Family = {
  parameters: orderFulfillmentParameters,
  productAt: ['product'],
  complete: (data, { product }) => withMember(data, 'product', fill(data.product, { name: product.name })),
  arrange: (_event, _reader, data) => data,
  example: ({ product, transaction }) => ({
    product: { id: product.id, name: product.name },
    purchase: { transaction },
    shipping: { type: 'FREE_SHIPPING', carrier: 'CORREIOS' },
  }),
}
