import { type EventName, eventNames, eventsOfVersion, isPurchaseEvent, type PayloadVersion } from '../event.ts'
import { formMediaType, jsonMediaType, type MediaType } from '../text/media-type.ts'
import { familyOf } from './families/families.ts'
import { envelopeParameters } from './fields/envelope.ts'
import { headerParameters } from './fields/headers.ts'
import { belongsTo, type Parameter } from './parameter.ts'
import { statusOfEvent } from './status.ts'
import { versionOneBody } from './version-1/bodies.ts'
import { versionOneHeaders } from './version-1/headers.ts'
import { versionOneInputs } from './version-1/inputs.ts'

/** What is sent for one event in one version. */
export interface Dictionary {
  /** Form of the body. In a form all parameters are texts. */
  readonly mediaType: MediaType
  readonly headers: readonly Parameter[]
  readonly body: readonly Parameter[]
}

/** The fields of `data` as the platform may report it, whatever the event and the version that receivers ask for. */
export const reportedParameters: Readonly<Record<EventName, readonly Parameter[]>> = forEveryEvent((event) => [
  ...familyOf(event).parameters,
  ...versionOneInputs(event),
])

const dictionaries: Readonly<Record<PayloadVersion, ReadonlyMap<EventName, Dictionary>>> = {
  '2.0.0': dictionariesOf('2.0.0', (event) => ({
    mediaType: jsonMediaType,
    headers: headerParameters,
    body: [...envelopeParameters, ...reportedParameters[event]].filter((it) => belongsTo(it, event, '2.0.0')),
  })),
  '1.0.0': dictionariesOf('1.0.0', (event) => {
    const body = versionOneBody(event)
    const mediaType = body.kind === 'form' ? formMediaType : jsonMediaType
    return { mediaType, headers: versionOneHeaders(body), body: body.parameters }
  }),
}

/** @throws when the version does not have the event: see `hasEvent` */
export function dictionaryOf(event: EventName, version: PayloadVersion): Dictionary {
  const dictionary = dictionaries[version].get(event)
  if (!dictionary) throw new Error(`Version ${version} has no ${event}.`)
  return dictionary
}

function dictionariesOf(version: PayloadVersion, make: (event: EventName) => Dictionary) {
  const entries = eventsOfVersion[version].map((event): [EventName, Dictionary] => {
    const { body, ...more } = make(event)
    return [event, { ...more, body: body.map((parameter) => narrowedTo(event, version, parameter)) }]
  })
  return new Map(entries)
}

export function forEveryEvent<T>(make: (event: EventName) => T): Readonly<Record<EventName, T>> {
  return Object.fromEntries(eventNames.map((event) => [event, make(event)])) as Record<EventName, T>
}

/** Where the event decides the value, the record says that one value instead of all. */
function narrowedTo(event: EventName, version: PayloadVersion, parameter: Parameter): Parameter {
  switch (parameter.path) {
    case 'event':
      return onlyValue(parameter, event)
    case 'version':
      return onlyValue(parameter, version)
    case 'data.purchase.status':
      return isPurchaseEvent(event) ? onlyValue(parameter, statusOfEvent(event)) : parameter
    case 'status':
      return isPurchaseEvent(event) ? onlyValue(parameter, statusOfEvent(event).toLowerCase()) : parameter
    default:
      return parameter
  }
}

function onlyValue(parameter: Parameter, value: string): Parameter {
  return parameter.type === 'string' && parameter.enum ? { ...parameter, enum: [value], example: value } : parameter
}
