import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, parameters } from '../parameter.ts'
import { ifReported } from '../presence.ts'

/** Only that the event exists is published, and some values; what platforms report beside these fields goes out as it came. */
const orderFulfillmentParameters = [
  ...parameters(
    {
      path: 'data.product',
      type: 'object',
      format: format.object,
      description: {
        en: 'The product that was sent.',
        pt: 'O produto que foi enviado.',
        es: 'El producto que se envió.',
      },
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
      description: { en: 'Number of the product.', pt: 'Número do produto.', es: 'Número del producto.' },
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
      description: {
        en: 'Name under which the product is sold.',
        pt: 'Nome com que o produto é vendido.',
        es: 'Nombre con el que se vende el producto.',
      },
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
      description: {
        en: 'The purchase to which the parcel belongs.',
        pt: 'A compra à qual a encomenda pertence.',
        es: 'La compra a la que pertenece el paquete.',
      },
      presence: ifReported,
      affiliate: 'yes',
      since: '2026-06-09',
      example: null,
    },
    {
      path: 'data.purchase.transaction',
      type: 'string',
      limit: limit.code,
      format: format.transaction,
      description: { en: 'Code of the transaction.', pt: 'Código da transação.', es: 'Código de la transacción.' },
      presence: ifReported,
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
        pt: 'Como a encomenda viaja, segundo a plataforma: a estrutura não é publicada. Valores conhecidos: FIXED_PRICE, FLAT_RATE e FREE_SHIPPING para o que custa; CORREIOS, MONTINK, UICLAP, MANUAL e PARTNER para quem transporta.',
        es: 'Cómo viaja el paquete, según la plataforma: su estructura no está publicada. Valores conocidos: FIXED_PRICE, FLAT_RATE y FREE_SHIPPING para lo que cuesta; CORREIOS, MONTINK, UICLAP, MANUAL y PARTNER para quién lo lleva.',
      },
      presence: ifReported,
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
