import type { FormParameter, Sale } from './form-parameter.ts'
import { maySee } from './may-see.ts'

export interface RenderedForm {
  readonly text: string
  /** Where the token goes in: behind the parameters that come before it on the wire. */
  readonly hottokAt: number
}

/** The parameters that have a value, in the order given, as `application/x-www-form-urlencoded` in UTF-8 with + for spaces. */
export function renderForm(parameters: readonly FormParameter[], sale: Sale): RenderedForm {
  const pairs: [name: string, text: string][] = []
  let before = 0
  for (const parameter of parameters) {
    if (parameter.path === 'hottok') before = pairs.length
    if (!maySee(sale.reader, parameter.affiliate)) continue
    const text = parameter.text(sale)
    if (text !== undefined || parameter.evenEmpty) pairs.push([parameter.path, text ?? ''])
  }
  return { text: encode(pairs), hottokAt: encode(pairs.slice(0, before)).length }
}

function encode(pairs: [name: string, text: string][]): string {
  return new URLSearchParams(pairs).toString()
}
