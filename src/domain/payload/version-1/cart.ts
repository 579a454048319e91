import { format } from '../format.ts'
import * as limit from '../limits.ts'
import { always, when } from '../parameter.ts'
import { hottokParameters } from './hottok.ts'
import { jsonParameters } from './json-parameter.ts'
import { ifReportedAs } from './wording.ts'

const typed = when({
  en: 'the visitor typed it before leaving',
  pt: 'o visitante o digitou antes de sair',
  es: 'el visitante lo escribió antes de salir',
})

/** The body of a cart abandonment in version 1.0.0. */
export const cartParameters = [
  ...jsonParameters(
    {
      path: 'affiliate',
      type: 'boolean',
      format: format.boolean,
      description: {
        en: 'Whether an affiliate brought the visitor. With productName it tells a cart abandonment from other posts.',
        pt: 'Se um afiliado trouxe o visitante. Junto com productName, distingue um abandono de carrinho de outros posts.',
        es: 'Si un afiliado trajo al visitante. Junto con productName distingue un abandono de carrito de otros posts.',
      },
      presence: always,
      affiliate: 'yes',
      example: false,
      from: 'data.affiliate',
    },
    {
      path: 'userKey',
      type: 'string',
      limit: limit.code,
      format: format.text,
      description: {
        en: 'Key of the visitor, which says nothing by itself.',
        pt: 'Chave do visitante, que por si só não diz nada.',
        es: 'Clave del visitante, que por sí sola no dice nada.',
      },
      presence: ifReportedAs('user_key'),
      affiliate: 'yes',
      example: '5f1d2c9e',
      from: 'data.user_key',
    },
    {
      path: 'productId',
      type: 'integer',
      limit: limit.wholeNumber,
      format: format.integer,
      description: { en: 'Number of the product.', pt: 'Número do produto.', es: 'Número del producto.' },
      presence: always,
      affiliate: 'yes',
      example: 1234567,
      from: 'data.product.id',
    },
    {
      path: 'productUcode',
      type: 'string',
      limit: limit.code,
      format: format.uuid,
      description: {
        en: 'Identifier of the product for other systems.',
        pt: 'Identificador do produto para outros sistemas.',
        es: 'Identificador del producto para otros sistemas.',
      },
      presence: always,
      affiliate: 'yes',
      example: 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f',
      // Not part of the data of this event: Postback knows it from the product.
      says: ({ productUcode }) => productUcode,
    },
    {
      path: 'productName',
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
      from: 'data.product.name',
    },
    {
      path: 'productCategory',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: { en: 'Category of the product.', pt: 'Categoria do produto.', es: 'Categoría del producto.' },
      presence: ifReportedAs('product.category'),
      affiliate: 'yes',
      example: 'cooking',
      from: 'data.product.category',
    },
    {
      path: 'buyerVO',
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
      path: 'buyerVO.name',
      type: 'string',
      limit: limit.name,
      format: format.text,
      description: {
        en: 'Name of the visitor, perhaps unfinished.',
        pt: 'Nome do visitante, talvez incompleto.',
        es: 'Nombre del visitante, quizá incompleto.',
      },
      presence: typed,
      affiliate: 'with-buyer-data',
      example: 'Ana Souza',
      from: 'data.buyer.name',
    },
    {
      path: 'buyerVO.email',
      type: 'string',
      limit: limit.email,
      format: format.email,
      description: {
        en: 'E-mail address of the visitor.',
        pt: 'E-mail do visitante.',
        es: 'Correo electrónico del visitante.',
      },
      presence: typed,
      affiliate: 'with-buyer-data',
      example: 'ana.souza@example.com',
      from: 'data.buyer.email',
    },
    {
      path: 'buyerVO.phone',
      type: 'string',
      limit: limit.phone,
      format: {
        en: 'digits; with the country code for visitors from abroad',
        pt: 'dígitos; com o código do país para visitantes do exterior',
        es: 'dígitos; con el código del país para visitantes del extranjero',
      },
      description: {
        en: 'Telephone number of the visitor.',
        pt: 'Telefone do visitante.',
        es: 'Teléfono del visitante.',
      },
      presence: typed,
      affiliate: 'with-buyer-data',
      example: '11999990000',
      from: 'data.buyer.phone',
    },
    {
      path: 'hasNegotiate',
      type: 'boolean',
      format: format.boolean,
      description: {
        en: 'Whether the price can be negotiated.',
        pt: 'Se o preço pode ser negociado.',
        es: 'Si el precio se puede negociar.',
      },
      presence: ifReportedAs('has_negotiate'),
      affiliate: 'yes',
      example: false,
      from: 'data.has_negotiate',
    },
    {
      path: 'subscriptionPlanId',
      type: 'integer',
      limit: limit.wholeNumber,
      format: format.integer,
      description: {
        en: 'Number of the plan that was chosen, for a subscription.',
        pt: 'Número do plano escolhido, em uma assinatura.',
        es: 'Número del plan elegido, en una suscripción.',
      },
      presence: ifReportedAs('subscription_plan_id'),
      affiliate: 'yes',
      example: 731246,
      from: 'data.subscription_plan_id',
    },
  ),
  ...hottokParameters,
]
