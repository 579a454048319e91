import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, parameters } from '../parameter.ts'
import { student, studentParameters } from './student.ts'

const firstAccessParameters = [
  ...parameters(
    {
      path: 'data.product',
      type: 'object',
      format: format.object,
      description: { en: 'The product that the student has.' },
      presence: always,
      affiliate: 'yes',
      example: null,
      input: 'required',
    },
    {
      path: 'data.product.id',
      type: 'integer',
      limit: limit.wholeNumber,
      format: format.integer,
      description: { en: 'Number of the product: a number here, a text in CLUB_MODULE_COMPLETED.' },
      presence: always,
      affiliate: 'yes',
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
      example: 'Baking Bread at Home',
      input: 'derived',
    },
  ),
  ...studentParameters,
  ...broughtByParameters,
]

/** A student entered the members area for the first time. */
export const firstAccessFamily: Family = {
  parameters: firstAccessParameters,
  productAt: ['product'],
  complete: (data, { product }) => withMember(data, 'product', fill(data.product, { name: product.name })),
  arrange: (_event, _reader, data) => data,
  example: ({ product }) => ({ product: { id: product.id, name: product.name }, user: student }),
}
