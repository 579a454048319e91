import { formParameters } from '../../ui/code/form-parameters.ts'

export interface Buyer {
  readonly name: string | null
  readonly email: string | null
}

/** Where events say whom they are about. */
const places = ['buyer', 'subscriber', 'user'] as const

/** Whom the post is about, as its body says it; null: it does not say. */
export function buyerOf(payload: string, contentType: string | undefined): Buyer | null {
  const isForm = contentType?.startsWith('application/x-www-form-urlencoded')
  return isForm ? buyerOfForm(payload) : buyerOfJson(payload)
}

function buyerOfForm(payload: string): Buyer | null {
  const parameters = new Map(formParameters(payload).map(({ name, value }) => [name, value]))
  return buyer(parameters.get('name'), parameters.get('email'))
}

function buyerOfJson(payload: string): Buyer | null {
  const data = objectAt(parsed(payload), 'data')
  for (const holder of [data, objectAt(data, 'subscription')]) {
    for (const place of places) {
      const person = objectAt(holder, place)
      const found = buyer(person?.name, person?.email)
      if (found) return found
    }
  }
  return null
}

function buyer(name: unknown, email: unknown): Buyer | null {
  const found = { name: textOf(name), email: textOf(email) }
  return found.name === null && found.email === null ? null : found
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

type Fields = Readonly<Record<string, unknown>>

function objectAt(value: Fields | null, name: string): Fields | null {
  const found = value?.[name]
  return typeof found === 'object' && found !== null ? (found as Fields) : null
}

function parsed(payload: string): Fields | null {
  try {
    const value: unknown = JSON.parse(payload)
    return typeof value === 'object' && value !== null ? (value as Fields) : null
  } catch {
    return null
  }
}
