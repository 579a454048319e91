import { Type } from 'typebox'
import { outcomes, type Trigger } from '../../domain/delivery/attempt.ts'
import {
  type Attempt,
  actionKinds,
  cancelReasons,
  type Delivery,
  deliveryStates,
} from '../../domain/delivery/delivery.ts'
import type { Timings } from '../../domain/delivery/reply.ts'
import { hiddenHottok } from '../../domain/secrets/hottok.ts'
import { testInbox } from '../../domain/test-inbox.ts'
import { type Answer, answerText } from '../../domain/text/answer-text.ts'
import { requestHeaders, sendsHottokInBody, shownBodyText } from '../../engine/deliver/attempt.ts'
import type { DeliveryDetail } from '../../store/contract/history.ts'
import { publicId } from '../public-ids.ts'
import { showTime, showTimeOrNull } from '../times.ts'
import { eventId, eventName, id, nullable, oneOf, payloadVersion, type Static, time } from './base.ts'

const shownTriggers = ['automatic', 'manual', 'test'] as const

const deliveryProperties = {
  id: id('dlv'),
  eventId,
  configurationId: nullable(Type.String({ description: 'null: a test to a free URL.' })),
  url: nullable(
    Type.String({
      description: `Of a test to a free URL; ${testInbox}: the account's test inbox; null: that of the configuration.`,
    }),
  ),
  event: eventName,
  version: payloadVersion,
  productId: Type.Integer(),
  transaction: nullable(Type.String()),
  buyer: Type.Optional(
    nullable(Type.String({ description: 'E-mail of the buyer as the payload names it, masked. In lists only.' })),
  ),
  sequence: Type.Integer({
    description: 'Of the event among those of its transaction; postback-sequence on the wire.',
  }),
  hottokInBody: Type.Boolean({
    description:
      'Whether the body carries the verification token too, as the last attempt sent it; in version 1.0.0 always.',
  }),
  state: oneOf(deliveryStates),
  trigger: oneOf(shownTriggers),
  series: Type.Integer({ description: '1 is automatic, or the test; each Process again opens the next.' }),
  attemptCount: Type.Integer({ description: 'Attempts used in this series.' }),
  attemptsMax: Type.Integer({ description: 'In one series.' }),
  attemptsTotal: Type.Integer({ description: 'In all series.' }),
  status: nullable(
    Type.Integer({
      description: 'HTTP code of the last attempt; 408: not answered in time; -1: no connection; null: none yet.',
    }),
  ),
  outcome: nullable(oneOf(outcomes)),
  cause: nullable(
    Type.String({
      description:
        'Why there was no answer. Of an answer: malformed-head, cut-head or headers-too-large when its head could not be read in whole; its status still counts. null: there is nothing to say.',
    }),
  ),
  lastAttemptAt: nullable(time),
  nextAttemptAt: nullable(time),
  deliveredAt: nullable(time),
  cancelReason: nullable(oneOf(cancelReasons)),
  test: Type.Boolean(),
  stale: Type.Boolean({
    description: 'The event was older than what was known of its transaction, and sent on request.',
  }),
  createdAt: time,
}

export const deliveryShape = Type.Object(deliveryProperties, { title: 'Delivery' })

export const deliveryDetailShape = Type.Object(
  {
    ...deliveryProperties,
    payload: nullable(Type.String({ description: 'The exact body that is sent; a hottok in it is masked.' })),
    request: nullable(
      Type.Object({
        url: nullable(Type.String({ description: 'Where the last attempt went.' })),
        headers: Type.Record(Type.String(), Type.String(), {
          description: 'Of the last attempt; token and signature masked.',
        }),
      }),
    ),
    attempts: Type.Array(
      Type.Object(
        {
          series: Type.Integer(),
          number: Type.Integer({ description: 'Counts all attempts of the delivery.' }),
          inSeries: Type.Integer(),
          trigger: oneOf(shownTriggers),
          at: time,
          outcome: oneOf(outcomes),
          status: Type.Integer(),
          cause: deliveryProperties.cause,
          askedToWaitUntil: nullable(
            Type.String({
              format: 'date-time',
              description: 'Of a 429 or 503 with Retry-After: nothing is sent to the configuration until then.',
            }),
          ),
          counted: Type.Boolean({
            description:
              'Whether it used up one of the attempts of its series. A stated limit does not while the receiver takes other posts.',
          }),
          durationMs: Type.Number(),
          timings: Type.Object({
            dnsMs: Type.Optional(Type.Number()),
            connectMs: Type.Optional(Type.Number()),
            tlsMs: Type.Optional(Type.Number()),
            firstByteMs: Type.Optional(Type.Number()),
            bodyMs: Type.Optional(Type.Number()),
            totalMs: Type.Number(),
            reusedConnection: Type.Boolean(),
          }),
          url: Type.String(),
          response: nullable(
            Type.Object({
              headers: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
              body: Type.String(),
              encoding: oneOf(['utf-8', 'base64'], {
                description: 'utf-8: body is text, converted from its own character set. base64: it is not text.',
              }),
              truncated: Type.Boolean({ description: 'Whether only the beginning was kept.' }),
            }),
          ),
          late: Type.Boolean({
            description: 'Another outcome of the same number was recorded before; kept as evidence.',
          }),
        },
        { title: 'Attempt' },
      ),
    ),
    actions: Type.Array(
      Type.Object({
        at: time,
        by: Type.String(),
        kind: oneOf(actionKinds),
        detail: nullable(Type.String()),
      }),
    ),
    warning: nullable(
      Type.Object({
        status: Type.String({ description: 'What has since become of the transaction.' }),
        detail: Type.String({ description: 'Why sending this again would be wrong.' }),
      }),
    ),
    overtaken: Type.Boolean({
      description: 'A later event of the same transaction went, or is going, to the same place.',
    }),
  },
  { title: 'DeliveryDetail' },
)

