import { setTimeout as wait } from 'node:timers/promises'
import type { LegacyPost, LegacyPostDetail } from '../../../sdk/src/index.ts'
import { testInbox } from '../../domain/test-inbox.ts'
import type { Api, Configuration, Delivery } from './api.ts'
import { postsFromBefore } from './posts-from-before.ts'
import { saleAfter } from './sale.ts'
import {
  type Addresses,
  affiliate,
  type ConfigurationKey,
  configurations,
  producer,
  products,
  type WantedConfiguration,
} from './school.ts'
import { type Step, type Story, stories } from './stories.ts'

/** What the platform and the school do, each thing by a call of the public HTTP interface. */

export async function registerSchool(api: Api) {
  const settings = { locale: 'pt-BR', timeZone: 'America/Sao_Paulo' }
  for (const { id, name, email } of [producer, affiliate]) {
    await api.call('PUT', `/accounts/${id}`, { body: { name, email, ...settings } })
  }
  for (const { id, name } of Object.values(products)) {
    await api.call('PUT', `/products/${id}`, { body: { name, accountId: producer.id } })
  }
  await api.call('PUT', `/products/${affiliate.product.id}/affiliates/${affiliate.code}`, {
    body: { accountId: affiliate.id, name: affiliate.name, sharesBuyerData: affiliate.sharesBuyerData },
  })
}

export type Saved = Readonly<Record<ConfigurationKey, Configuration & { readonly secret: string }>>

export async function saveConfigurations(api: Api, addresses: Addresses): Promise<Saved> {
  const saved: Partial<Record<ConfigurationKey, Saved[ConfigurationKey]>> = {}
  for (const [key, wanted] of Object.entries(configurations) as [ConfigurationKey, WantedConfiguration][]) {
    const { name, accountId, product, events } = wanted
    saved[key] = await api.call('POST', '/configurations', {
      account: accountId,
      body: {
        name,
        url: wanted.url(addresses),
        events: events.map((event) => `PURCHASE_${event}`),
        productId: product?.id ?? null,
      },
    })
  }
  return saved as Saved
}

export async function disable(api: Api, { id }: Configuration) {
  await api.call('POST', `/configurations/${id}/disable`, { account: producer.id })
}

export async function readHottok(api: Api): Promise<string> {
  return (await api.call<{ hottok: string }>('GET', '/hottok', { account: producer.id })).hottok
}

/** What the platform's earlier tool had done is brought along, in the form in which it would be exported. */
export async function importPostsFromBefore(api: Api, addresses: Addresses, nowMs: number) {
  async function* lines() {
    for (const post of postsFromBefore(addresses, nowMs)) yield Buffer.from(`${JSON.stringify(post)}\n`)
  }
  await api.client(producer.id).legacyPosts.import(lines(), { format: 'ndjson' })
}

/** The newest that the sales tool did not take: it takes it now. Its id. */
export async function processOneFromBefore(api: Api, otherSystems: string): Promise<string | null> {
  const pending = await api.list<LegacyPost>('/legacy-posts', producer.id)
  const found = pending.find(({ state, url }) => state === 'pending' && url.startsWith(otherSystems))
  if (!found) return null
  await api.call('POST', `/legacy-posts/${found.id}/resend`, { account: producer.id })
  return found.id
}

/** All of them, whole. */
export async function readPostsFromBefore(api: Api): Promise<readonly LegacyPostDetail[]> {
  const posts = await api.list<LegacyPost>('/legacy-posts', producer.id)
  return Promise.all(
    posts.map(({ id }) => api.call<LegacyPostDetail>('GET', `/legacy-posts/${id}`, { account: producer.id })),
  )
}

/** What came of the reports. */
export interface Played {
  readonly reports: number
  readonly events: number
  readonly deliveries: number
}

/** So that the eye can follow. */
const paceMs = 100
const day = 24 * 3_600_000

/** All stories at once, in the order in which things happened. */
export async function playStories(api: Api, nowMs: number): Promise<Played> {
  const scenes = stories
    .flatMap((story) => {
      const orderedAt = Math.floor(nowMs - story.daysAgo * day)
      return story.steps.map((step) => ({ story, step, orderedAt, at: orderedAt + step.after }))
    })
    .toSorted((a, b) => a.at - b.at)

  const played = { reports: 0, events: 0, deliveries: 0 }
  for (const scene of scenes) {
    const { eventId, deliveries } = await report(api, scene)
    played.reports++
    if (eventId !== null) played.events++
    played.deliveries += deliveries
    await wait(paceMs)
  }
  return played
}

