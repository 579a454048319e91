import { type EventName, eventNames, isPurchaseEvent, type PayloadVersion } from '../event.ts'
import { envelopeParameters } from './envelope.ts'
import { familyOf } from './families.ts'
import { headerParameters } from './headers.ts'
import { belongsTo, type Parameter } from './parameter.ts'
import { statusOfEvent } from './status.ts'

/** What is sent for one event in one version. */
export interface Dictionary {
  readonly headers: readonly Parameter[]
  readonly body: readonly Parameter[]
}

/** The fields of `data` as the platform may report it, whatever the event and the version that receivers ask for. */
export const reportedParameters: Readonly<Record<EventName, readonly Parameter[]>> = forEveryEvent(
  (event) => familyOf(event).parameters,
)

const dictionaries: Readonly<Record<PayloadVersion, Readonly<Record<EventName, Dictionary>>>> = {
  '2.0.0': forEveryEvent((event) => ({
    headers: headerParameters,
    body: [...envelopeParameters, ...reportedParameters[event]]
      .filter((parameter) => belongsTo(parameter, event))
      .map((parameter) => narrowedTo(event, '2.0.0', parameter)),
  })),
}

export function dictionaryOf(event: EventName, version: PayloadVersion): Dictionary {
  return dictionaries[version][event]
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
    default:
      return parameter
  }
}

function onlyValue(parameter: Parameter, value: string): Parameter {
  return parameter.type === 'string' && parameter.enum ? { ...parameter, enum: [value], example: value } : parameter
}
