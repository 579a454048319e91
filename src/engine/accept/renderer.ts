import type { EventHead } from '../../domain/event.ts'
import { familyOf } from '../../domain/payload/families/families.ts'
import { renderBody } from '../../domain/payload/render/render.ts'
import type { JsonObject } from '../../domain/text/json.ts'
import type { Body, ConcernedAccounts } from '../../store/contract/ledger.ts'

/**
 * Bodies by view and version, each made once, of what is sent of the document. The producer's is always there: it is the event's own
 * record.
 */
export function renderer(
  event: EventHead,
  { document, sent = document }: { document: JsonObject; sent?: JsonObject },
  { product, producer }: Pick<ConcernedAccounts, 'product' | 'producer'>,
  { classic = false } = {},
) {
  const known = {
    product: {
      id: product.id,
      name: product.name,
      ucode: product.ucode,
      hasCoProduction: product.coProducers.length > 0,
    },
    producer,
    occurredAt: event.occurredAt,
  }
  const data = classic ? sent : familyOf(event.name).complete(sent, known)
  const made = new Map<string, Body>()
  const render = (view: Body['view'], version: Body['version']) => {
    const key = `${version} ${view}`
    if (made.has(key)) return undefined
    const { whole, ...body } = renderBody({
      event: event.name,
      version,
      view,
      id: event.id,
      creationDate: event.createdAt,
      data,
      productUcode: product.ucode,
      classic,
    })
    made.set(key, { version, view, ...body })
    return whole
  }
  // Most often the body says all that the document does: then it is kept once.
  const same = render('producer', '2.0.0') === true && data === document
  return {
    render,
    result() {
      return { document: same ? null : JSON.stringify(document), bodies: [...made.values()] }
    },
  }
}
