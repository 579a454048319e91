import {
  type Configuration,
  type EventName,
  type FieldError,
  type PurchaseKind,
  purchaseEvents,
  type TestInput,
  type TestSubject,
  testInbox,
} from '@postback/sdk'
import { mergePatchBetween } from './json-patch.ts'
import type { PayloadDraft, Person } from './payload-draft.ts'

/** One line of the form; its key stays when lines above it go. */
export interface UrlLine {
  readonly key: number
  readonly url: string
}

/** Where a test goes. */
export interface TestTargets {
  readonly configurationIds: readonly string[]
  /** Into the inbox of the account, inside Postback. */
  readonly inbox: boolean
  readonly urls: readonly UrlLine[]
  readonly withHottok: boolean
}

export interface TestForm extends TestTargets {
  readonly what: 'event' | 'story'
  readonly event: EventName
  /** The kind of purchase; null: the usual one for the event. */
  readonly kind: PurchaseKind | null
  /** Instead of a coherent event, the canned one of Hotmart's own test tool. */
  readonly classic: boolean
  readonly story: string
  /** Who buys in the story; empty: a made-up person. */
  readonly buyer: Person
  readonly duplicate: boolean
  readonly outOfOrder: boolean
  /** Number of the product, as text. */
  readonly productId: string
}

export interface Target {
  /** Name of the configuration, or the address. */
  readonly name: string
  readonly url: string
  readonly kind: 'configuration' | 'url' | 'inbox'
}

export function writtenUrls(targets: TestTargets): readonly UrlLine[] {
  return targets.urls.map(({ key, url }) => ({ key, url: url.trim() })).filter(({ url }) => url !== '')
}

export function countOf(targets: TestTargets): number {
  return targets.configurationIds.length + writtenUrls(targets).length + (targets.inbox ? 1 : 0)
}

/** The number of posts for a number of events. */
export function postsOf(form: TestForm, events: number): number {
  return countOf(form) * events * (form.duplicate ? 2 : 1)
}

/** In the order in which the server answers them: configurations, addresses, the inbox. */
export function targetsOf(
  targets: TestTargets,
  configurations: readonly Configuration[],
  inboxName: string,
): readonly Target[] {
  return [
    ...chosen(targets, configurations).map(({ name, url }): Target => ({ name, url, kind: 'configuration' })),
    ...writtenUrls(targets).map(({ url }): Target => ({ name: url, url, kind: 'url' })),
    ...(targets.inbox ? [{ name: inboxName, url: testInbox, kind: 'inbox' } as const] : []),
  ]
}

function chosen(targets: TestTargets, configurations: readonly Configuration[]): readonly Configuration[] {
  return configurations.filter(({ id }) => targets.configurationIds.includes(id))
}

export function inputOf(
  form: TestForm,
  draft: PayloadDraft | null,
  configurations: readonly Configuration[],
): TestInput {
  const data = form.what === 'story' ? buyerPatch(form.buyer) : draftPatch(draft)
  const urls = writtenUrls(form).map(({ url }) => url)
  return {
    ...subjectOf(form),
    productId: form.productId === '' ? null : Number(form.productId),
    configurationIds: chosen(form, configurations).map(({ id }) => id),
    urls,
    inbox: form.inbox,
    withHottok: form.withHottok && urls.length > 0,
    ...(form.duplicate && { duplicate: true }),
    ...(Object.keys(data).length > 0 && { data }),
  }
}

function subjectOf(form: TestForm): TestSubject {
  if (form.what === 'story') return { story: form.story, ...(form.outOfOrder && { outOfOrder: true }) }
  if (isClassic(form)) return { event: form.event, set: 'classic' }
  const kind = kindOf(form)
  return { event: form.event, ...(kind && { kind }) }
}

export function isClassic({ what, event, classic }: TestForm): boolean {
  return what === 'event' && classic && hasClassic(event)
}

/** The kind of purchase, if there is a choice: in a purchase event that is not canned. */
export function kindOf(form: TestForm): PurchaseKind | null {
  const isPurchase = form.what === 'event' && purchaseEvents.some((event) => event === form.event)
  if (!isPurchase || isClassic(form)) return null
  return form.kind ?? (form.event === 'PURCHASE_DELAYED' ? 'subscription' : 'single')
}

/** Hotmart's tool sends every event except the newest. */
export function hasClassic(event: EventName): boolean {
  return event !== 'ORDER_FULFILLMENT'
}

function draftPatch(draft: PayloadDraft | null) {
  return draft?.data ? mergePatchBetween(draft.example, draft.data) : {}
}

function buyerPatch({ name, email }: Person) {
  const buyer = {
    ...(name.trim() !== '' && { name: name.trim() }),
    ...(email.trim() !== '' && { email: email.trim() }),
  }
  return Object.keys(buyer).length > 0 ? { buyer } : {}
}

export type FormFault = 'noTarget' | 'notAnUrl' | 'twice' | 'notAProduct' | 'notJson'

/** The place of a fault: a field of the form, or the line of an address. */
export type FaultPlace = 'targets' | 'productId' | 'payload' | `url-${number}`

/** The faults that are known before anything is sent. */
export function faultsOf(form: TestForm, draft: PayloadDraft | null): ReadonlyMap<FaultPlace, FormFault> {
  const faults = new Map<FaultPlace, FormFault>()
  const lines = writtenUrls(form)
  if (countOf(form) === 0) faults.set('targets', 'noTarget')
  const seen = new Set<string>()
  for (const { key, url } of lines) {
    const parsed = URL.parse(url)
    if (!parsed || !/^https?:$/.test(parsed.protocol)) faults.set(`url-${key}`, 'notAnUrl')
    else if (seen.has(parsed.href)) faults.set(`url-${key}`, 'twice')
    if (parsed) seen.add(parsed.href)
  }
  if (!/^\d{0,15}$/.test(form.productId)) faults.set('productId', 'notAProduct')
  if (draft && !draft.data) faults.set('payload', 'notJson')
  return faults
}

/** The places of errors from the server; those of the payload name their field. */
export function placesOf(form: TestForm, errors: readonly FieldError[]): ReadonlyMap<FaultPlace, string> {
  const lines = writtenUrls(form)
  const places = new Map<FaultPlace, string>()
  for (const { pointer, detail } of errors) {
    const [field, rest = ''] = /^\/(\w+)(.*)$/.exec(pointer)?.slice(1) ?? []
    const line = lines[Number(rest.slice(1))]
    if (field === 'urls' && rest !== '' && line) places.set(`url-${line.key}`, detail)
    else if (field === 'urls' || field === 'configurationIds') places.set('targets', detail)
    else if (field === 'productId') places.set('productId', detail)
    else if (field === 'data') {
      const before = places.get('payload')
      const said = rest === '' ? detail : `${rest.slice(1).replaceAll('/', '.')}: ${detail}`
      places.set('payload', before ? `${before} ${said}` : said)
    }
  }
  return places
}
