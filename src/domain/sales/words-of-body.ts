import { isJsonObject, type JsonObject, valueAt } from '../text/json.ts'
import { type SaleWords, wordsOfSale } from './sale-words.ts'

/** Words of a sale of which only a body is known, as the earlier tool sent it. */
export function wordsOfBody(transaction: string, body: string): SaleWords {
  return wordsOfSale(transaction, documentInBody(body))
}

/** @param body JSON of either version, or a form */
export function documentInBody(body: string): JsonObject {
  if (!body.trimStart().startsWith('{')) return documentOfForm(new URLSearchParams(body))
  try {
    const json: unknown = JSON.parse(body)
    if (!isJsonObject(json)) return {}
    const data = valueAt(json, 'data')
    return isJsonObject(data) ? data : json
  } catch {
    return {}
  }
}

function documentOfForm(form: URLSearchParams): JsonObject {
  const name = form.get('name') ?? `${form.get('first_name') ?? ''} ${form.get('last_name') ?? ''}`.trim()
  return {
    buyer: { name, email: form.get('email') ?? '' },
    subscription: { subscriber: { code: form.get('subscriber_code') ?? '' } },
  }
}
