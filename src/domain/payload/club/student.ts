import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { parameters } from '../parameter.ts'
import { ana } from '../person.ts'
import { reported } from '../presence.ts'

/** The student, alike in both events of the members area. */
export const studentParameters = parameters(
  {
    path: 'data.user',
    type: 'object',
    format: format.object,
    description: { en: 'The student.', pt: 'O aluno.', es: 'El alumno.' },
    presence: reported,
    affiliate: 'with-buyer-data',
    example: null,
  },
  {
    path: 'data.user.name',
    type: 'string',
    limit: limit.name,
    format: format.text,
    description: { en: 'Name of the student.', pt: 'Nome do aluno.', es: 'Nombre del alumno.' },
    presence: reported,
    affiliate: 'with-buyer-data',
    example: 'Ana Souza',
  },
  {
    path: 'data.user.email',
    type: 'string',
    limit: limit.email,
    format: format.email,
    description: {
      en: 'E-mail address of the student, which can be another one than that of the purchase.',
      pt: 'E-mail do aluno, que pode ser diferente do e-mail da compra.',
      es: 'Correo del alumno, que puede ser distinto del de la compra.',
    },
    presence: reported,
    affiliate: 'with-buyer-data',
    example: 'ana.souza@example.com',
  },
)

export const student = { name: ana.name, email: ana.email }
