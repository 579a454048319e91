import { format } from '../rows/format.ts'
import * as limit from '../rows/limits.ts'
import { when } from '../rows/presence.ts'
import { derived, field, fields, sharing } from '../rows/row.ts'

/** What a delivery says outside its body. */
export const headerParameters = fields(
  'headers',
  ...sharing(
    derived,
    field.closedChoice('content-type', 'Form of the body: JSON in UTF-8.', 'application/json', {
      enum: ['application/json'],
      format: format.mediaType,
    }),
    field.hottok(
      'x-hotmart-hottok',
      'Verification token of your account, the same in every delivery: compare it before you trust a post. It is all that Hotmart itself sends for this purpose; headers such as X-Hotmart-Signature, X-Hotmart-Hmac-SHA256, X-Hotmart-Webhook-Token or X-Hotmart-Webhook-Version, which some articles and plug-ins demand, have never existed and are not sent here either.',
      { presence: when.toConfiguration },
    ),
    field.uuid(
      'webhook-id',
      'The id of the event, as in the body. It stays the same over all attempts. Postback’s own: Hotmart sends no such header.',
      '019bc186-de00-7a54-9d13-5c6e2a10b7f4',
      { limit: { minLength: 36, maxLength: 36 } },
    ),
    field.wholeNumber(
      'webhook-timestamp',
      'When this attempt was sent. It is part of the signature: refuse posts that are more than a few minutes old. Postback’s own.',
      1_768_478_400,
      { limit: { minimum: 0, maximum: 253_402_300_799 }, format: format.seconds },
    ),
    field.text(
      'webhook-signature',
      'Signature by the rules of Standard Webhooks: HMAC-SHA256 of webhook-id, webhook-timestamp and the body, joined by dots, with the signing secret of the configuration. While a secret is being changed there are several; one that fits is enough. Postback’s own: Hotmart signs nothing.',
      'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
      { limit: { maxLength: 512 }, format: format.signature },
    ),
    field.closedChoice(
      'accept',
      'Any answer will do: only its status counts. Firewalls refuse requests without this header.',
      '*/*',
      { enum: ['*/*'], format: format.mediaRange },
    ),
    field.text(
      'user-agent',
      'Who sends. Hotmart’s own deliveries say “Jodd HTTP”: do not decide by this header.',
      'Postback/1.0.0 (+https://postback.example/docs)',
      { limit: { maxLength: 200 }, format: format.userAgent },
    ),
    field.wholeNumber('postback-attempt', 'Which attempt this is: 1 for the first. Postback’s own.', 1, {
      limit: { ...limit.charges, minimum: 1 },
    }),
    field.wholeNumber(
      'postback-sequence',
      'Place of the event among those of the same sale or subscription: 1, 2, 3… Deliveries can overtake each other; a lower number than the last one tells that the news is old. Postback’s own.',
      1,
      { limit: { ...limit.wholeNumber, minimum: 1 } },
    ),
    field.closedChoice('postback-test', 'Marks a test: nobody bought anything. Postback’s own.', 'true', {
      enum: ['true'],
      format: format.wordTrue,
      presence: when.onTests,
    }),
  ),
)
