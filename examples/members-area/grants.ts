import { type CourseRule, courseFor } from './courses.ts'
import type { PurchaseFact, SubscriptionFact } from './facts.ts'

/**
 * Decides access from the facts alone. Pure: the same facts give the same answer, no matter how often
 * and in which order they arrived.
 *
 *   PURCHASE_APPROVED          access; a renewal is a separate order, paid until its next charge
 *   PURCHASE_COMPLETE          the guarantee is over: access stays
 *   PURCHASE_DELAYED           a renewal was not paid: access for the days of grace
 *   PURCHASE_PROTEST           a refund was requested, not paid: access stays, with a mark (or is suspended, if so configured)
 *   PURCHASE_REFUNDED          this order never gives access again; after a partial refund access stays, with a mark
 *   PURCHASE_CHARGEBACK        no more access, and later orders of this person wait for a review
 *   PURCHASE_CANCELED,
 *   PURCHASE_EXPIRED           no access by this order, unless it is paid later
 *   SUBSCRIPTION_CANCELLATION  access until the end of the paid period, without days of grace
 *   SWITCH_PLAN                the course of the new plan instead
 *   UPDATE_SUBSCRIPTION_…      access until the new day of the next charge
 *   all others                 nothing: they are kept in the inbox
 */
export interface Grant {
  readonly order: string
  readonly email: string
  readonly name: string
  readonly course: string
  readonly subscription: string | null
  readonly state: 'active' | 'grace' | 'suspended' | 'revoked'
  readonly reason: Reason
  /** Milliseconds; null: without an end. */
  readonly until: number | null
  readonly approvedAt: number | null
  readonly chargedBackAt: number | null
}

/** A short reason for people. The page has it in three languages. */
export type Reason =
  | 'paid'
  | 'paid, guarantee over'
  | 'paid, refund asked for'
  | 'paid, partly refunded'
  | 'paid, subscription cancelled'
  | 'payment late'
  | 'not paid'
  | 'refunded'
  | 'chargeback'
  | 'subscription cancelled'
  | 'not renewed'
  | 'paid after a chargeback'

export interface Policy {
  readonly courses: readonly CourseRule[]
  /** Days of access after a failed charge. */
  readonly graceDays: number
  /** Whether access is suspended while a refund is requested. */
  readonly suspendOnProtest: boolean
}

export const usualPolicy: Policy = { courses: [], graceDays: 5, suspendOnProtest: false }

const day = 24 * 3_600_000

/** The grant of one order, from all facts about it and its subscription; null if the order never gave access. */
export function grantOf(
  purchases: readonly PurchaseFact[],
  ofSubscription: readonly SubscriptionFact[],
  policy: Policy,
): Grant | null {
  const inOrder = byTime(purchases)
  const begunAt = inOrder[0]?.at ?? 0
  const paid = inOrder.reduce<Grant | null>((grant, fact) => step(grant, fact, policy), null)
  // Facts about the subscription from before this order do not concern it.
  const since = byTime(ofSubscription).filter(({ at }) => at >= begunAt)
  const subscribed = since.reduce<Grant | null>((grant, fact) => grant && stepOfSubscription(grant, fact, policy), paid)
  return inOrder.reduce<Grant | null>((grant, fact) => moneyGivenBack(grant, fact, policy), subscribed)
}

/** By the time when they were made, not when they arrived. */
function byTime<Fact extends { readonly at: number }>(facts: readonly Fact[]): readonly Fact[] {
  return facts.toSorted((a, b) => a.at - b.at)
}

function step(grant: Grant | null, fact: PurchaseFact, policy: Policy): Grant | null {
  const { paidUntil: until, at } = fact
  if (fact.partly) return grant && become(grant, fact, policy, { state: grant.state, reason: 'paid, partly refunded' })
  switch (fact.event) {
    case 'PURCHASE_APPROVED':
      return become(grant, fact, policy, { state: 'active', reason: 'paid', until, approvedAt: at })
    case 'PURCHASE_COMPLETE':
      return become(grant, fact, policy, { state: 'active', reason: 'paid, guarantee over', until })
    case 'PURCHASE_DELAYED':
      // Counted from the first failed charge: a further one does not add days.
      if (grant?.state === 'grace') return grant
      return become(grant, fact, policy, {
        state: 'grace',
        reason: 'payment late',
        until: at + policy.graceDays * day,
      })
    case 'PURCHASE_PROTEST': {
      const state = policy.suspendOnProtest ? 'suspended' : grant?.state
      return grant && state ? become(grant, fact, policy, { state, reason: 'paid, refund asked for' }) : grant
    }
    case 'PURCHASE_CANCELED':
    case 'PURCHASE_EXPIRED':
      return grant && become(grant, fact, policy, { state: 'revoked', reason: 'not paid' })
    case 'PURCHASE_REFUNDED':
    case 'PURCHASE_CHARGEBACK':
      return grant // moneyGivenBack decides
  }
}

