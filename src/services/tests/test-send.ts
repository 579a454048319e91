import type { Product } from '../../domain/account.ts'
import { type AddressPolicy, parseTargetUrl } from '../../domain/addresses/address-policy.ts'
import { newDelivery, queuedAt } from '../../domain/delivery/delivery.ts'
import { type FieldError, Refusal } from '../../domain/errors.ts'
import { type EventHead, type EventName, hasEvent } from '../../domain/event.ts'
import { type ConfigurationId, type DeliveryId, deliveryIdOf, type EventId } from '../../domain/ids.ts'
import { type Role, rolesFor, viewOfRole } from '../../domain/matching.ts'
import { familyOf } from '../../domain/payload/families/families.ts'
import type { View } from '../../domain/payload/view.ts'
import { hasHottokInBody } from '../../domain/secrets/hottok.ts'
import { outOfOrder } from '../../domain/stories/out-of-order.ts'
import { subjectOf, subjectText, transactionOfSubject } from '../../domain/subject.ts'
import { testInbox } from '../../domain/test-inbox.ts'
import { type JsonObject, valueAt } from '../../domain/text/json.ts'
import type { Acceptor } from '../../engine/accept/accept.ts'
import { renderer } from '../../engine/accept/renderer.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Mint } from '../../engine/mint.ts'
import type { Body, ConcernedAccounts, Entry } from '../../store/contract/ledger.ts'
import type { Store } from '../../store/contract/store.ts'
import type { TestLimits } from './test-limits.ts'
import { eventsOf, type TestStep, type TestSubject, testSteps } from './test-steps.ts'

export interface TestInput {
  readonly subject: TestSubject
  readonly productId: number | null
  readonly configurationIds: readonly ConfigurationId[]
  readonly urls: readonly string[]
  /** Whether the account's own test inbox gets it too. */
  readonly toInbox: boolean
  /** Changes to the example (RFC 7396). */
  readonly data: JsonObject
  /** Whether free URLs get the account's token. */
  readonly withHottok: boolean
  /** Whether everything is sent twice, as if the first answer had been lost. */
  readonly duplicate: boolean
  /** Whether later events of a story overtake earlier ones. */
  readonly outOfOrder: boolean
}

/** One event of a test, and its deliveries. */
export interface SentStep {
  /** Its place in the story, from 1. */
  readonly step: number
  readonly event: EventName
  readonly eventId: EventId
  readonly transaction: string | null
  /** One for each target, in the order asked: configurations, addresses, the inbox. */
  readonly deliveryIds: readonly DeliveryId[]
}

export interface TestParts {
  readonly store: Store
  readonly clock: Clock
  readonly mint: Mint
  readonly acceptor: Acceptor
  readonly limits: TestLimits
  readonly policy: () => AddressPolicy
}

/** Where a test goes. */
type TestTarget =
  | { readonly configurationId: ConfigurationId; readonly version: Body['version']; readonly hottokInBody: boolean }
  | { readonly url: string; readonly pointer: string }

/** What the deliveries of a test have in common. */
interface Dispatch {
  readonly accountId: string
  readonly input: TestInput
  readonly view: View
  readonly targets: readonly TestTarget[]
  /** The deliveries to one target are ordered by it, whatever their events are about. */
  readonly subject: string
  readonly producer: ConcernedAccounts['producer']
  readonly now: number
}

/** An event with its place among those of the test. */
interface PlacedStep extends TestStep {
  readonly step: number
  readonly product: Product
  /** The event as the receiver is told of it: made when it happened. */
  readonly head: EventHead
}

/**
 * Tests: an event or a story, made up but coherent, to configurations and free URLs in one go. Stored, delivered, retried and shown
 * like any other, marked as a test, and never counted.
 */
export class Tests {
  readonly #parts: TestParts

  constructor(parts: TestParts) {
    this.#parts = parts
  }

