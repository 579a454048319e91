import { isJsonObject } from '../../json.ts'
import { broughtByParameters } from '../brought-by.ts'
import { type Family, fill, withMember } from '../family.ts'
import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, parameters, when } from '../parameter.ts'
import { ana } from '../person.ts'
import { reported } from '../presence.ts'

const typed = when({
  en: 'the visitor typed it before leaving',
  pt: 'o visitante o digitou antes de sair',
  es: 'el visitante lo escribió antes de salir',
})

const cartParameters = [
  ...parameters(
    {
      path: 'data.affiliate',
      type: 'boolean',
      format: format.boolean,
      description: {
        en: 'Whether an affiliate brought the visitor.',
        pt: 'Se um afiliado trouxe o visitante.',
        es: 'Si un afiliado trajo al visitante.',
      },
      presence: always,
      affiliate: 'yes',
      example: false,
      input: 'derived',
    },
    {
      path: 'data.product',
      type: 'object',
      format: format.object,
      description: {
        en: 'The product that was left in the cart.',
        pt: 'O produto que ficou no carrinho.',
        es: 'El producto que quedó en el carrito.',
      },
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
      description: { en: 'Number of the product.', pt: 'Número do produto.', es: 'Número del producto.' },
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
      description: {
        en: 'Name under which the product is sold.',
        pt: 'Nome com que o produto é vendido.',
        es: 'Nombre con el que se vende el producto.',
      },
      presence: always,
      affiliate: 'yes',
      example: 'Baking Bread at Home',
      input: 'derived',
    },
    {
      path: 'data.buyer',
      type: 'object',
      format: format.object,
      description: {
        en: 'Who left, as far as is known: only what was typed into the form is here.',
        pt: 'Quem saiu, até onde se sabe: aqui está só o que foi digitado no formulário.',
        es: 'Quién salió, hasta donde se sabe: aquí está solo lo que se escribió en el formulario.',
      },
      presence: typed,
      affiliate: 'with-buyer-data',
      example: null,
    },
    {
      path: 'data.buyer.name',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: {
        en: 'Name of the visitor, perhaps unfinished.',
        pt: 'Nome do visitante, talvez incompleto.',
        es: 'Nombre del visitante, quizás incompleto.',
      },
      presence: typed,
      affiliate: 'with-buyer-data',
      example: 'Ana Souza',
    },
    {
      path: 'data.buyer.email',
      type: 'string',
      limit: limit.email,
      format: format.email,
      description: { en: 'E-mail address of the visitor.', pt: 'E-mail do visitante.', es: 'Correo del visitante.' },
      presence: typed,
      affiliate: 'with-buyer-data',
      example: 'ana.souza@example.com',
    },
    {
      path: 'data.buyer.phone',
      type: 'string',
      limit: limit.phone,
      format: {
        en: 'digits; with the country code for visitors from abroad',
        pt: 'dígitos; com o código do país para visitantes do exterior',
        es: 'dígitos; con el código del país para visitantes del extranjero',
      },
      description: {
        en: 'Telephone number of the visitor. In purchases the number is called checkout_phone.',
        pt: 'Telefone do visitante. Nas compras esse número se chama checkout_phone.',
        es: 'Teléfono del visitante. En las compras ese número se llama checkout_phone.',
      },
      presence: typed,
      affiliate: 'with-buyer-data',
      example: '11999990000',
    },
    {
      path: 'data.buyer_ip',
      type: 'string',
      limit: { maxLength: 45 },
      format: { en: 'IPv4 or IPv6 address', pt: 'endereço IPv4 ou IPv6', es: 'dirección IPv4 o IPv6' },
      description: {
        en: 'Internet address of the visitor.',
        pt: 'Endereço de internet do visitante.',
        es: 'Dirección de internet del visitante.',
      },
      presence: when({
        en: 'in classic test posts, or where the platform reports it',
        pt: 'em posts de teste clássicos, ou quando a plataforma o informa',
        es: 'en posts de prueba clásicos, o cuando la plataforma lo informa',
      }),
      affiliate: 'with-buyer-data',
      example: '203.0.113.7',
    },
    {
      path: 'data.offer',
      type: 'object',
      format: format.object,
      description: {
        en: 'The offer that was on the page.',
        pt: 'A oferta que estava na página.',
        es: 'La oferta que estaba en la página.',
      },
      presence: reported,
      affiliate: 'yes',
      example: null,
    },
    {
      path: 'data.offer.code',
      type: 'string',
      limit: limit.code,
      format: format.code,
      description: { en: 'Code of the offer.', pt: 'Código da oferta.', es: 'Código de la oferta.' },
      presence: reported,
      affiliate: 'yes',
      example: 'n82b9jqz',
    },
    {
      path: 'data.checkout_country',
      type: 'object',
      format: format.object,
      description: {
        en: 'The country that was chosen on the page.',
        pt: 'O país escolhido na página.',
        es: 'El país elegido en la página.',
      },
      presence: reported,
      affiliate: 'yes',
      example: null,
    },
    {
      path: 'data.checkout_country.name',
      type: 'string',
      limit: limit.place,
      format: format.text,
      description: { en: 'Name of the country.', pt: 'Nome do país.', es: 'Nombre del país.' },
      presence: reported,
      affiliate: 'yes',
      example: 'Brasil',
    },
    {
      path: 'data.checkout_country.iso',
      type: 'string',
      limit: limit.country,
      format: format.countryCode,
      description: { en: 'Code of the country.', pt: 'Código do país.', es: 'Código del país.' },
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
    buyer: { name: ana.name, email: ana.email, phone: '11999990000' },
    offer: { code: 'n82b9jqz' },
    checkout_country: { name: 'Brasil', iso: 'BR' },
  }),
}
