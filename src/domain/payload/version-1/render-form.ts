import { encodeFormText } from '../../text/form-text.ts'
import type { FormParameter, Sale } from './form-parameter.ts'
import { maySee } from './may-see.ts'

export interface RenderedForm {
  readonly text: string
  /** Where the token goes in: behind the parameters that come before it on the wire. */
  readonly hottokAt: number
}

/** The parameters that have a value, in the order given, as `application/x-www-form-urlencoded` in UTF-8 with + for spaces. */
export function renderForm(parameters: readonly FormParameter[], sale: Sale): RenderedForm {
  let text = ''
  let hottokAt = 0
  for (const parameter of parameters) {
    if (parameter.path === 'hottok') hottokAt = text.length
    if (!maySee(sale.reader, parameter.affiliate)) continue
    const value = parameter.text(sale)
    if (value === undefined && !parameter.evenEmpty) continue
    text += `${text === '' ? '' : '&'}${parameter.path}=${encodeFormText(value ?? '')}`
  }
  return { text, hottokAt }
}
