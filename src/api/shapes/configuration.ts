import { Type } from 'typebox'
import { disabledReasons, maxPerSecondMost } from '../../domain/configuration.ts'
import { eventNames } from '../../domain/event.ts'
import type { UrlCheck } from '../../engine/send/check-url.ts'
import type { Repeat } from '../../services/configurations.ts'
import type { ConfigurationRecord } from '../../store/contract/directory.ts'
import { publicId } from '../public-ids.ts'
import { showTime, showTimeOrNull } from '../times.ts'
import { closed, eventName, id, nullable, oneOf, payloadVersion, productId, type Static, text, time } from './base.ts'

const selectedEvents = Type.Array(eventName, { minItems: 1, maxItems: eventNames.length, uniqueItems: true })
const url = Type.String({ minLength: 1, maxLength: 2_048, description: 'Where events are POSTed to: https.' })

/** The body that creates a configuration; only name, url and events are required. */
export const configurationInput = closed({
  name: text(100),
  url,
  events: selectedEvents,
  productId: Type.Optional(nullable(productId)),
  version: Type.Optional(payloadVersion),
  hottokInBody: Type.Optional(
    Type.Boolean({ description: 'Whether bodies carry the hottok too; in version 1.0.0 they always do.' }),
  ),
  maxPerSecond: Type.Optional(
    nullable(
      Type.Integer({
        minimum: 1,
        maximum: maxPerSecondMost,
        description: 'Posts a second at most; null: as many as the receiver takes. Tests are not counted.',
      }),
    ),
  ),
})

export const configurationChange = Type.Partial(configurationInput, {
  title: 'ConfigurationChange',
  additionalProperties: false,
  minProperties: 1,
})

export const configurationShape = Type.Object(
  {
    id: id('cfg'),
    revision: Type.Integer({
      description: 'Grows with every change; in quotes it is the ETag. Health and held posts do not count.',
    }),
    name: Type.String(),
    url: Type.String(),
    events: Type.Array(eventName),
    productId: nullable(Type.Integer({ description: 'null: all products.' })),
    version: payloadVersion,
    state: oneOf(['active', 'disabled']),
    releasing: Type.Optional(
      Type.Boolean({ description: 'true while what was held goes out in order, with new events behind it.' }),
    ),
    disabledReason: nullable(oneOf(disabledReasons)),
    disabledAt: nullable(time),
    disabledDetail: nullable(Type.String({ description: 'One sentence for people.' })),
    hottokInBody: Type.Boolean(),
    maxPerSecond: nullable(Type.Integer({ description: 'Posts a second at most; null: no limit of its own.' })),
    statedLimit: nullable(
      Type.Object(
        {
          pausedUntil: time,
          perSecond: nullable(
            Type.Number({ description: 'How many posts a second it is sent after that, to begin with.' }),
          ),
        },
        {
          description:
            'The receiver answered 429 or 503 with Retry-After: until then nothing is sent, then one post, then slowly more. null: it did not.',
        },
      ),
    ),
    usesNewHottok: Type.Boolean({ description: 'Whether it uses the new hottok before the rotation switches.' }),
    ownHottok: Type.Boolean({ description: 'Whether it is sent a verification token of its own, as hooks are.' }),
    source: Type.String({ description: 'What made it: api, console, zapier…' }),
    held: Type.Integer({ description: 'Deliveries that wait until it is enabled again.' }),
    heldSince: nullable(
      Type.String({
        format: 'date-time',
        description: 'When the oldest of them came. It is cancelled when it is as old as the history goes back.',
      }),
    ),
    health: Type.Object({
      lastSuccessAt: nullable(time),
      failingSince: nullable(time),
      failures: Type.Integer({ description: 'Attempts that failed since the last success.' }),
    }),
    createdAt: time,
    updatedAt: time,
  },
  { title: 'Configuration' },
)

export const warningsShape = Type.Array(
  Type.Object(
    {
      code: oneOf(['repeats_configuration']),
      detail: Type.String({ description: 'One sentence for people.' }),
      configurationId: id('cfg'),
      configurationName: Type.String(),
      events: Type.Array(eventName),
    },
    { title: 'ConfigurationWarning' },
  ),
  {
    description:
      'What was saved all the same. repeats_configuration: another configuration sends these events to the same URL, so each arrives there twice. At most ten.',
  },
)

export const urlCheckShape = Type.Object(
  {
    verdict: oneOf(['good', 'warning', 'faulty', 'refused']),
    reason: nullable(Type.Object({ code: Type.String(), detail: Type.String() })),
    steps: Type.Array(
      Type.Object({
        step: oneOf(['address', 'dns', 'policy', 'connect', 'tls']),
        result: oneOf(['pass', 'warn', 'fail']),
        detail: Type.String(),
      }),
    ),
  },
  { title: 'UrlCheck' },
)

export function showConfiguration({
  configuration,
  revision,
  health,
  statedLimit,
  held,
  heldSince,
}: ConfigurationRecord): Static<typeof configurationShape> {
  const { status } = configuration
  const disabled = status.state === 'disabled' ? status : null
  return {
    id: publicId('cfg', configuration.id),
    revision,
    name: configuration.name,
    url: configuration.url,
    events: [...configuration.events],
    productId: configuration.productId,
    version: configuration.version,
    state: disabled ? 'disabled' : 'active',
    ...(status.state === 'releasing' ? { releasing: true } : {}),
    disabledReason: disabled?.reason ?? null,
    disabledAt: showTimeOrNull(disabled?.at ?? null),
    disabledDetail: disabled?.detail ?? null,
    hottokInBody: configuration.hottokInBody,
    maxPerSecond: configuration.maxPerSecond,
    statedLimit:
      statedLimit.pausedUntil === null
        ? null
        : { pausedUntil: showTime(statedLimit.pausedUntil), perSecond: statedLimit.perSecond },
    usesNewHottok: configuration.usesNewHottok,
    ownHottok: configuration.hottok !== null,
    source: configuration.source,
    held,
    heldSince: showTimeOrNull(heldSince),
    health: {
      lastSuccessAt: showTimeOrNull(health.lastSuccessAt),
      failingSince: showTimeOrNull(health.failingSince),
      failures: health.failures,
    },
    createdAt: showTime(configuration.createdAt),
    updatedAt: showTime(configuration.updatedAt),
  }
}

export function showWarnings(repeats: readonly Repeat[]): Static<typeof warningsShape> {
  return repeats.map(({ id, name, events }) => ({
    code: 'repeats_configuration',
    detail: `“${name}” sends ${events.join(', ')} to the same URL: there each arrives twice.`,
    configurationId: publicId('cfg', id),
    configurationName: name,
    events: [...events],
  }))
}

export function showUrlCheck({ verdict, reason, steps }: UrlCheck): Static<typeof urlCheckShape> {
  return { verdict, reason: reason ? { ...reason } : null, steps: [...steps] }
}
