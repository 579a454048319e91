import { format } from '../rows/format.ts'
import { dataFields, derived, field, required, sharing } from '../rows/row.ts'
import { said } from './said.ts'

/** The student, alike in both events of the members area. */
const studentRows = sharing(
  { affiliate: 'with-buyer-data' },
  field.object('user', said.student),
  field.personName('user.name', said['student.name']),
  field.email('user.email', said['student.email']),
)

export const firstAccessParameters = dataFields(
  'firstAccess',
  field.object('product', said['student.product'], required),
  field.wholeNumber(
    'product.id',
    'Number of the product: a number here, a text in CLUB_MODULE_COMPLETED.',
    1_234_567,
    required,
  ),
  field.text('product.name', said['product.name'], 'Baking Bread at Home', derived),
  ...studentRows,
)

export const moduleCompletedParameters = dataFields(
  'moduleCompleted',
  field.object('product', said['student.product'], required),
  field.text('product.id', 'Number of the product: a text here, a number in every other event.', '1234567', {
    limit: { minLength: 1, maxLength: 16 },
    format: format.digitsAsText,
    ...required,
  }),
  field.text('product.name', said['product.name'], 'Baking Bread at Home', derived),
  ...studentRows,
  field.object('module', 'The module that was finished.'),
  field.code('module.id', 'Code of the module, about ten characters.', '6eYg9k2x4b'),
  field.text('module.name', 'Name of the module.', 'Sourdough'),
)
