import { isJsonObject } from '../../json.ts'
import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, parameters } from '../parameter.ts'
import { reported } from '../presence.ts'
import { student, studentParameters } from './student.ts'

const moduleCompletedParameters = [
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
      type: 'string',
      limit: { minLength: 1, maxLength: 16 },
      format: { en: 'digits, as a text', pt: 'dígitos, como texto', es: 'dígitos, como texto' },
      description: {
        en: 'Number of the product: a text here, a number in every other event.',
        pt: 'Número do produto: aqui um texto, em todos os outros eventos um número.',
        es: 'Número del producto: aquí un texto, en todos los demás eventos un número.',
      },
      presence: always,
      affiliate: 'yes',
      example: '1234567',
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
  ...parameters(
    {
      path: 'data.module',
      type: 'object',
      format: format.object,
      description: { en: 'The module that was finished.', pt: 'O módulo concluído.', es: 'El módulo completado.' },
      presence: reported,
      affiliate: 'yes',
      example: null,
    },
    {
      path: 'data.module.id',
      type: 'string',
      limit: limit.code,
      format: format.code,
      description: {
        en: 'Code of the module, about ten characters.',
        pt: 'Código do módulo, com cerca de dez caracteres.',
        es: 'Código del módulo, de unos diez caracteres.',
      },
      presence: reported,
      affiliate: 'yes',
      example: '6eYg9k2x4b',
    },
    {
      path: 'data.module.name',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: { en: 'Name of the module.', pt: 'Nome do módulo.', es: 'Nombre del módulo.' },
      presence: reported,
      affiliate: 'yes',
      example: 'Sourdough',
    },
  ),
  ...broughtByParameters,
]

/** A student finished a module. */
export const moduleCompletedFamily: Family = {
  parameters: moduleCompletedParameters,
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
