import { isJsonObject } from '../../json.ts'
import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, parameters, when } from '../parameter.ts'
import { student, studentParameters } from './student.ts'

const reported = when('the platform reports it; Hotmart always does')

const moduleCompletedParameters = [
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
      type: 'string',
      limit: { minLength: 1, maxLength: 16 },
      format: { en: 'digits, as a text' },
      description: { en: 'Number of the product: a text here, a number in every other event.' },
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
      description: { en: 'Name under which the product is sold.' },
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
      description: { en: 'The module that was finished.' },
      presence: reported,
      affiliate: 'yes',
      example: null,
    },
    {
      path: 'data.module.id',
      type: 'string',
      limit: limit.code,
      format: format.code,
      description: { en: 'Code of the module, about ten characters.' },
      presence: reported,
      affiliate: 'yes',
      example: '6eYg9k2x4b',
    },
    {
      path: 'data.module.name',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: { en: 'Name of the module.' },
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
