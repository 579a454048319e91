import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, parameters } from '../parameter.ts'
import { ifReported } from '../presence.ts'

export const affiliatesParameters = parameters(
  {
    path: 'data.affiliates[]',
    type: 'object',
    limit: { maxItems: 50 },
    format: format.list,
    description: {
      en: 'Who brought the buyer. Never empty: without an affiliate it holds one entry whose fields are empty texts, so test the code and not the length. An affiliate sees only the own entry.',
      pt: 'Quem trouxe o comprador. Nunca vem vazia: sem afiliado, há um item cujos campos são textos vazios, por isso teste o código e não o tamanho da lista. Um afiliado vê só o próprio item.',
      es: 'Quién trajo al comprador. Nunca viene vacía: sin afiliado, hay un elemento cuyos campos son textos vacíos, así que revisa el código y no el largo de la lista. Un afiliado ve solo su propio elemento.',
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
    description: {
      en: 'Code of the affiliate for this product; an empty text if there is none.',
      pt: 'Código do afiliado para este produto; um texto vazio se não houver afiliado.',
      es: 'Código del afiliado para este producto; un texto vacío si no hay afiliado.',
    },
    presence: ifReported,
    affiliate: 'yes',
    example: 'Q58388177J',
  },
  {
    path: 'data.affiliates[].name',
    type: 'string',
    limit: limit.name,
    format: format.text,
    description: {
      en: 'Name of the affiliate; an empty text if there is none.',
      pt: 'Nome do afiliado; um texto vazio se não houver afiliado.',
      es: 'Nombre del afiliado; un texto vacío si no hay afiliado.',
    },
    presence: ifReported,
    affiliate: 'yes',
    example: 'Bruno Lima',
  },
)
