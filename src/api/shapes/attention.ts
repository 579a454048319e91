import { Type } from 'typebox'
import { disabledReasons } from '../../domain/configuration.ts'
import { outcomes } from '../../domain/delivery/attempt.ts'
import { type AttentionCard, attentionKinds, type NeedsAttention } from '../../services/attention.ts'
import type { FailureGroup } from '../../store/contract/failures.ts'
import { publicId } from '../public-ids.ts'
import { showTime, showTimeOrNull } from '../times.ts'
import { eventName, id, nullable, oneOf, type Static, time } from './base.ts'

const postsShape = Type.Object(
  {
    failed: Type.Integer({ description: 'They have used up their attempts.' }),
    retrying: Type.Integer({ description: 'They wait for their next attempt.' }),
    underWay: Type.Integer({ description: 'Their attempt is under way or due.' }),
    toTry: nullable(
      Type.String({ description: 'The newest failed one whose sale was not refunded or disputed since.' }),
    ),
    latest: Type.Integer({
      description:
        'Of those that failed or wait: the latest of each sale, without what was refunded or disputed since. As many as a replay in the mode latest sends.',
    }),
    revoked: Type.Integer({ description: 'Refunded or disputed since.' }),
    latestRevoked: Type.Integer({ description: 'How many of the revoked are the latest of their sale.' }),
    revokedPosts: Type.Array(
      Type.Object({
        id: id('dlv'),
        event: eventName,
        transaction: nullable(Type.String()),
        status: Type.String({ description: 'What the transaction is now.' }),
      }),
      { description: 'The newest of the revoked, at most 20.' },
    ),
    allChecked: Type.Boolean({ description: 'false: the counts of latest and revoked are of the newest posts only.' }),
  },
  { title: 'AttentionPosts' },
)

const cardShape = Type.Object(
  {
    kind: Type.Unsafe<AttentionCard['kind']>({
      ...oneOf(attentionKinds),
      description:
        'failed: posts used up their attempts. disabled: by a fault. failing: nothing arrived since the first failure, and no post has used up its attempts. slowed: the receiver asked to wait. held: disabled by hand, with posts held.',
    }),
    configuration: Type.Object({
      id: id('cfg'),
      name: Type.String(),
      url: Type.String(),
      events: Type.Array(eventName),
      lastSuccessAt: nullable(time),
    }),
    since: nullable(
      Type.String({
        format: 'date-time',
        description: 'When the oldest of the posts came, it was disabled, or it began to fail.',
      }),
    ),
    answer: nullable(
      Type.Object(
        {
          status: nullable(Type.Integer({ description: 'HTTP code; 408: not answered in time; -1: no connection.' })),
          outcome: nullable(oneOf(outcomes)),
          cause: nullable(Type.String()),
          text: nullable(Type.String({ description: 'The beginning; null: it is no text, or empty.' })),
        },
        { description: 'To the newest of the posts.' },
      ),
    ),
    posts: nullable(postsShape),
    held: nullable(
      Type.Object({
        count: Type.Integer(),
        until: nullable(Type.String({ format: 'date-time', description: 'When the oldest of them is cancelled.' })),
      }),
    ),
    disabledReason: nullable(oneOf(disabledReasons)),
    pausedUntil: nullable(time),
  },
  { title: 'AttentionCard' },
)

export const attentionShape = Type.Object(
  {
    data: Type.Array(cardShape, { description: 'One for each cause, the most urgent first. Empty: all is well.' }),
    failedByHour: Type.Array(Type.Object({ at: time, failed: Type.Integer() }), {
      description: 'Failed posts of the last 7 days by the hour in which they came; hours without one are missing.',
    }),
    exact: Type.Boolean({
      description: 'false: there was more than could be looked at, so every count is "at least".',
    }),
  },
  { title: 'Attention' },
)

const dayMs = 86_400_000

export function showAttention(
  { cards, failedByHour, exact }: NeedsAttention,
  historyDays: number,
): Static<typeof attentionShape> {
  return {
    data: cards.map((card) => showCard(card, historyDays)),
    failedByHour: failedByHour.map(({ hour, failed }) => ({ at: showTime(hour), failed })),
    exact,
  }
}

function showCard(card: AttentionCard, historyDays: number): Static<typeof cardShape> {
  const { kind, record, since, group, answerText, disabledReason, pausedUntil } = card
  const { configuration, health, held, heldSince } = record
  return {
    kind,
    configuration: {
      id: publicId('cfg', configuration.id),
      name: configuration.name,
      url: configuration.url,
      events: [...configuration.events],
      lastSuccessAt: showTimeOrNull(health.lastSuccessAt),
    },
    since: showTimeOrNull(since),
    answer: group && {
      status: group.status,
      outcome: group.newest.lastOutcome,
      cause: group.newest.lastCause,
      text: answerText,
    },
    posts: group && showPosts(group),
    held: held === 0 ? null : { count: held, until: showTimeOrNull(heldSince && heldSince + historyDays * dayMs) },
    disabledReason,
    pausedUntil: showTimeOrNull(pausedUntil),
  }
}

function showPosts(group: FailureGroup): Static<typeof postsShape> {
  const { failed, retrying, underWay, toTry, latest, revoked, latestRevoked, revokedPosts, allChecked } = group
  return {
    failed,
    retrying,
    underWay,
    toTry: toTry && publicId('dlv', toTry),
    latest,
    revoked,
    latestRevoked,
    revokedPosts: revokedPosts.map(({ delivery, status }) => ({
      id: publicId('dlv', delivery.id),
      event: delivery.event,
      transaction: delivery.transaction,
      status,
    })),
    allChecked,
  }
}
