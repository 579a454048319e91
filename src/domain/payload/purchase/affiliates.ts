import { format } from '../format.ts'
import { always, parameters, when } from '../parameter.ts'
import * as limit from './limits.ts'

export const affiliatesParameters = parameters(
  {
    path: 'data.affiliates[]',
    type: 'object',
    limit: { maxItems: 50 },
    format: format.list,
    description: {
      en: 'Who brought the buyer. Never empty: without an affiliate it holds one entry whose fields are empty texts, so test the code and not the length. An affiliate sees only the own entry.',
    },
    presence: always,
    affiliate: 'yes',
    example: null,
  },
  {
    path: 'data.affiliates[].affiliate_code',
    type: 'string',
    limit: limit.code,
    format: format.affiliateCode,
    description: { en: 'Code of the affiliate for this product; an empty text if there is none.' },
    presence: when('the platform reports it'),
    affiliate: 'yes',
    example: 'Q58388177J',
  },
  {
    path: 'data.affiliates[].name',
    type: 'string',
    limit: limit.name,
    format: format.text,
    description: { en: 'Name of the affiliate; an empty text if there is none.' },
    presence: when('the platform reports it'),
    affiliate: 'yes',
    example: 'Bruno Lima',
  },
)
