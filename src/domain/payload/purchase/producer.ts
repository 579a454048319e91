import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, parameters, when } from '../parameter.ts'
import { reportedSince2025 } from '../presence.ts'

export const producerParameters = parameters(
  {
    path: 'data.producer',
    type: 'object',
    format: format.object,
    description: { en: 'Who sells the product.', pt: 'Quem vende o produto.', es: 'Quién vende el producto.' },
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
    description: { en: 'Name of the producer.', pt: 'Nome do produtor.', es: 'Nombre del productor.' },
    presence: always,
    affiliate: 'yes',
    example: 'Padaria Boa Ltda',
    input: 'derived',
  },
  {
    path: 'data.producer.document',
    type: 'string',
    limit: limit.document,
    format: { en: 'digits without punctuation', pt: 'dígitos sem pontuação', es: 'dígitos sin puntuación' },
    description: {
      en: 'Tax number of the producer. A text: it can begin with zeros.',
      pt: 'Documento fiscal do produtor. É um texto: pode começar com zeros.',
      es: 'Documento fiscal del productor. Es un texto: puede empezar con ceros.',
    },
    presence: reportedSince2025,
    affiliate: 'no',
    since: '2025',
    example: '00000000000000',
  },
  {
    path: 'data.producer.legal_nature',
    type: 'string',
    enum: ['Pessoa Física', 'Pessoa Jurídica'],
    others: limit.otherValue,
    format: { en: 'Portuguese words', pt: 'palavras em português', es: 'palabras en portugués' },
    description: {
      en: 'Whether the producer is a person (Pessoa Física) or a company (Pessoa Jurídica).',
      pt: 'Se o produtor é uma pessoa (Pessoa Física) ou uma empresa (Pessoa Jurídica).',
      es: 'Si el productor es una persona (Pessoa Física) o una empresa (Pessoa Jurídica).',
    },
    presence: when({
      en: 'the platform reports it; producers in Brazil only',
      pt: 'a plataforma o informa; só produtores no Brasil',
      es: 'la plataforma lo informa; solo productores en Brasil',
    }),
    affiliate: 'no',
    since: '2025',
    example: 'Pessoa Jurídica',
  },
)
