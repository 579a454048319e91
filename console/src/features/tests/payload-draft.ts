import { isJsonObject, type JsonObject } from '../../data/asking/json-object.ts'
import { memberAt, withMember } from './json-patch.ts'

/** The payload while it is edited. The text is authoritative; the form writes into it. */
export interface PayloadDraft {
  readonly example: JsonObject
  readonly text: string
  /** null: the text is no JSON object. */
  readonly data: JsonObject | null
  /** Of the parser, in English. */
  readonly fault: string | null
}

export function draftOf(example: JsonObject, text: string = writeJson(example)): PayloadDraft {
  try {
    const data: unknown = JSON.parse(text)
    if (isJsonObject(data)) return { example, text, data, fault: null }
    return { example, text, data: null, fault: null }
  } catch (error) {
    return { example, text, data: null, fault: error instanceof Error ? error.message : null }
  }
}

function writeJson(value: JsonObject): string {
  return JSON.stringify(value, null, 2)
}

/** The places where events keep the person they are about. */
const people = ['buyer', 'subscriber', 'user'] as const

export interface Person {
  readonly name: string
  readonly email: string
}

/** Which of the places this event has; null: none. */
export function personKey(example: JsonObject): (typeof people)[number] | null {
  return people.find((key) => isJsonObject(example[key])) ?? null
}

export function personOf({ example, data }: PayloadDraft): Person | null {
  const key = personKey(example)
  if (!key || !data) return null
  const read = (field: string) => {
    const value = memberAt(data, [key, field])
    return typeof value === 'string' ? value : ''
  }
  return { name: read('name'), email: read('email') }
}

/** First and last name follow the name where the event has them. */
export function withPerson(draft: PayloadDraft, person: Person): PayloadDraft {
  const key = personKey(draft.example)
  if (!key || !draft.data) return draft
  const [first = '', ...rest] = person.name.trim().split(/\s+/)
  const parts = { name: person.name, email: person.email, first_name: first, last_name: rest.join(' ') }
  let data = draft.data
  for (const [field, value] of Object.entries(parts)) {
    if (memberAt(data, [key, field]) !== undefined) data = withMember(data, [key, field], value)
  }
  return draftOf(draft.example, writeJson(data))
}
