import { isJsonObject } from '../../json.ts'
import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, parameters, when } from '../parameter.ts'

const typed = when('the visitor typed it before leaving')
const reported = when('the platform reports it; Hotmart always does')

const cartParameters = [
  ...parameters(
    {
      path: 'data.affiliate',
      type: 'boolean',
      format: format.boolean,
      description: { en: 'Whether an affiliate brought the visitor.' },
      presence: always,
      affiliate: 'yes',
      example: false,
      input: 'derived',
    },
    {
      path: 'data.product',
      type: 'object',
      format: format.object,
      description: { en: 'The product that was left in the cart.' },
      presence: always,
      affiliate: 'yes',
      example: null,
      input: 'required',
    },
    {
      path: 'data.product.id',
      type: 'integer',
      limit: limit.wholeNumber,
      format: format.integer,
      description: { en: 'Number of the product.' },
      presence: always,
      affiliate: 'yes',
      example: 1234567,
      input: 'required',
    },
    {
      path: 'data.product.name',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: { en: 'Name under which the product is sold.' },
      presence: always,
      affiliate: 'yes',
      example: 'Baking Bread at Home',
      input: 'derived',
    },
    {
      path: 'data.buyer',
      type: 'object',
      format: format.object,
      description: { en: 'Who left, as far as is known: only what was typed into the form is here.' },
      presence: typed,
      affiliate: 'with-buyer-data',
      example: null,
    },
    {
      path: 'data.buyer.name',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: { en: 'Name of the visitor, perhaps unfinished.' },
      presence: typed,
      affiliate: 'with-buyer-data',
      example: 'Ana Souza',
    },
    {
      path: 'data.buyer.email',
      type: 'string',
      limit: limit.email,
      format: format.email,
      description: { en: 'E-mail address of the visitor.' },
      presence: typed,
      affiliate: 'with-buyer-data',
      example: 'ana.souza@example.com',
    },
    {
      path: 'data.buyer.phone',
      type: 'string',
      limit: limit.phone,
      format: { en: 'digits; with the country code for visitors from abroad' },
      description: { en: 'Telephone number of the visitor. In purchases the number is called checkout_phone.' },
      presence: typed,
      affiliate: 'with-buyer-data',
      example: '11999990000',
    },
    {
      path: 'data.buyer_ip',
      type: 'string',
      limit: { maxLength: 45 },
      format: { en: 'IPv4 or IPv6 address' },
      description: { en: 'Internet address of the visitor.' },
      presence: when('in classic test posts, or where the platform reports it'),
      affiliate: 'with-buyer-data',
      example: '203.0.113.7',
    },
    {
      path: 'data.offer',
      type: 'object',
      format: format.object,
      description: { en: 'The offer that was on the page.' },
      presence: reported,
      affiliate: 'yes',
      example: null,
    },
    {
      path: 'data.offer.code',
      type: 'string',
      limit: limit.code,
      format: format.code,
      description: { en: 'Code of the offer.' },
      presence: reported,
      affiliate: 'yes',
      example: 'n82b9jqz',
    },
    {
      path: 'data.checkout_country',
      type: 'object',
      format: format.object,
      description: { en: 'The country that was chosen on the page.' },
      presence: reported,
      affiliate: 'yes',
      example: null,
    },
    {
      path: 'data.checkout_country.name',
      type: 'string',
      limit: limit.place,
      format: format.text,
      description: { en: 'Name of the country.' },
      presence: reported,
      affiliate: 'yes',
      example: 'Brasil',
    },
    {
      path: 'data.checkout_country.iso',
      type: 'string',
      limit: limit.country,
      format: format.countryCode,
      description: { en: 'Code of the country.' },
      presence: reported,
      affiliate: 'yes',
      example: 'BR',
    },
  ),
  ...broughtByParameters,
]

/** Somebody typed data into the checkout and left without buying. */
export const cartFamily: Family = {
  parameters: cartParameters,
  productAt: ['product'],
  complete(data, { product }) {
    const named = withMember(data, 'product', fill(data.product, { name: product.name }))
    const brought =
      Array.isArray(data.affiliates) && data.affiliates.some((it) => isJsonObject(it) && it.affiliate_code)
    return withMember(named, 'affiliate', data.affiliate ?? brought)
  },
  arrange: (_event, _reader, data) => data,
  example: ({ product, affiliate }) => ({
    affiliate: affiliate !== undefined,
    product: { id: product.id, name: product.name },
    buyer: { name: 'Ana Souza', email: 'ana.souza@example.com', phone: '11999990000' },
    offer: { code: 'n82b9jqz' },
    checkout_country: { name: 'Brasil', iso: 'BR' },
  }),
}
