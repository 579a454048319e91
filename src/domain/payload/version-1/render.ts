import type { EventName } from '../../event.ts'
import type { JsonObject } from '../../text/json.ts'
import { formMediaType, jsonMediaType, type MediaType } from '../../text/media-type.ts'
import type { Reader } from '../view.ts'
import { versionOneBody } from './bodies.ts'
import { renderForm } from './render-form.ts'
import { renderJson } from './render-json.ts'

export interface VersionOneFacts {
  readonly event: EventName
  readonly reader: Reader
  /** Reduced to this reader, and arranged. */
  readonly data: JsonObject
  readonly productUcode: string | undefined
}

export interface VersionOneRendering {
  readonly contentType: MediaType
  readonly text: string
  readonly hottokAt: number
}

/** The body of an event in version 1.0.0, without the token, for which it says the place. */
export function renderVersionOne({ event, reader, data, productUcode }: VersionOneFacts): VersionOneRendering {
  const body = versionOneBody(event)
  return body.kind === 'form'
    ? { contentType: formMediaType, ...renderForm(body.parameters, { reader, data }) }
    : { contentType: jsonMediaType, ...renderJson(body.parameters, reader, { data, productUcode }) }
}