/** For *Process again*, of one delivery and of many. */
export const hottokInBodyChoice = oneOf(['as-before', 'as-configured'], {
  description:
    'Whether the body carries the verification token too. as-before (the default): as in the attempts before, at first as when the event matched. as-configured: as the configuration says at each attempt of the series.',
})

export const countShape = Type.Object({
  count: Type.Integer(),
  exact: Type.Boolean({ description: 'false: there are more than that.' }),
})

export function showDelivery(delivery: Delivery, attemptsMax: number): Static<typeof deliveryShape> {
  return {
    id: publicId('dlv', delivery.id),
    eventId: delivery.eventId,
    configurationId: delivery.configurationId && publicId('cfg', delivery.configurationId),
    url: delivery.freeUrl,
    event: delivery.event,
    version: delivery.version,
    productId: delivery.productId,
    transaction: delivery.transaction,
    sequence: delivery.sequence,
    hottokInBody: sendsHottokInBody(delivery),
    state: delivery.state,
    trigger: showTrigger(delivery.trigger),
    series: delivery.series,
    attemptCount: delivery.attempts,
    attemptsMax,
    attemptsTotal: delivery.attemptsTotal,
    status: delivery.lastStatus,
    outcome: delivery.lastOutcome,
    cause: delivery.lastCause,
    lastAttemptAt: showTimeOrNull(delivery.lastAttemptAt),
    nextAttemptAt: showTimeOrNull(delivery.dueAt),
    deliveredAt: showTimeOrNull(delivery.deliveredAt),
    cancelReason: delivery.cancelReason,
    test: delivery.test,
    stale: delivery.stale,
    createdAt: showTime(delivery.createdAt),
  }
}

/** The attempts show that a test is sent twice, so the history needs no second word for it. */
function showTrigger(trigger: Trigger): (typeof shownTriggers)[number] {
  return trigger === 'test-twice' ? 'test' : trigger
}

export function showDeliveryDetail(
  detail: DeliveryDetail,
  about: { attemptsMax: number; userAgent: string },
): Static<typeof deliveryDetailShape> {
  const { delivery, body, attempts, revokedSince } = detail
  const last = attempts.findLast((attempt) => !attempt.late)
  return {
    ...showDelivery(delivery, about.attemptsMax),
    payload: body && shownBodyText(delivery, body),
    request: body && {
      url: last?.url ?? delivery.freeUrl,
      headers: requestHeaders(delivery, body, {
        hottok: hiddenHottok,
        signature: `v1,${hiddenHottok}`,
        userAgent: about.userAgent,
        attempt: last?.number ?? 1,
        at: last?.at ?? delivery.createdAt,
      }),
    },
    attempts: attempts.map(showAttempt),
    actions: detail.actions.map((action) => ({ ...action, at: showTime(action.at) })),
    warning: revokedSince === null ? null : { status: revokedSince, detail: warningFor(revokedSince) },
    overtaken: detail.overtaken,
  }
}

function showAttempt(attempt: Attempt): Static<typeof deliveryDetailShape>['attempts'][number] {
  const answered = attempt.outcome === 'delivered' || attempt.outcome === 'rejected'
  return {
    series: attempt.series,
    number: attempt.number,
    inSeries: attempt.inSeries,
    trigger: showTrigger(attempt.trigger),
    at: showTime(attempt.at),
    outcome: attempt.outcome,
    status: attempt.status,
    cause: attempt.cause,
    askedToWaitUntil: showTimeOrNull(attempt.askedUntil),
    counted: attempt.counted,
    durationMs: tenths(attempt.timings.totalMs),
    timings: showTimings(attempt.timings),
    url: attempt.url,
    response: answered
      ? {
          headers: attempt.responseHeaders.map(([name, value]) => ({ name, value })),
          ...showBody({
            headers: attempt.responseHeaders,
            body: attempt.responseBody,
            truncated: attempt.responseTruncated,
          }),
          truncated: attempt.responseTruncated,
        }
      : null,
    late: attempt.late,
  }
}

function showTimings(timings: Timings): Timings {
  const rounded = Object.entries(timings).map(([name, value]) => [
    name,
    typeof value === 'number' ? tenths(value) : value,
  ])
  return Object.fromEntries(rounded) as Timings
}

/** Text in its own character set if it is text; else base64. */
export function showBody(answer: Answer): { body: string; encoding: 'utf-8' | 'base64' } {
  const text = answerText(answer)
  return text === null
    ? { body: Buffer.from(answer.body).toString('base64'), encoding: 'base64' }
    : { body: text, encoding: 'utf-8' }
}

function warningFor(status: string): string {
  return `The transaction is ${status} now. Processing this again could give access back to somebody who has lost it.`
}

export function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}
