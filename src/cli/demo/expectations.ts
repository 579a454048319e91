import type { LegacyPostDetail } from '../../../sdk/src/index.ts'
import type { PurchaseStatus } from '../../domain/payload/status.ts'
import type { Configuration, Delivery } from './api.ts'
import type { Played, Student } from './play.ts'
import { formerHottok, postsFromBefore } from './posts-from-before.ts'
import { affiliate, type ConfigurationKey, configurations, type WantedConfiguration } from './school.ts'
import { stories, studentsInTheEnd } from './stories.ts'

/** What is known when everything has been played. */
export interface Outcome {
  readonly played: Played
  readonly deliveries: readonly Delivery[]
  readonly configurations: Readonly<Record<ConfigurationKey, Configuration>>
  readonly students: readonly Student[]
  /** Processed again by hand; null if nothing had failed. */
  readonly resentId: string | null
  /** How the members' area answered a post with a guessed token. */
  readonly forgedStatus: number
  /** Posts of the earlier tool, and the one that was processed again. */
  readonly before: { readonly posts: readonly LegacyPostDetail[]; readonly processedId: string | null }
  /** Every payload that the affiliate was sent. */
  readonly affiliatePayloads: readonly string[]
}

const eventOf: Readonly<Record<PurchaseStatus, string>> = {
  APPROVED: 'APPROVED',
  COMPLETED: 'COMPLETE',
  CANCELED: 'CANCELED',
  BILLET_PRINTED: 'BILLET_PRINTED',
  DISPUTE: 'PROTEST',
  REFUNDED: 'REFUNDED',
  CHARGEBACK: 'CHARGEBACK',
  EXPIRED: 'EXPIRED',
  DELAYED: 'DELAYED',
}

/** How every post to a configuration must have ended. */
const endings: Readonly<Record<ConfigurationKey, 'delivered' | 'failed' | 'held'>> = {
  access: 'delivered',
  recovery: 'delivered',
  invoices: 'failed',
  oldSite: 'held',
  mailing: 'held',
  panel: 'delivered',
}

/** What did not end as it should, in sentences; none if all is well. */
export function disappointments(outcome: Outcome): readonly string[] {
  return [
    ...wrongPosts(outcome),
    ...wrongStudents(outcome.students),
    ...wrongConfigurations(outcome.configurations),
    ...wrongPostsFromBefore(outcome.before),
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
    stories
      .filter(({ product }) => !wanted.product || wanted.product === product)
      .filter(({ throughAffiliate }) => wanted.accountId !== affiliate.id || throughAffiliate)
      .flatMap(({ transaction, steps }) =>
        steps
          .filter(({ isRepetition }) => !isRepetition)
          .map(({ status }) => eventOf[status])
          .filter((event) => wanted.events.includes(event))
          // A payment slip is nothing but buyer data, which this affiliate may not see.
          .filter((event) => wanted.accountId !== affiliate.id || event !== 'BILLET_PRINTED')
          .map((event) => ({ key, transaction, event: `PURCHASE_${event}` })),
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
  for (const post of left) wrong.push(`Nobody expected ${post.event} of ${post.transaction} (${post.id}).`)
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
  for (const unexpected of found.keys()) wrong.push(`Nobody expected a student ${unexpected}.`)
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

function wrongPostsFromBefore({ posts, processedId }: Outcome['before']): string[] {
  const wrong: string[] = []
  const wanted = postsFromBefore({ membersArea: '', otherSystems: '' }, 0).length
  if (posts.length !== wanted) wrong.push(`${wanted} posts from before were imported, but ${posts.length} are there.`)
  if (JSON.stringify(posts).includes(formerHottok)) wrong.push('A post from before still holds its token.')
  const processed = posts.find(({ id }) => id === processedId)
  if (processed?.state !== 'sent' || processed.processedAgain.length !== 1) {
    wrong.push(
      `The post from before that was processed again should be sent, but is ${processed?.state ?? 'not there'}.`,
    )
  }
  return wrong
}

function wrongRest({ played, deliveries, resentId, forgedStatus, affiliatePayloads }: Outcome): string[] {
  const steps = stories.flatMap((story) => story.steps)
  const events = steps.filter(({ isRepetition }) => !isRepetition).length
  const tests = deliveries.filter(({ test }) => test)
  const buyers = stories.flatMap(({ buyer }) => [buyer.email, buyer.name])
  const wrong: string[] = []
  if (played.reports !== steps.length || played.events !== events) {
    wrong.push(`${steps.length} reports should make ${events} events, but ${played.reports} made ${played.events}.`)
  }
  if (tests.length !== 1 || tests[0]?.state !== 'delivered') wrong.push('There should be one test, delivered.')
  if (resentId === null) wrong.push('No post had failed, so none could be processed again.')
  if (forgedStatus !== 401)
    wrong.push(`A forged post should be refused with 401, but was answered with ${forgedStatus}.`)
  if (affiliatePayloads.length === 0) wrong.push('The affiliate should have been sent something.')
  if (affiliatePayloads.some((payload) => buyers.some((text) => payload.includes(text)))) {
    wrong.push('The affiliate was sent data of a buyer.')
  }
  return wrong
}
