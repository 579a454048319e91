import { type Json, valueAt } from '../../../json.ts'
import { format } from '../../format.ts'
import * as limit from '../../limits.ts'
import type { LocalText } from '../../local-text.ts'
import type { AffiliateRule, Presence } from '../../parameter.ts'
import { type FormParameter, formParameters, type Sale } from '../form-parameter.ts'
import type { SourcePath } from '../source.ts'
import { formFormat, ofAffiliateSale, reported } from '../wording.ts'
import { asDecimal, asMoney, type Write } from '../write.ts'

interface Money {
  readonly from: SourcePath | readonly SourcePath[]
  readonly write?: Write<Sale>
  readonly description: LocalText
  readonly example: string
  readonly presence?: Presence
  readonly affiliate?: AffiliateRule
}

/** The share of the seller who reads. The shares of several co-producers carry no names, so none of them is sent. */
const ownShare: Write<Sale> = (_value, { reader, data }) => {
  const own = reader.kind === 'coproducer' ? 'COPRODUCER' : 'PRODUCER'
  const entries = Array.isArray(data.commissions) ? data.commissions : []
  const [share, ...others] = entries.filter((entry: Json) => valueAt(entry, 'source') === own)
  if (reader.kind === 'coproducer' && others.length > 0) return undefined
  return asMoney(valueAt(share, 'value') ?? null)
}

/** 999999999999.99, and a sign for a correction. */
const longestAmount = { minLength: 4, maxLength: 16 }

export const moneyParameters = [
  ...amount('price', {
    from: 'data.purchase.price.value',
    description: {
      en: 'Price of the offer when it was bought, in the currency of the checkout.',
      pt: 'Preço da oferta no momento da compra, na moeda do checkout.',
      es: 'Precio de la oferta en el momento de la compra, en la moneda del checkout.',
    },
    example: '197.00',
  }),
  ...amount('full_price', {
    from: 'data.purchase.full_price.value',
    description: {
      en: 'What the buyer pays in all, with fees and the interest of instalments.',
      pt: 'O que o comprador paga no total, com taxas e juros do parcelamento.',
      es: 'Lo que el comprador paga en total, con tarifas e intereses de las cuotas.',
    },
    example: '197.00',
  }),
  ...amount('original_offer_price', {
    from: 'data.purchase.original_offer_price.value',
    description: {
      en: 'Price of the offer in the currency of the producer, before any conversion.',
      pt: 'Preço da oferta na moeda do produtor, antes de qualquer conversão.',
      es: 'Precio de la oferta en la moneda del productor, antes de cualquier conversión.',
    },
    example: '197.00',
  }),
  ...currency('currency', {
    from: 'data.commissions[].currency_value',
    description: {
      en: 'Currency of the commissions.',
      pt: 'Moeda das comissões.',
      es: 'Moneda de las comisiones.',
    },
    example: 'BRL',
  }),
  ...currency('currency_code_from', {
    from: 'data.purchase.original_offer_price.currency_value',
    description: {
      en: 'Currency of original_offer_price.',
      pt: 'Moeda de original_offer_price.',
      es: 'Moneda de original_offer_price.',
    },
    example: 'BRL',
  }),
  ...currency('currency_code_from_', {
    from: 'data.purchase.original_offer_price.currency_value',
    description: {
      en: 'The same as currency_code_from, once more. Hotmart really sends both, this one with an underscore at its end.',
      pt: 'O mesmo que currency_code_from, mais uma vez. A Hotmart realmente envia os dois, este com um sublinhado no final.',
      es: 'Lo mismo que currency_code_from, otra vez. Hotmart realmente envía los dos, este con un guion bajo al final.',
    },
    example: 'BRL',
  }),
  ...amount('cms_marketplace', {
    from: 'data.commissions[MARKETPLACE].value',
    description: {
      en: 'Fee of the marketplace.',
      pt: 'Taxa do marketplace.',
      es: 'Tarifa del marketplace.',
    },
    example: '20.50',
  }),
  ...amount('cms_vendor', {
    from: ['data.commissions[PRODUCER].value', 'data.commissions[COPRODUCER].value'],
    write: ownShare,
    description: {
      en: 'What you earn: as the producer your share, as a co-producer yours. Left out where several co-producers share a sale, as their shares are not told apart.',
      pt: 'O que você ganha: como produtor, a sua parte; como coprodutor, a sua. Não vem quando vários coprodutores dividem a venda, pois as partes não se distinguem.',
      es: 'Lo que ganas: como productor, tu parte; como coproductor, la tuya. No viene cuando varios coproductores comparten la venta, pues las partes no se distinguen.',
    },
    affiliate: 'no',
    example: '117.40',
  }),
  ...amount('cms_aff', {
    from: 'data.commissions[AFFILIATE].value',
    description: {
      en: 'What the affiliate earns.',
      pt: 'O que o afiliado ganha.',
      es: 'Lo que gana el afiliado.',
    },
    presence: ofAffiliateSale,
    example: '59.10',
  }),
  ...currency('cms_aff_currency', {
    from: 'data.commissions[AFFILIATE].currency_value',
    description: {
      en: 'Currency of cms_aff.',
      pt: 'Moeda de cms_aff.',
      es: 'Moneda de cms_aff.',
    },
    presence: ofAffiliateSale,
    example: 'BRL',
  }),
  ...currency('aff_cms_rate_currency', {
    from: 'data.commissions[AFFILIATE].currency_conversion.converted_to_currency',
    description: {
      en: 'Currency into which the commission of the affiliate was converted.',
      pt: 'Moeda para a qual a comissão do afiliado foi convertida.',
      es: 'Moneda a la que se convirtió la comisión del afiliado.',
    },
    presence: ofAffiliateSale,
    example: 'BRL',
  }),
  ...amount('aff_cms_rate_commission', {
    from: 'data.commissions[AFFILIATE].currency_conversion.converted_value',
    description: {
      en: 'Commission of the affiliate after the conversion.',
      pt: 'Comissão do afiliado depois da conversão.',
      es: 'Comisión del afiliado después de la conversión.',
    },
    presence: ofAffiliateSale,
    example: '319.14',
  }),
  ...formParameters({
    path: 'aff_cms_rate_conversion',
    limit: { maxLength: 32 },
    format: {
      en: 'decimal number with a point, all its decimals',
      pt: 'número decimal com ponto, com todas as casas',
      es: 'número decimal con punto, con todos sus decimales',
    },
    description: {
      en: 'Rate by which the commission of the affiliate was multiplied.',
      pt: 'Taxa pela qual a comissão do afiliado foi multiplicada.',
      es: 'Tasa por la que se multiplicó la comisión del afiliado.',
    },
    presence: ofAffiliateSale,
    affiliate: 'yes',
    example: '5.4',
    from: 'data.commissions[AFFILIATE].currency_conversion.conversion_rate',
    write: asDecimal,
  }),
]

function amount(
  path: string,
  { presence = reported, affiliate = 'yes', write = asMoney, ...money }: Money,
): readonly FormParameter[] {
  const shared = { path, limit: longestAmount, format: formFormat.decimal, write }
  return formParameters({ ...shared, presence, affiliate, ...money })
}

function currency(path: string, { presence = reported, affiliate = 'yes', ...money }: Money): readonly FormParameter[] {
  return formParameters({ path, limit: limit.currency, format: format.currency, presence, affiliate, ...money })
}
