import type { OrderEvent } from './webhook.ts'

/**
 * Who may enter, decided from what happened and from nothing else. Pure: the same events give the same answer, however often
 * and in whatever order they arrived.
 *
 *   PURCHASE_APPROVED         access; a renewal is an order of its own, paid until its next charge
 *   PURCHASE_COMPLETE         the guarantee is over: access stays
 *   PURCHASE_DELAYED          a renewal was not paid: access for five more days
 *   PURCHASE_PROTEST          a refund was asked for, not given: access stays, with a mark
 *   PURCHASE_REFUNDED         no more access by this order, whatever else comes
 *   PURCHASE_CHARGEBACK       the same, and later orders of this person wait until somebody has had a look
 *   PURCHASE_CANCELED,
 *   PURCHASE_EXPIRED          no access by this order, unless it is paid after all
 *   all others                nothing: they are kept in the inbox
 */
export interface Grant {
  readonly order: string
  readonly email: string
  readonly name: string
  readonly course: string
  readonly state: 'active' | 'grace' | 'revoked'
  /** In a few words, for people. */
  readonly reason: string
  /** Milliseconds; null: for good. */
  readonly until: number | null
  readonly approvedAt: number | null
  readonly chargedBackAt: number | null
}

const graceMs = 5 * 24 * 3_600_000

/** What one order gives, after all that is known of it; null when it never gave anything. */
export function grantOf(events: readonly OrderEvent[]): Grant | null {
  // By when they were made, not by when they came.
  const inOrder = events.toSorted((a, b) => a.at - b.at)
  return inOrder.reduce(moneyGivenBack, inOrder.reduce(step, null))
}

function step(grant: Grant | null, event: OrderEvent): Grant | null {
  const { paidUntil: until } = event.purchase
  switch (event.event) {
    case 'PURCHASE_APPROVED':
      return become(grant, event, { state: 'active', reason: 'paid', until, approvedAt: event.at })
    case 'PURCHASE_COMPLETE':
      return become(grant, event, { state: 'active', reason: 'paid, guarantee over', until })
    case 'PURCHASE_DELAYED':
      // From the first failed charge: asking again does not give five days more.
      if (grant?.state === 'grace') return grant
      return become(grant, event, { state: 'grace', reason: 'payment late', until: event.at + graceMs })
    case 'PURCHASE_PROTEST':
      return grant && become(grant, event, { state: grant.state, reason: 'paid, refund asked for' })
    case 'PURCHASE_CANCELED':
    case 'PURCHASE_EXPIRED':
      return grant && become(grant, event, { state: 'revoked', reason: 'not paid' })
    default:
      return grant
  }
}

/** Has the last word, even if the approval was made later: an approval that is replayed must not open the door again. */
function moneyGivenBack(grant: Grant | null, event: OrderEvent): Grant | null {
  switch (event.event) {
    case 'PURCHASE_REFUNDED':
      return become(grant, event, { state: 'revoked', reason: grant?.chargedBackAt ? grant.reason : 'refunded' })
    case 'PURCHASE_CHARGEBACK':
      return become(grant, event, { state: 'revoked', reason: 'chargeback', chargedBackAt: event.at })
    default:
      return grant
  }
}

function become(
  grant: Grant | null,
  { purchase: { order, email, name, course } }: OrderEvent,
  change: Pick<Grant, 'state' | 'reason'> & Partial<Grant>,
): Grant {
  const nothingYet = { until: null, approvedAt: null, chargedBackAt: null }
  return { ...nothingYet, ...grant, order, email, name, course, ...change }
}

export interface Access {
  readonly course: string
  readonly access: 'yes' | 'grace' | 'review' | 'no'
  /** The order that decides. */
  readonly order: string
  readonly reason: string
  readonly until: number | null
}

/**
 * What a person may enter, one line for each course. A course is open if any order opens it: a refund of one does not close
 * what another paid for.
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
  if (state === 'revoked') return { access: 'no', order, reason, until: null }
  if (until !== null && until <= nowMs) return { access: 'no', order, reason: 'not renewed', until }
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
