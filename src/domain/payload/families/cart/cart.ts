import { isJsonObject } from '../../../text/json.ts'
import { cartParameters } from '../../fields/cart.ts'
import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { ana } from '../person.ts'

/** A visitor typed data into the checkout and left without buying. */
export const cartFamily: Family = {
  parameters: [...cartParameters, ...broughtByParameters],
  productAt: ['product'],
  complete(data, { product }) {
    const named = withMember(data, 'product', fill(data.product, { name: product.name }))
    const brought =
      Array.isArray(data.affiliates) && data.affiliates.some((it) => isJsonObject(it) && it.affiliate_code)
    return withMember(named, 'affiliate', data.affiliate ?? brought)
  },
  arrange: (_event, _reader, data) => data,
  example: ({ product, affiliate }) => ({
    affiliate: affiliate !== undefined,
    product: { id: product.id, name: product.name },
    buyer: { name: ana.name, email: ana.email, phone: '11999990000' },
    offer: { code: 'n82b9jqz' },
    checkout_country: { name: 'Brasil', iso: 'BR' },
  }),
}
