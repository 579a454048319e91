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

/** Builds what is sent, and reads what came back. The I/O between the two is in send.ts; what follows from it in deliver.ts. */

export interface Wire {
  readonly userAgent: string
}

/** The claim as this attempt sends it: a series can have been asked to follow its configuration in where the token stands. */
export function asConfigured(claim: Claim, target: Pick<Target, 'hottokInBody'>): Claim {
  const { delivery } = claim
  if (!delivery.hottokAsConfigured) return claim
  return { ...claim, delivery: { ...delivery, hottokInBody: hasHottokInBody(delivery.event, target) } }
}

/**
 * The bytes sent are the bytes stored, save the hottok where a body carries it. The signature covers what is sent.
 * @param now milliseconds: the time of this attempt
 */
export function buildRequest(claim: Claim, target: Target, wire: Wire, now: number): SendRequest {
  const { delivery, body } = claim
  const hottok = target.hottok(now).text
  const text = bodyText(delivery, body, hottok)
  const signed = sign(target.keys(now), delivery.eventId, Math.floor(now / 1000), text)
  return {
    url: target.url,
    headers: requestHeaders(delivery, body, {
      hottok,
      signature: signed.header,
      userAgent: wire.userAgent,
      attempt: delivery.attemptsTotal + 1,
      now,
    }),
    body: signed.body,
  }
}

function bodyText(delivery: Delivery, body: Body, hottok: string): string {
  const { hottokAt } = body
  return sendsHottokIn(delivery) && hottokAt !== null ? spliceHottok({ ...body, hottokAt }, hottok) : body.text
}

/** The body as people see it: the bytes that are sent, but for the token. */
export function shownBodyText(delivery: Delivery, body: Body): string {
  const { hottokAt } = body
  return sendsHottokIn(delivery) && hottokAt !== null ? spliceHiddenHottok({ ...body, hottokAt }) : body.text
}

/** Whether the body carries the token too. */
export function sendsHottokIn(delivery: Delivery): boolean {
  return delivery.withHottok && carriesHottok(delivery)
}

/** The headers of one attempt; the history shows the same ones, with token and signature masked. */
export function requestHeaders(
  delivery: Delivery,
  body: Body,
  parts: { hottok: string; signature: string; userAgent: string; attempt: number; now: number },
): Record<string, string> {
  return {
    // Firewalls with the OWASP rules refuse requests without it.
    accept: '*/*',
    'content-type': body.contentType,
    'user-agent': parts.userAgent,
    ...(delivery.withHottok ? { 'x-hotmart-hottok': parts.hottok } : {}),
    'webhook-id': delivery.eventId,
    'webhook-timestamp': String(Math.floor(parts.now / 1000)),
    'webhook-signature': parts.signature,
    'postback-attempt': String(parts.attempt),
    'postback-sequence': String(delivery.sequence),
    ...(delivery.test ? { 'postback-test': 'true' } : {}),
  }
}

/**
 * What the request tells its receiver only. The token is among it even where it was not sent: a receiver that misses it may say
 * which one it wanted.
 */
export function secretsOf({ headers }: SendRequest, target: Target, now: number): readonly SoughtSecret[] {
  const signatures = signaturesIn(headers['webhook-signature'] ?? '')
  return [target.hottok(now).sought, ...signatures.map((signature) => new SoughtSecret(signature))]
}

/** What an attempt came to, and what happens next: pure, given time and chance. */
export function concludeAttempt(input: {
  claim: Claim
  /** As people see it. */
  url: string
  reply: Reply
  /** Masked wherever the receiver repeats them, before anything is recorded. */
  secrets: readonly SoughtSecret[]
  at: number
  schedule: RetrySchedule
  now: number
  random: number
  /** The pace of the lane if its receiver asks to wait until then. */
  perSecondAfter: (until: number) => number
}): AttemptOutcome {
  const { delivery } = input.claim
  const { outcome, status, cause } = classify(input.reply)
  const response = input.reply.kind === 'answered' ? input.reply : null
  const kept = response && maskAnswer(response, input.secrets)
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
    responseHeaders: kept?.headers ?? [],
    responseBody: kept?.body ?? new Uint8Array(),
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
    counts: !delivery.test && delivery.trigger === 'automatic',
    // Tests have a lane of their own, whose receivers are many: a limit of one of them says nothing of the others.
    statedLimit:
      askedUntil === null || delivery.test
        ? null
        : { pausedUntil: askedUntil, perSecond: input.perSecondAfter(askedUntil) },
  }
}

/** A test of duplicates: what would happen if the receiver's first yes had not reached us, save that nobody waits for it. */
function answerCountsAsLost(delivery: Delivery, outcome: Outcome): boolean {
  return delivery.trigger === 'test-twice' && delivery.attempts === 0 && outcome === 'delivered'
}

const overloadStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504])
const slowMs = 5_000

/** Whether the receiver would rather be asked by fewer at once. */
export function looksOverloaded(attempt: Pick<AttemptOutcome['attempt'], 'outcome' | 'status' | 'timings'>): boolean {
  if (attempt.outcome === 'delivered') return attempt.timings.totalMs > slowMs
  return attempt.outcome !== 'rejected' || overloadStatuses.has(attempt.status)
}