  /** @returns the events in the order in which they are sent */
  async send(accountId: string, input: TestInput): Promise<readonly SentStep[]> {
    const { store, clock, mint } = this.#parts
    const targets = await this.#targetsOf(accountId, input)
    const product = await this.#productOf(accountId, input.productId)
    const role = await this.#roleOf(accountId, product)
    const [account, producer] = [await store.getAccount(accountId), await store.getAccount(product.accountId)]
    const now = clock.now()
    const named = { name: producer?.name ?? '' }
    const addedProduct = (await this.#productBeside(product, role)) ?? product
    const steps = testSteps(input.subject, input.data, {
      product,
      addedProduct,
      producer: named,
      ...(role.kind === 'affiliate' ? { affiliate: { code: role.code, name: account?.name ?? '' } } : {}),
      seed: Buffer.from(mint.randomBytes(6)).readUIntBE(0, 6),
      now,
      forVersionOne: targets.some((target) => 'version' in target && target.version === '1.0.0'),
    })
    this.#count(accountId, input, targets, steps.length, now)
    const placed = this.#place(steps, [product, addedProduct])
    const subject = placed[0]?.head.subject ?? ''
    const dispatch = { accountId, input, view: viewOf(input, role), targets, subject, producer: named, now }
    const sent = input.outOfOrder ? outOfOrder(placed) : placed
    const entries = sent.map((step, position) => entryOf(step, position, dispatch))
    for (const result of await this.#parts.acceptor.append(entries)) {
      if (result.kind === 'broken') throw result.error
    }
    return sent.map(({ step, head }, i) => ({
      step,
      event: head.name,
      eventId: head.id,
      transaction: head.transaction,
      deliveryIds: entries[i]?.deliveries.map((delivery) => delivery.id) ?? [],
    }))
  }

  #count(accountId: string, input: TestInput, targets: readonly TestTarget[], steps: number, now: number) {
    const times = steps * (input.duplicate ? 2 : 1)
    this.#parts.limits.count(
      {
        accountId,
        count: targets.length * times,
        pointer: input.configurationIds.length > 0 ? '/configurationIds' : '/urls',
        toFreeUrls: targets.flatMap((target) =>
          'url' in target && target.url !== testInbox ? Array<typeof target>(times).fill(target) : [],
        ),
      },
      now,
    )
  }

  /** Ids and sequences in the order in which things happened, whatever the order in which they are sent. */
  #place(steps: readonly TestStep[], products: readonly [Product, ...Product[]]): readonly PlacedStep[] {
    const sequences = new Map<string, number>()
    return steps.map((step, index) => {
      const product = products.find(({ id }) => id === productIdIn(step)) ?? products[0]
      const id = this.#parts.mint.id()
      const about = subjectOf(step.event, step.data)
      const subject = subjectText(about, id)
      const sequence = (sequences.get(subject) ?? 0) + 1
      sequences.set(subject, sequence)
      const head: EventHead = {
        id,
        name: step.event,
        subject,
        sequence,
        transaction: transactionOfSubject(about),
        productId: product.id,
        accountId: product.accountId,
        occurredAt: step.at,
        createdAt: step.at,
        test: true,
      }
      return { ...step, step: index + 1, product, head }
    })
  }

  async #targetsOf(accountId: string, input: TestInput): Promise<readonly TestTarget[]> {
    const errors: FieldError[] = []
    const targets: TestTarget[] = []
    for (const [i, id] of input.configurationIds.entries()) {
      const record = await this.#parts.store.getConfiguration(accountId, id)
      if (record) {
        const { version, hottokInBody } = record.configuration
        targets.push({ configurationId: id, version, hottokInBody })
      } else errors.push({ pointer: `/configurationIds/${i}`, detail: 'This account has no such configuration.' })
    }
    for (const [i, url] of input.urls.entries()) {
      const parsed = parseTargetUrl(url, this.#parts.policy())
      if (parsed.ok) targets.push({ url: parsed.url.href, pointer: `/urls/${i}` })
      else errors.push({ pointer: `/urls/${i}`, detail: parsed.detail })
    }
    if (errors.length > 0) throw new Refusal('invalid_request', { errors })
    for (const event of eventsOf(input.subject)) requireEvent(event, targets)
    if (input.toInbox) targets.push({ url: testInbox, pointer: '/inbox' })
    if (targets.length === 0) {
      const detail = 'Name at least one configuration, or one address in urls, or set inbox to true.'
      throw new Refusal('invalid_request', { errors: [{ pointer: '/configurationIds', detail }] })
    }
    return targets
  }

  async #productOf(accountId: string, id: number | null): Promise<Product> {
    const { store } = this.#parts
    const product =
      id === null ? (await store.listProducts(accountId, { after: null, limit: 1 }))[0] : await store.getProduct(id)
    if (product) return product
    throw new Refusal('unknown_product', {
      errors: [
        {
          pointer: '/productId',
          detail: id === null ? 'This account has no product to test with yet.' : `Product ${id} is not registered.`,
        },
      ],
    })
  }

  /** Another product of the same producer, if the account may test with it. */
  async #productBeside(product: Product, role: Role): Promise<Product | undefined> {
    if (role.kind === 'affiliate') return undefined
    const mine = await this.#parts.store.listProducts(role.accountId, { after: null, limit: 50 })
    return mine.find(({ id, accountId }) => id !== product.id && accountId === product.accountId)
  }

  /** The account sees a test as it would see a sale: in its own role for the product. */
  async #roleOf(accountId: string, product: Product): Promise<Role> {
    const affiliations = await this.#parts.store.listAffiliations(product.id, { after: null, limit: 1, accountId })
    const role = rolesFor(product, affiliations).find((it) => it.accountId === accountId)
    if (role) return role
    throw new Refusal('unknown_product', {
      errors: [{ pointer: '/productId', detail: `This account has no product ${product.id}.` }],
    })
  }
}

