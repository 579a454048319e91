import { setTimeout as wait } from 'node:timers/promises'
import {
  type Client,
  type Configuration,
  type CreatedConfiguration,
  type Delivery,
  type LegacyPostDetail,
  testInbox,
} from '@postback/sdk'
import type { Clients } from './clients.ts'
import { legacyPosts } from './legacy-posts.ts'
import { dataAfter, type Report, reportsOfSales } from './reports.ts'
import { sales } from './sales.ts'
import {
  type Addresses,
  affiliate,
  type ConfigurationKey,
  configurations,
  producer,
  products,
  type WantedConfiguration,
} from './school.ts'

/** The actions of the platform, the school and the affiliate, each of them a call of the public API. */

export async function registerSchool({ platform }: Clients) {
  const settings = { locale: 'pt-BR', timeZone: 'America/Sao_Paulo' }
  for (const { id, name, email } of [producer, affiliate]) {
    await platform.accounts.save(id, { name, email, ...settings })
  }
  for (const { id, name } of Object.values(products)) {
    await platform.products.save(id, { name, accountId: producer.id })
  }
  const { product, code, id, name, sharesBuyerData } = affiliate
  await platform.affiliations.save(product.id, code, { accountId: id, name, sharesBuyerData })
}

export type Saved = Readonly<Record<ConfigurationKey, CreatedConfiguration>>

export async function saveConfigurations(clients: Clients, addresses: Addresses): Promise<Saved> {
  const saved: Partial<Record<ConfigurationKey, CreatedConfiguration>> = {}
  for (const [key, wanted] of Object.entries(configurations) as [ConfigurationKey, WantedConfiguration][]) {
    const { name, product, events } = wanted
    const input = { name, url: wanted.url(addresses), events, productId: product?.id ?? null }
    saved[key] = await ownerOf(key, clients).configurations.create(input)
  }
  return saved as Saved
}

/** Imports the deliveries of the platform's earlier tool, in the form of its export. */
export async function importLegacyPosts({ forProducer }: Clients, addresses: Addresses, nowMs: number) {
  async function* lines() {
    for (const post of legacyPosts(addresses, nowMs)) yield Buffer.from(`${JSON.stringify(post)}\n`)
  }
  await forProducer.legacyPosts.import(lines(), { format: 'ndjson' })
}

/** Resends the newest pending post of the other systems, which is accepted now. Returns its id. */
export async function resendLegacyPost({ forProducer }: Clients, otherSystems: string): Promise<string | null> {
  for await (const { id, url } of forProducer.legacyPosts.list({ state: 'pending' })) {
    if (!url.startsWith(otherSystems)) continue
    await forProducer.legacyPosts.resend(id)
    return id
  }
  return null
}

export async function readLegacyPosts({ forProducer }: Clients): Promise<readonly LegacyPostDetail[]> {
  const posts = await Array.fromAsync(forProducer.legacyPosts.list())
  return Promise.all(posts.map(({ id }) => forProducer.legacyPosts.get(id)))
}

/** The result of all reports. */
export interface Reported {
  readonly reports: number
  readonly events: number
  readonly deliveries: number
}

/** Slow enough to read along. */
const paceMs = 100

export async function reportSales({ platform }: Clients, nowMs: number): Promise<Reported> {
  const reported = { reports: 0, events: 0, deliveries: 0 }
  for (const report of reportsOfSales(nowMs)) {
    const { eventId, deliveries } = await send(report, platform)
    reported.reports++
    if (eventId !== null) reported.events++
    reported.deliveries += deliveries
    await wait(paceMs)
  }
  return reported
}

async function send({ transaction, isPatch, data, occurredAt, occurrence }: Report, { transactions }: Client) {
  const report = isPatch ? transactions.patch : transactions.put
  const answer = await report(transaction, data, { occurredAt, occurrence })
  if ('buffered' in answer) throw new Error('The store of the demo buffers nothing.')
  return answer
}

export async function sendTest({ forProducer }: Clients, { id }: Configuration): Promise<readonly string[]> {
  const test = { event: 'PURCHASE_APPROVED', productId: products.guitar.id, configurationIds: [id] } as const
  return (await forProducer.tests.send(test)).deliveryIds
}

/**
 * Makes posts in the states that no sale leads to, so that the console shows every lasting state: one that waits for its retry, a
 * cancelled one, and one in the test inbox.
 */
export async function leaveTraces({ forProducer }: Clients, otherSystems: string) {
  const urls = [`${otherSystems}/busy`, `${otherSystems}/busy?cancelled`]
  const test = { event: 'PURCHASE_APPROVED', productId: products.guitar.id, urls, inbox: true } as const
  const [, cancelled = ''] = (await forProducer.tests.send(test)).deliveryIds
  while ((await forProducer.deliveries.get(cancelled)).state !== 'retrying') await wait(paceMs)
  await forProducer.deliveries.cancel(cancelled)
}

/** Whether the table leaves it out: it is left for the console. */
export function isTrace({ url }: Delivery): boolean {
  return url === testInbox || url?.includes('/busy') === true
}

/** Posts an event with a guessed token to the members' area. Returns the status of the answer. */
export async function forgePost(membersArea: string): Promise<number> {
  const [sale] = sales
  const [step] = sale?.steps ?? []
  if (!sale || !step) throw new Error('There is no sale to forge.')
  const response = await fetch(`${membersArea}/webhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hotmart-hottok': 'guessed' },
    body: JSON.stringify({
      id: '0198aaaa-0000-7000-8000-000000000000',
      creation_date: Date.now(),
      event: step.event,
      version: '2.0.0',
      data: dataAfter({ ...sale, buyer: { name: 'A Stranger', email: 'stranger@example.com' } }, step, Date.now()),
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
  clients: Clients,
  saved: Saved,
): Promise<Readonly<Record<ConfigurationKey, Configuration>>> {
  const entries = (Object.entries(saved) as [ConfigurationKey, Configuration][]).map(
    async ([key, { id }]) => [key, await ownerOf(key, clients).configurations.get(id)] as const,
  )
  return Object.fromEntries(await Promise.all(entries)) as Readonly<Record<ConfigurationKey, Configuration>>
}

function ownerOf(key: ConfigurationKey, { forProducer, forAffiliate }: Clients): Client {
  return configurations[key].accountId === affiliate.id ? forAffiliate : forProducer
}
