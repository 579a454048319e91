import { format } from '../format.ts'
import { code, dataFields, derived, email, object, personName, required, sharing, text, wholeNumber } from '../row.ts'
import { said } from './said.ts'

/** The student, alike in both events of the members area. */
const studentRows = sharing(
  { affiliate: 'with-buyer-data' },
  object('user', said.student),
  personName('user.name', said['student.name']),
  email('user.email', said['student.email']),
)

export const firstAccessParameters = dataFields(
  'firstAccess',
  object('product', said['student.product'], required),
  wholeNumber(
    'product.id',
    'Number of the product: a number here, a text in CLUB_MODULE_COMPLETED.',
    1_234_567,
    required,
  ),
  text('product.name', said['product.name'], 'Baking Bread at Home', derived),
  ...studentRows,
)

export const moduleCompletedParameters = dataFields(
  'moduleCompleted',
  object('product', said['student.product'], required),
  text('product.id', 'Number of the product: a text here, a number in every other event.', '1234567', {
    limit: { minLength: 1, maxLength: 16 },
    format: format.digitsAsText,
    ...required,
  }),
  text('product.name', said['product.name'], 'Baking Bread at Home', derived),
  ...studentRows,
  object('module', 'The module that was finished.'),
  code('module.id', 'Code of the module, about ten characters.', '6eYg9k2x4b'),
  text('module.name', 'Name of the module.', 'Sourdough'),
)