function stepOfSubscription(grant: Grant, fact: SubscriptionFact, { courses }: Policy): Grant {
  if (grant.state === 'revoked') return grant
  switch (fact.kind) {
    case 'switched':
      return { ...grant, course: courseFor(fact.product, courses) }
    case 'charge-moved':
      return grant.state === 'grace' || grant.until === null ? grant : { ...grant, until: fact.paidUntil }
    case 'cancelled':
      // The subscription was paid again after the cancellation, so it goes on.
      if ((grant.approvedAt ?? 0) > fact.at) return grant
      if (grant.state === 'grace') return { ...grant, state: 'revoked', reason: 'subscription cancelled', until: null }
      return {
        ...grant,
        reason: 'paid, subscription cancelled',
        until: grant.until ?? fact.paidUntil ?? fact.at,
      }
  }
}

/** Applied last, even to an approval that was made later: a replayed approval must not restore access. */
function moneyGivenBack(grant: Grant | null, fact: PurchaseFact, policy: Policy): Grant | null {
  if (fact.partly) return grant
  switch (fact.event) {
    case 'PURCHASE_REFUNDED': {
      const reason = grant?.chargedBackAt ? grant.reason : 'refunded'
      return become(grant, fact, policy, { state: 'revoked', reason })
    }
    case 'PURCHASE_CHARGEBACK':
      return become(grant, fact, policy, { state: 'revoked', reason: 'chargeback', chargedBackAt: fact.at })
    default:
      return grant
  }
}

function become(
  grant: Grant | null,
  { order, email, name, product, subscription }: PurchaseFact,
  { courses }: Policy,
  change: Pick<Grant, 'state' | 'reason'> & Partial<Grant>,
): Grant {
  const nothingYet = { until: null, approvedAt: null, chargedBackAt: null, course: courseFor(product, courses) }
  return { ...nothingYet, ...grant, order, email, name, subscription, ...change }
}

export interface Access {
  readonly course: string
  readonly access: 'yes' | 'grace' | 'review' | 'no'
  /** The order that decides the access. */
  readonly order: string
  readonly reason: Reason
  readonly until: number | null
}

/**
 * The access of a person, one line for each course. A course is open if any order opens it: a refund of one order does not
 * close a course that another order paid for.
 */
export function accessOf(grants: readonly Grant[], nowMs: number): readonly Access[] {
  const chargedBackAt = Math.min(...grants.map((grant) => grant.chargedBackAt ?? Number.POSITIVE_INFINITY))
  const courses = Map.groupBy(grants, (grant) => grant.course)
  return [...courses].map(([course, orders]) => {
    const judged = orders.map((grant) => ({ course, ...judge(grant, chargedBackAt, nowMs) }))
    return judged.toSorted(bestFirst)[0] as Access
  })
}

function judge(grant: Grant, chargedBackAt: number, nowMs: number): Omit<Access, 'course'> {
  const { order, state, reason, until, approvedAt } = grant
  if (state === 'revoked' || state === 'suspended') return { access: 'no', order, reason, until: null }
  if (until !== null && until <= nowMs) {
    const ended = reason === 'paid, subscription cancelled' ? 'subscription cancelled' : 'not renewed'
    return { access: 'no', order, reason: ended, until }
  }
  if (approvedAt !== null && approvedAt > chargedBackAt) {
    return { access: 'review', order, reason: 'paid after a chargeback', until }
  }
  return { access: state === 'active' ? 'yes' : 'grace', order, reason, until }
}

const ranks = { yes: 0, grace: 1, review: 2, no: 3 }

function bestFirst(a: Access, b: Access): number {
  const forGood = Number.POSITIVE_INFINITY
  return ranks[a.access] - ranks[b.access] || (b.until ?? forGood) - (a.until ?? forGood) || 0
}
