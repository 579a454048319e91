import type { Logger } from 'pino'
import type { ConfigurationId } from '../domain/ids.ts'
import { publicId } from '../domain/public-ids.ts'
import type { Observer } from './observer.ts'

/**
 * One wide line per attempt, with every id and the decision on it, so that one line answers a question. No payload, no secret,
 * no buyer data, and of a URL only the host. Ids are those of the API, so that what stands here can be looked up there.
 */
export function attemptLog(log: Logger): Omit<Observer, 'moved' | 'replayed'> {
  return {
    accepted({ transaction, event, result }) {
      // Of what the platform believes to have reported and nobody will ever get, there must be a trace.
      if (result === 'stale')
        log.info({ transaction, event: event || undefined }, 'stale update: older than what is known')
    },
    attempted({ delivery, attempt, next, host, counted, slowed, laneLimit }) {
      log.info(
        {
          account: delivery.accountId,
          configuration: configurationOf(delivery.configurationId),
          event: delivery.event,
          eventId: delivery.eventId,
          delivery: publicId('dlv', delivery.id),
          transaction: delivery.transaction,
          sequence: delivery.sequence,
          test: delivery.test,
          series: attempt.series,
          attempt: attempt.inSeries,
          attemptInAll: attempt.number,
          trigger: attempt.trigger,
          host,
          outcome: attempt.outcome,
          status: attempt.status,
          cause: attempt.cause,
          durationMs: Math.round(attempt.timings.totalMs),
          dnsMs: rounded(attempt.timings.dnsMs),
          connectMs: rounded(attempt.timings.connectMs),
          tlsMs: rounded(attempt.timings.tlsMs),
          firstByteMs: rounded(attempt.timings.firstByteMs),
          answerBytes: attempt.responseBody.byteLength,
          askedToWaitUntil: attempt.askedUntil === null ? undefined : new Date(attempt.askedUntil).toISOString(),
          counted: counted ? undefined : false,
          slowed: slowed ?? undefined,
          laneLimit,
          next: next.kind,
          nextAt: next.kind === 'retry' ? new Date(next.dueAt).toISOString() : undefined,
        },
        'attempt',
      )
    },
    legacyAttempted({ post, result, by, host }) {
      log.info(
        {
          account: post.accountId,
          legacyPost: post.id,
          event: post.event,
          transaction: post.transaction,
          by,
          host,
          outcome: result.outcome,
          status: result.status,
          cause: result.cause,
          durationMs: Math.round(result.timings.totalMs),
          answerBytes: result.responseBody.byteLength,
        },
        'attempt at a legacy post',
      )
    },
    cutOff({ id, accountId, configurationId, eventId, transaction }) {
      log.warn(
        {
          account: accountId,
          configuration: configurationOf(configurationId),
          eventId,
          delivery: publicId('dlv', id),
          transaction,
        },
        'attempt cut off: the process stops. It uses up none, and is made again after the next start',
      )
    },
    legacyCutOff({ id, accountId, transaction }) {
      log.warn(
        { account: accountId, legacyPost: id, transaction },
        'attempt at a legacy post cut off: the process stops. The next start gives the post back',
      )
    },
    disabled({ id, accountId, reason }) {
      log.warn({ configuration: publicId('cfg', id), account: accountId, reason }, 'configuration disabled')
    },
    trouble(what, error) {
      log.error({ what, err: error }, `trouble: ${what}`)
    },
  }
}

/** null: a test to a free URL. */
function configurationOf(id: ConfigurationId | null): string | null {
  return id === null ? null : publicId('cfg', id)
}

function rounded(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Math.round(milliseconds)
}
