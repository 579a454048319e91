import type { EventName, PayloadVersion } from '../../event.ts'
import type { JsonObject } from '../../text/json.ts'
import { jsonMediaType, type MediaType } from '../../text/media-type.ts'
import { familyOf } from '../families/families.ts'
import { renderVersionOne } from '../version-1/render.ts'
import { parseView, type View } from '../view.ts'
import { classicCreationDateKey, classicVersionOne } from './classic.ts'
import { reduceTo } from './reduce.ts'

export interface BodyToRender {
  readonly event: EventName
  readonly version: PayloadVersion
  readonly view: View
  readonly id: string
  /** Milliseconds. */
  readonly creationDate: number
  /** Completed and checked. */
  readonly data: JsonObject
  /** Of the product, which the data of some events do not carry. */
  readonly productUcode?: string
  /** Whether it is a canned body of Hotmart's test tool, which goes out as it is. */
  readonly classic?: boolean
}

export interface RenderedBody {
  readonly contentType: MediaType
  readonly text: string
  /** Where the token goes into the text. */
  readonly hottokAt: number
  /** Whether the text holds the data just as they were given. */
  readonly whole: boolean
}

/** The body as it is stored, shown and sent. Made once, at accept; never parsed and written again. */
export function renderBody(body: BodyToRender): RenderedBody {
  const { event, version, data } = body
  const reader = parseView(body.view)
  if (body.classic) return renderClassic(body)
  const sent = familyOf(event).arrange(event, reader, reduceTo(reader, event, version, data))
  switch (version) {
    case '2.0.0':
      return renderVersionTwo(body, sent, creationDateKey(event))
    case '1.0.0':
      return { ...renderVersionOne({ event, reader, data: sent, productUcode: body.productUcode }), whole: false }
  }
}

/** By no rule of ours: neither reduced nor arranged. */
function renderClassic(body: BodyToRender): RenderedBody {
  const { event, version, data, productUcode } = body
  switch (version) {
    case '2.0.0':
      return renderVersionTwo(body, data, classicCreationDateKey(event))
    case '1.0.0': {
      const reader = parseView(body.view)
      return {
        ...renderVersionOne({ event, reader, data: classicVersionOne(event, data), productUcode }),
        whole: false,
      }
    }
  }
}

function renderVersionTwo(body: BodyToRender, sent: JsonObject, dateKey: string): RenderedBody {
  const { event, version, id, creationDate, data } = body
  const text = JSON.stringify({ id, [dateKey]: creationDate, event, version, data: sent })
  return { contentType: jsonMediaType, text, hottokAt: text.length - 1, whole: sent === data }
}

/** First accesses spell it their own way, and so do receivers that were written for them. */
function creationDateKey(event: EventName) {
  return event === 'CLUB_FIRST_ACCESS' ? 'creationDate' : 'creation_date'
}
