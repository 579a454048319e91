import { format } from '../../format.ts'
import * as limit from '../../limits.ts'
import { always } from '../../parameter.ts'
import { purchaseStatuses } from '../../status.ts'
import { formParameters } from '../form-parameter.ts'
import { flag, formFormat, reported, withValue } from '../wording.ts'
import { asLowerCase, asMoment } from '../write.ts'

export const transactionParameters = formParameters(
  {
    path: 'transaction',
    limit: limit.code,
    format: format.transaction,
    description: {
      en: 'Code of the sale. All posts of one sale carry the same: with status it tells which news this is, as this version has no id of the event in its body.',
      pt: 'Código da venda. Todos os posts de uma venda trazem o mesmo: junto com status, diz que notícia é esta, pois esta versão não tem id do evento no corpo.',
      es: 'Código de la venta. Todos los posts de una venta llevan el mismo: junto con status dice qué novedad es, ya que esta versión no tiene id del evento en el cuerpo.',
    },
    presence: reported,
    affiliate: 'yes',
    example: 'HP16015479281022',
    from: 'data.purchase.transaction',
  },
  {
    path: 'transaction_ext',
    limit: limit.code,
    format: format.transaction,
    description: {
      en: 'Reference of the sale for other systems: the same as transaction.',
      pt: 'Referência da venda para outros sistemas: igual a transaction.',
      es: 'Referencia de la venta para otros sistemas: igual a transaction.',
    },
    presence: reported,
    affiliate: 'yes',
    example: 'HP16015479281022',
    from: 'data.purchase.transaction',
  },
  {
    path: 'status',
    enum: purchaseStatuses.map((status) => status.toLowerCase()),
    format: formFormat.lowerSnakeCase,
    description: {
      en: 'Status of the sale, which tells the event in this version. Older texts also name blocked and waiting_payment, which are not sent.',
      pt: 'Status da venda, que nesta versão diz qual é o evento. Textos mais antigos citam também blocked e waiting_payment, que não são enviados.',
      es: 'Estado de la venta, que en esta versión dice cuál es el evento. Textos más antiguos nombran también blocked y waiting_payment, que no se envían.',
    },
    presence: always,
    affiliate: 'yes',
    example: 'approved',
    from: 'data.purchase.status',
    write: asLowerCase,
  },
  {
    path: 'refusal_reason',
    limit: { maxLength: 1000 },
    format: {
      en: 'free text, in any language',
      pt: 'texto livre, em qualquer idioma',
      es: 'texto libre, en cualquier idioma',
    },
    description: {
      en: 'Why the payment was refused, in words for people. They change: do not compare them.',
      pt: 'Por que o pagamento foi recusado, em palavras para pessoas. Elas mudam: não as compare.',
      es: 'Por qué se rechazó el pago, en palabras para personas. Cambian: no las compares.',
    },
    presence: withValue,
    affiliate: 'with-buyer-data',
    only: ['PURCHASE_CANCELED', 'PURCHASE_DELAYED'],
    example: 'Transaction refused by the card issuer',
    from: 'data.purchase.payment.refusal_reason',
  },
  {
    path: 'purchase_date',
    limit: { minLength: 20, maxLength: 20 },
    format: format.dateTime,
    description: {
      en: 'When the order was placed, or the renewal fell due.',
      pt: 'Quando o pedido foi feito, ou a renovação venceu.',
      es: 'Cuándo se hizo el pedido, o venció la renovación.',
    },
    presence: always,
    affiliate: 'yes',
    example: '2026-01-15T11:58:30Z',
    from: 'data.purchase.order_date',
    write: asMoment,
  },
  {
    path: 'confirmation_purchase_date',
    limit: { minLength: 20, maxLength: 20 },
    format: format.dateTime,
    description: {
      en: 'When the payment was confirmed.',
      pt: 'Quando o pagamento foi confirmado.',
      es: 'Cuándo se confirmó el pago.',
    },
    presence: withValue,
    affiliate: 'yes',
    except: ['PURCHASE_CANCELED', 'PURCHASE_BILLET_PRINTED', 'PURCHASE_DELAYED', 'PURCHASE_EXPIRED'],
    example: '2026-01-15T11:59:55Z',
    from: 'data.purchase.approved_date',
    write: asMoment,
  },
  {
    path: 'order_bump',
    enum: flag,
    format: formFormat.flag,
    description: {
      en: 'Whether the product was added to another purchase at its checkout.',
      pt: 'Se o produto foi acrescentado a outra compra no checkout dela.',
      es: 'Si el producto se agregó a otra compra en su checkout.',
    },
    presence: reported,
    affiliate: 'yes',
    example: 'false',
    from: 'data.purchase.order_bump.is_order_bump',
  },
  {
    path: 'parent_purchase_transaction',
    limit: limit.code,
    format: format.transaction,
    description: {
      en: 'Transaction of the purchase that an order bump was added to.',
      pt: 'Transação da compra à qual o order bump foi acrescentado.',
      es: 'Transacción de la compra a la que se agregó el order bump.',
    },
    presence: withValue,
    affiliate: 'yes',
    example: 'HP02316330308193',
    from: 'data.purchase.order_bump.parent_purchase_transaction',
  },
  {
    path: 'funnel',
    enum: flag,
    format: formFormat.flag,
    description: {
      en: 'Whether the purchase is part of a sales funnel.',
      pt: 'Se a compra faz parte de um funil de vendas.',
      es: 'Si la compra forma parte de un embudo de ventas.',
    },
    presence: withValue,
    affiliate: 'yes',
    example: 'false',
    from: 'data.purchase.is_funnel',
  },
  {
    path: 'business_model',
    enum: ['I', 'R', 'A'],
    format: { en: 'one capital letter', pt: 'uma letra maiúscula', es: 'una letra mayúscula' },
    description: {
      en: 'Tax model of the sale.',
      pt: 'Modelo fiscal da venda.',
      es: 'Modelo fiscal de la venta.',
    },
    presence: withValue,
    affiliate: 'yes',
    example: 'I',
    from: 'data.purchase.business_model',
  },
)
