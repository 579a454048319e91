import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { parameters, when } from '../parameter.ts'

const reported = when('the platform reports it; Hotmart always does')

/** The student, alike in both events of the members area. */
export const studentParameters = parameters(
  {
    path: 'data.user',
    type: 'object',
    format: format.object,
    description: { en: 'The student.' },
    presence: reported,
    affiliate: 'with-buyer-data',
    example: null,
  },
  {
    path: 'data.user.name',
    type: 'string',
    limit: limit.name,
    format: format.text,
    description: { en: 'Name of the student.' },
    presence: reported,
    affiliate: 'with-buyer-data',
    example: 'Ana Souza',
  },
  {
    path: 'data.user.email',
    type: 'string',
    limit: limit.email,
    format: format.email,
    description: { en: 'E-mail address of the student, which can be another one than that of the purchase.' },
    presence: reported,
    affiliate: 'with-buyer-data',
    example: 'ana.souza@example.com',
  },
)

export const student = { name: 'Ana Souza', email: 'ana.souza@example.com' }
