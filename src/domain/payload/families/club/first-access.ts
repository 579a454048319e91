import { firstAccessParameters } from '../../fields/club.ts'
import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { student } from './student.ts'

/** A student entered the members area for the first time. */
export const firstAccessFamily: Family = {
  parameters: [...firstAccessParameters, ...broughtByParameters],
  productAt: ['product'],
  complete: (data, { product }) => withMember(data, 'product', fill(data.product, { name: product.name })),
  arrange: (_event, _reader, data) => data,
  example: ({ product }) => ({ product: { id: product.id, name: product.name }, user: student }),
}
