import type { Json } from '../../text/json.ts'
import type { Reader } from '../view.ts'
import type { Facts, JsonParameter } from './json-parameter.ts'
import { maySee } from './may-see.ts'

export interface RenderedJson {
  readonly text: string
  /** Before the bracket that closes the body: the token becomes its last member. */
  readonly hottokAt: number
}

/** The fields that have a value, in the order given; an object of which nothing is left does not come either. */
export function renderJson(parameters: readonly JsonParameter[], reader: Reader, facts: Facts): RenderedJson {
  const body: Members = {}
  for (const parameter of parameters) {
    if (!maySee(reader, parameter.affiliate)) continue
    const value = parameter.value(facts)
    if (isPlain(value)) place(body, parameter.path.split('.'), value)
  }
  const text = JSON.stringify(body)
  return { text, hottokAt: text.length - 1 }
}

type Plain = string | number | boolean
interface Members {
  [key: string]: Plain | Members
}

/** Input checks let nothing else through here; should it ever come, what it holds is not sent. */
function isPlain(value: Json | undefined): value is Plain {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function place(object: Members, [key = '', ...rest]: readonly string[], value: Plain) {
  if (rest.length === 0) {
    object[key] = value
    return
  }
  const inside = object[key]
  const members: Members = typeof inside === 'object' ? inside : {}
  object[key] = members
  place(members, rest, value)
}
