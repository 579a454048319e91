import { format } from '../../format.ts'
import * as limit from '../../limits.ts'
import { always } from '../../parameter.ts'
import { formParameters } from '../form-parameter.ts'
import { ofAffiliateSale } from '../wording.ts'

export const affiliateParameters = formParameters(
  {
    path: 'aff',
    limit: limit.code,
    format: format.affiliateCode,
    description: {
      en: 'Code of the affiliate who brought the buyer; empty if there is none. An affiliate sees only the own code.',
      pt: 'Código do afiliado que trouxe o comprador; vazio se não houver. Um afiliado só vê o próprio código.',
      es: 'Código del afiliado que trajo al comprador; vacío si no hay ninguno. Un afiliado solo ve su propio código.',
    },
    presence: always,
    affiliate: 'yes',
    example: 'Q58388177J',
    from: 'data.affiliates[].affiliate_code',
    evenEmpty: true,
  },
  {
    path: 'aff_name',
    limit: limit.name,
    format: format.text,
    description: {
      en: 'Name of that affiliate.',
      pt: 'Nome desse afiliado.',
      es: 'Nombre de ese afiliado.',
    },
    presence: ofAffiliateSale,
    affiliate: 'yes',
    example: 'Bruno Lima',
    from: 'data.affiliates[].name',
  },
)
