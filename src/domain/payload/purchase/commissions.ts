import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { parameters, when } from '../parameter.ts'
import { reported } from '../presence.ts'

const converted = when({
  en: 'the commission was converted into another currency',
  pt: 'a comissão foi convertida para outra moeda',
  es: 'la comisión se convirtió a otra moneda',
})

export const commissionsParameters = parameters(
  {
    path: 'data.commissions[]',
    type: 'object',
    limit: { maxItems: 50 },
    format: format.list,
    description: {
      en: 'Who earns how much of the sale; the fee of the marketplace comes first. An affiliate sees the entries MARKETPLACE and AFFILIATE, a co-producer MARKETPLACE and COPRODUCER.',
      pt: 'Quem ganha quanto da venda; a taxa do marketplace vem primeiro. Um afiliado vê os itens MARKETPLACE e AFFILIATE; um coprodutor, MARKETPLACE e COPRODUCER.',
      es: 'Quién gana cuánto de la venta; la tarifa del marketplace va primero. Un afiliado ve los elementos MARKETPLACE y AFFILIATE; un coproductor, MARKETPLACE y COPRODUCER.',
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
    description: {
      en: 'Amount that this party earns.',
      pt: 'Valor que esta parte recebe.',
      es: 'Monto que gana esta parte.',
    },
    presence: reported,
    affiliate: 'yes',
    example: 176.5,
  },
  {
    path: 'data.commissions[].currency_value',
    type: 'string',
    limit: limit.currency,
    format: format.currency,
    description: {
      en: 'Currency of the amount. It can differ from that of the price.',
      pt: 'Moeda do valor. Pode ser diferente da moeda do preço.',
      es: 'Moneda del monto. Puede ser distinta de la del precio.',
    },
    presence: reported,
    affiliate: 'yes',
    example: 'BRL',
  },
  {
    path: 'data.commissions[].source',
    type: 'string',
    enum: ['MARKETPLACE', 'PRODUCER', 'COPRODUCER', 'AFFILIATE', 'ADDON'],
    others: limit.otherValue,
    format: format.upperSnakeCase,
    description: {
      en: 'Who earns it. MARKETPLACE, the fee of the platform, is missing from Hotmart’s documentation but is in every delivery: do not take the first entry for the producer’s.',
      pt: 'Quem recebe. MARKETPLACE, a taxa da plataforma, falta na documentação da Hotmart, mas está em todos os envios: não tome o primeiro item pelo do produtor.',
      es: 'Quién lo gana. MARKETPLACE, la tarifa de la plataforma, falta en la documentación de Hotmart, pero está en todos los envíos: no tomes el primer elemento por el del productor.',
    },
    presence: reported,
    affiliate: 'yes',
    example: 'PRODUCER',
  },
  {
    path: 'data.commissions[].currency_conversion',
    type: 'object',
    format: format.object,
    description: {
      en: 'How the amount was converted.',
      pt: 'Como o valor foi convertido.',
      es: 'Cómo se convirtió el monto.',
    },
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
    description: {
      en: 'Amount after the conversion.',
      pt: 'Valor depois da conversão.',
      es: 'Monto después de la conversión.',
    },
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
    description: {
      en: 'Currency after the conversion.',
      pt: 'Moeda depois da conversão.',
      es: 'Moneda después de la conversión.',
    },
    presence: converted,
    affiliate: 'yes',
    since: '2024-04-25',
    example: 'BRL',
  },
  {
    path: 'data.commissions[].currency_conversion.conversion_rate',
    type: 'number',
    limit: { minimum: 0, maximum: 1_000_000_000 },
    format: { en: 'JSON number', pt: 'número JSON', es: 'número JSON' },
    description: {
      en: 'Rate by which the amount was multiplied.',
      pt: 'Taxa pela qual o valor foi multiplicado.',
      es: 'Tipo de cambio por el que se multiplicó el monto.',
    },
    presence: converted,
    affiliate: 'yes',
    since: '2024-04-25',
    example: 5.4,
  },
)
