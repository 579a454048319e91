import { eventNames, payloadVersions } from '../../event.ts'
import { format } from '../rows/format.ts'
import { when } from '../rows/presence.ts'
import { derived, field, fields, required, sharing } from '../rows/row.ts'

/** What stands around `data` in every JSON body. */
export const envelopeParameters = fields(
  'envelope',
  ...sharing(
    derived,
    field.uuid(
      'id',
      'Identifies the event. It stays the same when a delivery is tried again or processed again: keep the ids that you have handled, and skip those that come twice.',
      '019bc186-de00-7a54-9d13-5c6e2a10b7f4',
      { limit: { minLength: 36, maxLength: 36 } },
    ),
    field.milliseconds(
      'creation_date',
      'When the event was created, which is not when it is delivered: a retry carries the date of the first try.',
      1_768_478_400_000,
      { except: ['CLUB_FIRST_ACCESS'] },
    ),
    field.milliseconds(
      'creationDate',
      'When the event was created. This event alone spells the name in camelCase; everywhere else it is creation_date.',
      1_768_478_400_000,
      { only: ['CLUB_FIRST_ACCESS'] },
    ),
    field.closedChoice(
      'event',
      'Name of the event. A text, although a table of Hotmart’s documentation calls it an integer.',
      'PURCHASE_APPROVED',
      { enum: eventNames },
    ),
    field.closedChoice(
      'version',
      'Version of the payload that the configuration asks for. A text, although a table of Hotmart’s documentation calls it an integer.',
      '2.0.0',
      { enum: payloadVersions, format: format.versionNumber },
    ),
    field.object(
      'data',
      'What the event is about. Fields can be added at any time: ignore those that you do not know.',
      required,
    ),
    field.hottok(
      'hottok',
      'Copy of the verification token for receivers that read it from the body. Prefer the header x-hotmart-hottok, which is always sent.',
      { presence: when.hottokInBody },
    ),
  ),
)
