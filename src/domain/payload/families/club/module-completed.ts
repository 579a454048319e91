import { isJsonObject } from '../../../text/json.ts'
import { moduleCompletedParameters } from '../../fields/club.ts'
import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { student } from './student.ts'

/** A student finished a module. */
export const moduleCompletedFamily: Family = {
  parameters: [...moduleCompletedParameters, ...broughtByParameters],
  productAt: ['product'],
  normalize(data) {
    const { product } = data
    if (!isJsonObject(product) || !Number.isSafeInteger(product.id)) return data
    return withMember(data, 'product', withMember(product, 'id', String(product.id)))
  },
  complete: (data, { product }) => withMember(data, 'product', fill(data.product, { name: product.name })),
  arrange: (_event, _reader, data) => data,
  example: ({ product }) => ({
    product: { id: String(product.id), name: product.name },
    user: student,
    module: { id: '6eYg9k2x4b', name: 'Sourdough' },
  }),
}
