import { blamesUrl, classify, type Outcome } from '../../domain/delivery/attempt.ts'
import type { Delivery } from '../../domain/delivery/delivery.ts'
import type { Reply } from '../../domain/delivery/reply.ts'
import { type NextMove, nextMove, parseRetryAfter, type RetrySchedule } from '../../domain/delivery/retry-schedule.ts'
import { askedToWaitUntil } from '../../domain/delivery/stated-limit.ts'
import { carriesHottok, hasHottokInBody, spliceHiddenHottok, spliceHottok } from '../../domain/secrets/hottok.ts'
import { maskAnswer, SoughtSecret } from '../../domain/secrets/mask-secrets.ts'
import { sign, signaturesIn } from '../../domain/secrets/signature.ts'
import type { Body } from '../../store/contract/ledger.ts'
import type { AttemptOutcome, Claim } from '../../store/contract/work.ts'
import type { SendRequest } from '../send/send.ts'
import type { Target } from './targets.ts'

/** Builds the request of an attempt, and reads the reply. The I/O in between is in send.ts, the consequences in deliver.ts. */

/** The claim with `hottokInBody` as this attempt sends it: a manual series may read it from the configuration each time. */
export function asConfigured(claim: Claim, target: Pick<Target, 'hottokInBody'>): Claim {
  const { delivery } = claim
  if (!delivery.hottokAsConfigured) return claim
  return { ...claim, delivery: { ...delivery, hottokInBody: hasHottokInBody(delivery.event, target) } }
}

/**
 * The bytes sent are the bytes stored, except for the hottok in a body that carries it. The signature covers the bytes sent.
 * @param at milliseconds: when this attempt begins
 */
export function buildRequest(claim: Claim, target: Target, userAgent: string, at: number): SendRequest {
  const { delivery, body } = claim
  const hottok = target.hottok(at).text
  const text = bodyText(delivery, body, hottok)
  const signed = sign(target.keys(at), delivery.eventId, Math.floor(at / 1000), text)
  return {
    url: target.url,
    headers: requestHeaders(delivery, body, {
      hottok,
      signature: signed.header,
      userAgent,
      attempt: delivery.attemptsTotal + 1,
      at,
    }),
    body: signed.body,
  }
}

function bodyText(delivery: Delivery, body: Body, hottok: string): string {
  const { hottokAt } = body
  return sendsHottokInBody(delivery) && hottokAt !== null ? spliceHottok({ ...body, hottokAt }, hottok) : body.text
}

/** The body as people see it: the bytes that are sent, with a mask in place of the token. */
export function shownBodyText(delivery: Delivery, body: Body): string {
  const { hottokAt } = body
  return sendsHottokInBody(delivery) && hottokAt !== null ? spliceHiddenHottok({ ...body, hottokAt }) : body.text
}

/** Whether the body carries the token, besides the header. */
export function sendsHottokInBody(delivery: Delivery): boolean {
  return delivery.withHottok && carriesHottok(delivery)
}

/** The headers of one attempt. The history shows the same ones, with token and signature masked. */
export function requestHeaders(
  delivery: Delivery,
  body: Body,
  parts: { hottok: string; signature: string; userAgent: string; attempt: number; at: number },
): Record<string, string> {
  return {
    // Firewalls with the OWASP rules refuse requests without it.
    accept: '*/*',
    'content-type': body.contentType,
    'user-agent': parts.userAgent,
    ...(delivery.withHottok ? { 'x-hotmart-hottok': parts.hottok } : {}),
    'webhook-id': delivery.eventId,
    'webhook-timestamp': String(Math.floor(parts.at / 1000)),
    'webhook-signature': parts.signature,
    'postback-attempt': String(parts.attempt),
    'postback-sequence': String(delivery.sequence),
    ...(delivery.test ? { 'postback-test': 'true' } : {}),
  }
}

/**
 * The secrets to mask in the answer. The token is one of them even if it was not sent: a receiver may answer a request without
 * it with the token that it expected.
 */
export function secretsOf({ headers }: SendRequest, target: Target, at: number): readonly SoughtSecret[] {
  const signatures = signaturesIn(headers['webhook-signature'] ?? '')
  return [target.hottok(at).sought, ...signatures.map((signature) => new SoughtSecret(signature))]
}

/** The result of an attempt, and what happens next. Pure: time and chance come in as arguments. */
export function concludeAttempt(input: {
  claim: Claim
  /** As people see it: the token in it is masked. */
  url: string
  reply: Reply
  /** They are masked in the recorded answer, since a receiver may repeat what it was sent. */
  secrets: readonly SoughtSecret[]
  /** When the attempt began. */
  at: number
  schedule: RetrySchedule
  /** When its reply was complete: waits begin here. */
  now: number
  random: number
  /** The pace of the lane after a pause until that moment. */
  perSecondAfter: (until: number) => number
}): AttemptOutcome {
  const { delivery } = input.claim
  const { outcome, status, cause } = classify(input.reply)
  const response = input.reply.kind === 'answered' ? input.reply : null
  const masked = response && maskAnswer(response, input.secrets)
  const retryAfter = response?.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1]
  const retryAfterMs = parseRetryAfter(retryAfter, input.now)
  const askedUntil = askedToWaitUntil({ outcome, status }, retryAfterMs, input.now)
  const attempt: AttemptOutcome['attempt'] = {
    number: delivery.attemptsTotal + 1,
    series: delivery.series,
    inSeries: delivery.attempts + 1,
    trigger: delivery.trigger,
    at: input.at,
    outcome,
    status,
    cause,
    askedUntil,
    timings: input.reply.timings,
    url: input.url,
    responseHeaders: masked?.headers ?? [],
    responseBody: masked?.body ?? new Uint8Array(),
    responseTruncated: response?.bodyTruncated ?? false,
  }
  const next: NextMove = answerCountsAsLost(delivery, outcome)
    ? { kind: 'retry', dueAt: input.now }
    : nextMove({
        outcome,
        attempts: delivery.attempts + 1,
        schedule: input.schedule,
        retryAfterMs,
        now: input.now,
        random: input.random,
      })
  return {
    delivery,
    attempt,
    next,
    blamesUrl: blamesUrl({ outcome, status, cause }),
    // For health and figures. Whether the attempt is used up is another question, which the commit decides (`refusalCounts`).
    counts: !delivery.test && delivery.trigger === 'automatic',
    // The lane of tests has many receivers: a limit of one of them says nothing about the others.
    statedLimit:
      askedUntil === null || delivery.test
        ? null
        : { pausedUntil: askedUntil, perSecond: input.perSecondAfter(askedUntil) },
  }
}

/** In a test of duplicates the first 2xx counts as lost: the retry is due at once, without the wait for a time-out. */
function answerCountsAsLost(delivery: Delivery, outcome: Outcome): boolean {
  return delivery.trigger === 'test-twice' && delivery.attempts === 0 && outcome === 'delivered'
}

const overloadStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504])
const slowMs = 5_000

/** Whether the receiver should get fewer attempts at once: it was slow or did not answer. Most rejections are no sign of load. */
export function looksOverloaded(attempt: Pick<AttemptOutcome['attempt'], 'outcome' | 'status' | 'timings'>): boolean {
  if (attempt.outcome === 'delivered') return attempt.timings.totalMs > slowMs
  return attempt.outcome !== 'rejected' || overloadStatuses.has(attempt.status)
}
