import { format } from '../format.ts'
import { parameters, when } from '../parameter.ts'
import * as limit from './limits.ts'

const reported = when('the platform reports it; Hotmart always does')
const converted = when('the commission was converted into another currency')

export const commissionsParameters = parameters(
  {
    path: 'data.commissions[]',
    type: 'object',
    limit: { maxItems: 50 },
    format: format.list,
    description: {
      en: 'Who earns how much of the sale; the fee of the marketplace comes first. An affiliate sees the entries MARKETPLACE and AFFILIATE, a co-producer MARKETPLACE and COPRODUCER.',
    },
    presence: reported,
    affiliate: 'yes',
    example: null,
  },
  {
    path: 'data.commissions[].value',
    type: 'number',
    limit: limit.signedMoney,
    format: format.money,
    description: { en: 'Amount that this party earns.' },
    presence: reported,
    affiliate: 'yes',
    example: 176.5,
  },
  {
    path: 'data.commissions[].currency_value',
    type: 'string',
    limit: limit.currency,
    format: format.currency,
    description: { en: 'Currency of the amount. It can differ from that of the price.' },
    presence: reported,
    affiliate: 'yes',
    example: 'BRL',
  },
  {
    path: 'data.commissions[].source',
    type: 'string',
    enum: ['MARKETPLACE', 'PRODUCER', 'COPRODUCER', 'AFFILIATE', 'ADDON'],
    format: format.upperSnakeCase,
    description: {
      en: 'Who earns it. MARKETPLACE, the fee of the platform, is missing from Hotmart’s documentation but is in every delivery: do not take the first entry for the producer’s.',
    },
    presence: reported,
    affiliate: 'yes',
    example: 'PRODUCER',
  },
  {
    path: 'data.commissions[].currency_conversion',
    type: 'object',
    format: format.object,
    description: { en: 'How the amount was converted.' },
    presence: converted,
    affiliate: 'yes',
    since: '2024-04-25',
    example: null,
  },
  {
    path: 'data.commissions[].currency_conversion.converted_value',
    type: 'number',
    limit: limit.signedMoney,
    format: format.money,
    description: { en: 'Amount after the conversion.' },
    presence: converted,
    affiliate: 'yes',
    since: '2024-04-25',
    example: 953.1,
  },
  {
    path: 'data.commissions[].currency_conversion.converted_to_currency',
    type: 'string',
    limit: limit.currency,
    format: format.currency,
    description: { en: 'Currency after the conversion.' },
    presence: converted,
    affiliate: 'yes',
    since: '2024-04-25',
    example: 'BRL',
  },
  {
    path: 'data.commissions[].currency_conversion.conversion_rate',
    type: 'number',
    limit: { minimum: 0, maximum: 1_000_000_000 },
    format: { en: 'JSON number' },
    description: { en: 'Rate by which the amount was multiplied.' },
    presence: converted,
    affiliate: 'yes',
    since: '2024-04-25',
    example: 5.4,
  },
)
