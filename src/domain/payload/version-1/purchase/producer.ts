import { format } from '../../format.ts'
import * as limit from '../../limits.ts'
import { always } from '../../parameter.ts'
import { formParameters } from '../form-parameter.ts'
import { withValue } from '../wording.ts'

export const producerParameters = formParameters(
  {
    path: 'producer_name',
    limit: limit.name,
    format: format.text,
    description: { en: 'Name of the producer.', pt: 'Nome do produtor.', es: 'Nombre del productor.' },
    presence: always,
    affiliate: 'yes',
    example: 'Padaria Boa Ltda',
    from: 'data.producer.name',
  },
  {
    path: 'producer_document',
    limit: limit.document,
    format: format.digits,
    description: {
      en: 'Tax number of the producer. A text: it can begin with zeros.',
      pt: 'Documento fiscal do produtor. Um texto: pode começar com zeros.',
      es: 'Número fiscal del productor. Es un texto: puede empezar con ceros.',
    },
    presence: withValue,
    affiliate: 'no',
    example: '00000000000000',
    from: 'data.producer.document',
  },
  {
    path: 'producer_legal_nature',
    enum: ['Pessoa Física', 'Pessoa Jurídica'],
    others: limit.otherValue,
    format: { en: 'Portuguese words', pt: 'palavras em português', es: 'palabras en portugués' },
    description: {
      en: 'Whether the producer is a person (Pessoa Física) or a company (Pessoa Jurídica).',
      pt: 'Se o produtor é uma pessoa (Pessoa Física) ou uma empresa (Pessoa Jurídica).',
      es: 'Si el productor es una persona (Pessoa Física) o una empresa (Pessoa Jurídica).',
    },
    presence: withValue,
    affiliate: 'no',
    example: 'Pessoa Jurídica',
    from: 'data.producer.legal_nature',
  },
)
