import { format } from '../../format.ts'
import * as limit from '../../limits.ts'
import { always } from '../../parameter.ts'
import { formParameters } from '../form-parameter.ts'
import { formFormat, withValue } from '../wording.ts'

export const trackingParameters = formParameters(
  {
    path: 'xcod',
    limit: limit.tag,
    format: formFormat.textMaybeEmpty,
    description: {
      en: 'Tag for any use, from the link of the sales page; empty if it had none.',
      pt: 'Código de uso livre, do link da página de vendas; vazio se não havia nenhum.',
      es: 'Etiqueta de uso libre, del enlace de la página de ventas; vacía si no había ninguna.',
    },
    presence: always,
    affiliate: 'yes',
    example: 'abc',
    from: 'data.purchase.origin.xcod',
    evenEmpty: true,
  },
  {
    path: 'src',
    limit: limit.tag,
    format: format.text,
    description: {
      en: 'Tag of the sales page.',
      pt: 'Código de origem da página de vendas.',
      es: 'Etiqueta de la página de ventas.',
    },
    presence: withValue,
    affiliate: 'yes',
    example: 'instagram',
    from: 'data.purchase.origin.src',
  },
  {
    path: 'sck',
    limit: limit.tag,
    format: formFormat.textMaybeEmpty,
    description: {
      en: 'Tag of the checkout; empty if it had none. Older texts promise at most 6 characters, Hotmart today 30: longer ones come as they were reported.',
      pt: 'Código de origem do checkout; vazio se não havia nenhum. Textos mais antigos prometem no máximo 6 caracteres, a Hotmart hoje 30: os mais longos chegam como foram informados.',
      es: 'Etiqueta del checkout; vacía si no había ninguna. Textos más antiguos prometen como máximo 6 caracteres, Hotmart hoy 30: las más largas llegan tal como se informaron.',
    },
    presence: always,
    affiliate: 'yes',
    example: 'spring-campaign',
    from: 'data.purchase.origin.sck',
    evenEmpty: true,
  },
)
