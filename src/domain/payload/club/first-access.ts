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
      description: {
        en: 'The product that the student has.',
        pt: 'O produto que o aluno tem.',
        es: 'El producto que tiene el alumno.',
      },
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
      description: {
        en: 'Number of the product: a number here, a text in CLUB_MODULE_COMPLETED.',
        pt: 'Número do produto: aqui um número, em CLUB_MODULE_COMPLETED um texto.',
        es: 'Número del producto: aquí un número, en CLUB_MODULE_COMPLETED un texto.',
      },
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
      description: {
        en: 'Name under which the product is sold.',
        pt: 'Nome com que o produto é vendido.',
        es: 'Nombre con el que se vende el producto.',
      },
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
