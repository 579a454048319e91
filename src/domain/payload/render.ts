import type { EventName, PayloadVersion } from '../event.ts'
import type { JsonObject } from '../json.ts'
import { familyOf } from './families.ts'
import { reduceTo } from './reduce.ts'
import { parseView, type View } from './view.ts'

export interface BodyToRender {
  readonly event: EventName
  readonly version: PayloadVersion
  readonly view: View
  readonly id: string
  /** Milliseconds. */
  readonly creationDate: number
  /** Completed and checked. */
  readonly data: JsonObject
}

export interface RenderedBody {
  readonly contentType: string
  readonly text: string
  /** Where a configuration's token goes into the text; null if the body has no place for it. */
  readonly hottokAt: number | null
  /** Whether the text holds the data just as they were given. */
  readonly whole: boolean
}

/** The body as it is stored, shown and sent. Made once, at accept; never parsed and written again. */
export function renderBody({ event, version, view, id, creationDate, data }: BodyToRender): RenderedBody {
  const reader = parseView(view)
  const sent = familyOf(event).arrange(event, reader, reduceTo(reader, event, data))
  const text = JSON.stringify({ id, [creationDateKey(event)]: creationDate, event, version, data: sent })
  return { contentType: 'application/json', text, hottokAt: text.length - 1, whole: sent === data }
}

/** First accesses spell it their own way, and so do receivers that were written for them. */
function creationDateKey(event: EventName) {
  return event === 'CLUB_FIRST_ACCESS' ? 'creationDate' : 'creation_date'
}
