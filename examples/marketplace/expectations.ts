import type { Configuration, Delivery, LegacyPostDetail } from '@postback/sdk'
import type { Reported, Student } from './calls.ts'
import { formerHottok, legacyPosts } from './legacy-posts.ts'
import { sales, studentsInTheEnd } from './sales.ts'
import { affiliate, type ConfigurationKey, configurations, type WantedConfiguration } from './school.ts'

/** What is known when all sales have been reported. */
export interface Outcome {
  readonly reported: Reported
  readonly deliveries: readonly Delivery[]
  readonly configurations: Readonly<Record<ConfigurationKey, Configuration>>
  readonly students: readonly Student[]
  /** The post that was processed again by hand; null if none had failed. */
  readonly resentId: string | null
  /** The status with which the members' area answered a guessed token. */
  readonly forgedStatus: number
  /** All legacy posts, and the one that was processed again. */
  readonly legacy: { readonly posts: readonly LegacyPostDetail[]; readonly resentId: string | null }
  /** Every payload that the affiliate was sent. */
  readonly affiliatePayloads: readonly (string | null)[]
}

/** The state in which every post to a configuration must end. */
const endings: Readonly<Record<ConfigurationKey, 'delivered' | 'failed' | 'held'>> = {
  access: 'delivered',
  recovery: 'delivered',
  invoices: 'failed',
  oldSite: 'held',
  mailing: 'held',
  panel: 'delivered',
}

/** A sentence for each result that is not as expected. */
export function disappointments(outcome: Outcome): readonly string[] {
  return [
    ...wrongPosts(outcome),
    ...wrongStudents(outcome.students),
    ...wrongConfigurations(outcome.configurations),
    ...wrongLegacyPosts(outcome.legacy),
    ...wrongRest(outcome),
  ]
}

interface Expected {
  readonly key: ConfigurationKey
  readonly transaction: string
  readonly event: string
}

function expectedPosts(): readonly Expected[] {
  const all = Object.entries(configurations) as [ConfigurationKey, WantedConfiguration][]
  return all.flatMap(([key, wanted]) =>
    sales
      .filter(({ product }) => !wanted.product || wanted.product === product)
      .filter(({ throughAffiliate }) => wanted.accountId !== affiliate.id || throughAffiliate)
      .flatMap(({ transaction, steps }) =>
        steps
          .filter(({ isRepetition, event }) => !isRepetition && wanted.events.includes(event))
          // A payment slip consists of buyer data, which this affiliate may not see.
          .filter(({ event }) => wanted.accountId !== affiliate.id || event !== 'PURCHASE_BILLET_PRINTED')
          .map(({ event }) => ({ key, transaction, event })),
      ),
  )
}

function wrongPosts({ deliveries, configurations: saved, resentId }: Outcome): string[] {
  const wrong: string[] = []
  const left = deliveries.filter(({ test }) => !test)
  for (const { key, transaction, event } of expectedPosts()) {
    const { id, name } = saved[key]
    const i = left.findIndex((it) => it.configurationId === id && it.transaction === transaction && it.event === event)
    const [post] = i < 0 ? [] : left.splice(i, 1)
    const what = `${name}: ${event} of ${transaction}`
    if (!post) wrong.push(`${what} never became a post.`)
    else if (post.id === resentId) {
      if (post.state !== 'delivered' || post.series !== 2 || post.attemptsTotal !== post.attemptsMax + 1) {
        wrong.push(`${what} should be delivered at the first try of its second series, but is ${inShort(post)}.`)
      }
    } else if (post.state !== endings[key]) wrong.push(`${what} should be ${endings[key]}, but is ${inShort(post)}.`)
    else if (post.state === 'failed' && post.attemptCount !== post.attemptsMax) {
      wrong.push(`${what} should have been tried ${post.attemptsMax} times, but is ${inShort(post)}.`)
    }
  }
  for (const post of left) wrong.push(`Unexpected: ${post.event} of ${post.transaction} (${post.id}).`)
  return wrong
}

function inShort({ state, status, attemptCount, attemptsMax, series }: Delivery): string {
  return `${state} (HTTP ${status ?? '–'}, try ${attemptCount}/${attemptsMax} of series ${series})`
}

function wrongStudents(students: readonly Student[]): string[] {
  const wrong: string[] = []
  const found = new Map(
    students.flatMap(({ email, courses }) => courses.map(({ course, access }) => [`${email}: ${course}`, access])),
  )
  for (const { email, course, access } of studentsInTheEnd) {
    const actual = found.get(`${email}: ${course}`) ?? 'unknown'
    if (actual !== access) wrong.push(`Access of ${email} to ${course} should be “${access}”, but is “${actual}”.`)
    found.delete(`${email}: ${course}`)
  }
  for (const unexpected of found.keys()) wrong.push(`Unexpected student: ${unexpected}.`)
  return wrong
}

function wrongConfigurations(saved: Outcome['configurations']): string[] {
  const wrong: string[] = []
  for (const [key, { name, state, disabledReason }] of Object.entries(saved)) {
    const shouldBe = endings[key as ConfigurationKey] === 'held' ? 'disabled' : 'active'
    if (state !== shouldBe)
      wrong.push(`${name} should be ${shouldBe}, but is ${state} (${disabledReason ?? 'no reason'}).`)
  }
  return wrong
}

function wrongLegacyPosts({ posts, resentId }: Outcome['legacy']): string[] {
  const wrong: string[] = []
  const wanted = legacyPosts({ membersArea: '', otherSystems: '' }, 0).length
  if (posts.length !== wanted)
    wrong.push(`${wanted} posts of the earlier tool were imported, but ${posts.length} exist.`)
  if (JSON.stringify(posts).includes(formerHottok)) wrong.push('A post of the earlier tool still holds its token.')
  const resent = posts.find(({ id }) => id === resentId)
  if (resent?.state !== 'sent' || resent.processedAgain.length !== 1) {
    wrong.push(`The resent post of the earlier tool should be sent, but is ${resent?.state ?? 'missing'}.`)
  }
  return wrong
}

function wrongRest({ reported, deliveries, resentId, forgedStatus, affiliatePayloads }: Outcome): string[] {
  const steps = sales.flatMap((sale) => sale.steps)
  const events = steps.filter(({ isRepetition }) => !isRepetition).length
  const tests = deliveries.filter(({ test }) => test)
  const buyers = sales.flatMap(({ buyer }) => [buyer.email, buyer.name])
  const wrong: string[] = []
  if (reported.reports !== steps.length || reported.events !== events) {
    wrong.push(`${steps.length} reports should make ${events} events, but ${reported.reports} made ${reported.events}.`)
  }
  if (tests.length !== 1 || tests[0]?.state !== 'delivered') wrong.push('There should be one test, delivered.')
  if (resentId === null) wrong.push('No post had failed, so none could be processed again.')
  if (forgedStatus !== 401)
    wrong.push(`A forged post should be refused with 401, but was answered with ${forgedStatus}.`)
  if (affiliatePayloads.length === 0) wrong.push('The affiliate should have been sent something.')
  if (affiliatePayloads.some((payload) => buyers.some((text) => payload?.includes(text)))) {
    wrong.push('The affiliate was sent data of a buyer.')
  }
  return wrong
}
