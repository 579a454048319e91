import { eventNames, payloadVersions } from '../event.ts'
import { format } from './format.ts'
import { always, parameters, when } from './parameter.ts'

/** What stands around `data` in every JSON body. */
export const envelopeParameters = parameters(
  {
    path: 'id',
    type: 'string',
    limit: { minLength: 36, maxLength: 36 },
    format: format.uuid,
    description: {
      en: 'Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you have handled, and skip those that come twice.',
    },
    presence: always,
    affiliate: 'yes',
    example: '019bc186-de00-7a54-9d13-5c6e2a10b7f4',
    input: 'derived',
  },
  {
    path: 'creation_date',
    type: 'integer',
    limit: { minimum: 0, maximum: 253_402_300_799_999 },
    format: format.milliseconds,
    description: {
      en: 'When the event was created, which is not when it is delivered: a retry carries the date of the first try.',
    },
    presence: always,
    affiliate: 'yes',
    example: 1768478400000,
    input: 'derived',
  },
  {
    path: 'event',
    type: 'string',
    enum: eventNames,
    format: format.upperSnakeCase,
    description: { en: 'Name of the event. A text, although a table of Hotmart’s documentation calls it an integer.' },
    presence: always,
    affiliate: 'yes',
    example: 'PURCHASE_APPROVED',
    input: 'derived',
  },
  {
    path: 'version',
    type: 'string',
    enum: payloadVersions,
    format: { en: 'three numbers with dots' },
    description: {
      en: 'Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls it an integer.',
    },
    presence: always,
    affiliate: 'yes',
    example: '2.0.0',
    input: 'derived',
  },
  {
    path: 'data',
    type: 'object',
    format: format.object,
    description: { en: 'What the event is about. Fields can be added at any time: ignore those that you do not know.' },
    presence: always,
    affiliate: 'yes',
    example: null,
    input: 'required',
  },
  {
    path: 'hottok',
    type: 'string',
    limit: { maxLength: 128 },
    format: format.token,
    description: {
      en: 'Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which is always sent.',
    },
    presence: when('the configuration asks for the token in the body'),
    affiliate: 'yes',
    example: 'fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e',
    input: 'derived',
  },
)
