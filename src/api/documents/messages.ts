import { type EventName, eventNames, type PayloadVersion, versionsOf } from '../../domain/event.ts'
import { documentEvent } from '../../domain/payload/documentation/documentation.ts'
import { headersSchemaOf } from '../../domain/payload/documentation/json-schema.ts'
import type { JsonObject } from '../../domain/text/json.ts'

/** What receivers get: an event in a version. OpenAPI's webhooks and the AsyncAPI document are two ways to write these down. */
export interface Message {
  /** Its name in `components` of both: `PURCHASE_APPROVED-2.0.0`. */
  readonly name: string
  readonly event: EventName
  readonly version: PayloadVersion
  readonly title: string
  readonly meaning: string
  readonly contentType: string
  /** JSON Schema of an object that has a member for each header. */
  readonly headers: JsonObject & {
    readonly required: readonly string[]
    readonly properties: Readonly<Record<string, JsonObject>>
  }
  /** JSON Schema of the body. */
  readonly body: JsonObject
  /** A body to the producer. */
  readonly example: JsonObject
}

/** All of them, in the order in which people are shown the events. */
export function allMessages(): readonly Message[] {
  return eventNames.flatMap((event) => versionsOf(event).map((version) => messageOf(event, version)))
}

function messageOf(event: EventName, version: PayloadVersion): Message {
  const { title, meaning, contentType, example, schema } = documentEvent(event, version, { locale: 'en' })
  return {
    name: `${event}-${version}`,
    event,
    version,
    title,
    meaning,
    contentType,
    headers: headersSchemaOf(event, version) as Message['headers'],
    body: schema,
    example,
  }
}
