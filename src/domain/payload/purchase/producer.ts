import { format } from '../format.ts'
import { always, parameters, when } from '../parameter.ts'
import * as limit from './limits.ts'

export const producerParameters = parameters(
  {
    path: 'data.producer',
    type: 'object',
    format: format.object,
    description: { en: 'Who sells the product.' },
    presence: always,
    affiliate: 'yes',
    example: null,
    input: 'derived',
  },
  {
    path: 'data.producer.name',
    type: 'string',
    limit: limit.name,
    format: format.text,
    description: { en: 'Name of the producer.' },
    presence: always,
    affiliate: 'yes',
    example: 'Padaria Boa Ltda',
    input: 'derived',
  },
  {
    path: 'data.producer.document',
    type: 'string',
    limit: limit.document,
    format: { en: 'digits without punctuation' },
    description: { en: 'Tax number of the producer. A text: it can begin with zeros.' },
    presence: when('the platform reports it'),
    affiliate: 'no',
    since: '2025',
    example: '00000000000000',
  },
  {
    path: 'data.producer.legal_nature',
    type: 'string',
    enum: ['Pessoa Física', 'Pessoa Jurídica'],
    format: { en: 'Portuguese words' },
    description: { en: 'Whether the producer is a person (Pessoa Física) or a company (Pessoa Jurídica).' },
    presence: when('the platform reports it; producers in Brazil only'),
    affiliate: 'no',
    since: '2025',
    example: 'Pessoa Jurídica',
  },
)