interface Scene {
  readonly story: Story
  readonly step: Step
  readonly orderedAt: number
  readonly at: number
}

function report(api: Api, { story, step, orderedAt, at }: Scene) {
  const query = { occurredAt: new Date(at).toISOString(), ...(step.occurrence && { occurrence: step.occurrence }) }
  const path = `/transactions/${story.transaction}`
  type Answer = { eventId: string | null; deliveries: number }
  return step.asPatch
    ? api.call<Answer>('PATCH', path, { query, body: { purchase: { status: step.status } }, mergePatch: true })
    : api.call<Answer>('PUT', path, { query, body: saleAfter(story, step, orderedAt) })
}

export async function sendTest(api: Api, { id }: Configuration): Promise<readonly string[]> {
  const body = { event: 'PURCHASE_APPROVED', productId: products.guitar.id, configurationIds: [id] }
  return (await api.call<{ deliveryIds: string[] }>('POST', '/tests', { account: producer.id, body })).deliveryIds
}

/**
 * What nothing in the stories leads to, so that whoever looks around finds posts in every state that lasts: one that waits to be
 * tried again, a cancelled one, and something in the test inbox.
 */
export async function leaveTraces(api: Api, otherSystems: string) {
  const account = producer.id
  const urls = [`${otherSystems}/busy`, `${otherSystems}/busy?cancelled`]
  const body = { event: 'PURCHASE_APPROVED', productId: products.guitar.id, urls, inbox: true }
  const { deliveryIds } = await api.call<{ deliveryIds: string[] }>('POST', '/tests', { account, body })
  const path = `/deliveries/${deliveryIds[1]}`
  while ((await api.call<Delivery>('GET', path, { account })).state !== 'retrying') await wait(paceMs)
  await api.call('POST', `${path}/cancel`, { account })
}

/** Of no interest to whoever watches the table: left for the console, or gone to where nobody listens. */
export function isTrace({ url }: Delivery): boolean {
  return url === testInbox || url?.includes('/busy') === true
}

export async function processAgain(api: Api, { id }: Delivery) {
  await api.call('POST', `/deliveries/${id}/resend`, { account: producer.id })
}

/** A stranger tries to let himself in. What the members' area answers. */
export async function forgePost(membersArea: string): Promise<number> {
  const [story] = stories
  const step = story?.steps[0]
  if (!story || !step) throw new Error('There is no story to forge.')
  const response = await fetch(`${membersArea}/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hotmart-hottok': 'guessed' },
    body: JSON.stringify({
      id: '0198aaaa-0000-7000-8000-000000000000',
      creation_date: Date.now(),
      event: 'PURCHASE_APPROVED',
      version: '2.0.0',
      data: saleAfter({ ...story, buyer: { name: 'A Stranger', email: 'stranger@example.com' } }, step, Date.now()),
    }),
  })
  await response.text()
  return response.status
}

export interface Student {
  readonly email: string
  readonly name: string
  readonly courses: readonly {
    readonly course: string
    readonly access: string
    readonly order: string
    readonly reason: string
  }[]
}

export async function readStudents(membersArea: string): Promise<readonly Student[]> {
  const response = await fetch(`${membersArea}/students.json`)
  return ((await response.json()) as { students: readonly Student[] }).students
}

export async function readConfigurations(
  api: Api,
  saved: Saved,
): Promise<Readonly<Record<ConfigurationKey, Configuration>>> {
  const found = (
    await Promise.all([producer.id, affiliate.id].map((account) => api.list<Configuration>('/configurations', account)))
  ).flat()
  const entries = Object.entries(saved).map(([key, { id }]) => [key, found.find((it) => it.id === id)])
  return Object.fromEntries(entries) as Readonly<Record<ConfigurationKey, Configuration>>
}

/** The text that was sent, to the letter. */
export async function readPayload(api: Api, account: string, { id }: Delivery): Promise<string> {
  return (await api.call<{ payload: string }>('GET', `/deliveries/${id}`, { account })).payload
}