/** @throws Refusal event_not_in_version */
function requireEvent(event: EventName, targets: readonly TestTarget[]) {
  // Configurations come first, each at the place where it was asked for.
  const errors = targets.flatMap((target, i) =>
    'version' in target && !hasEvent(target.version, event)
      ? [
          {
            pointer: `/configurationIds/${i}`,
            detail: `This configuration asks for version ${target.version}, which has no ${event}.`,
          },
        ]
      : [],
  )
  if (errors.length > 0) throw new Refusal('event_not_in_version', { errors })
}

/** The canned bodies are the same for everybody; all else is seen in the account's own role. */
function viewOf({ subject }: TestInput, role: Role): View {
  return isClassic(subject) ? 'producer' : viewOfRole(role)
}

function isClassic(subject: TestSubject): boolean {
  return subject.kind === 'event' && subject.set === 'classic'
}

function productIdIn({ event, data }: TestStep): number {
  return Number(valueAt(data, ...familyOf(event).productAt, 'id'))
}

function entryOf({ head, data, product }: PlacedStep, position: number, it: Dispatch): Entry {
  const { input, view, now, producer } = it
  // Whatever has to wait in the store, even over a restart, comes out of it in this order.
  const turn = now + position
  const bodies = renderer(head, { document: data }, { product, producer }, { classic: isClassic(input.subject) })
  const copies = new Map<string, number>()
  const deliveries = it.targets.map((target) => {
    const version = 'version' in target ? target.version : '2.0.0'
    bodies.render(view, version)
    const to = 'url' in target ? target.url : target.configurationId
    const copy = (copies.get(to) ?? 0) + 1
    copies.set(to, copy)
    return newDelivery(
      {
        id: deliveryIdOf(head.id, 'url' in target ? `${to} ${copy}` : to),
        eventId: head.id,
        configurationId: 'configurationId' in target ? target.configurationId : null,
        accountId: it.accountId,
        event: head.name,
        productId: head.productId,
        transaction: head.transaction,
        // Targets of one test do not wait for each other.
        subject: `${it.subject} ${to}`,
        sequence: head.sequence,
        view,
        version,
        hottokInBody: hasHottokInBody(head.name, { hottokInBody: 'hottokInBody' in target && target.hottokInBody }),
        // The inbox stays in this process, and shows how a post will look.
        withHottok: 'configurationId' in target || target.url === testInbox || input.withHottok,
        test: true,
        stale: false,
        freeUrl: 'url' in target ? target.url : null,
        trigger: input.duplicate ? 'test-twice' : 'test',
        createdAt: turn,
      },
      queuedAt(turn),
    )
  })
  return {
    // Nothing of it is kept beside the event: a test's transaction is nobody's.
    subject: { kind: 'itself', transaction: null },
    names: [],
    basedOn: { revision: 0, accounts: new Map() },
    event: { head: { ...head, createdAt: now }, ...bodies.result(), previous: null },
    deliveries,
    transaction: null,
    document: null,
  }
}
