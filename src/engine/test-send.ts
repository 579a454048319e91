import type { Product } from '../domain/account.ts'
import { type AddressPolicy, parseTargetUrl } from '../domain/address-policy.ts'

import { type FieldError, Refusal } from '../domain/errors.ts'
import { type Event, type EventName, hasEvent } from '../domain/event.ts'
import type { ConfigurationId, DeliveryId } from '../domain/ids.ts'
import { isJsonObject, type JsonObject } from '../domain/json.ts'
import { type Role, rolesFor, viewOfRole } from '../domain/matching.ts'
import { mergePatch } from '../domain/merge-patch.ts'
import { checkData } from '../domain/payload/check.ts'
import { exampleData } from '../domain/payload/example.ts'
import { withVersionOneExamples } from '../domain/payload/version-1/example.ts'
import { subjectOf, subjectText, transactionOfSubject } from '../domain/subject.ts'
import type { Body, Facts, NewDelivery, Store } from '../store/store.ts'
import type { Acceptor } from './accept.ts'
import type { Clock } from './clock.ts'
import { renderer, takeIfRoom } from './decide.ts'
import type { Mint } from './mint.ts'
import type { TestLimits } from './test-limits.ts'

export interface TestInput {
  readonly event: EventName
  readonly productId: number | null
  readonly configurationIds: readonly ConfigurationId[]
  readonly urls: readonly string[]
  /** Changes to the example (RFC 7396). */
  readonly data: JsonObject
  /** Whether free URLs get the account's token. */
  readonly withHottok: boolean
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
  | { readonly url: string }

/**
 * Tests: one event, made up but coherent, to configurations and free URLs in one go. Stored, delivered, retried and shown
 * like any other, marked as a test, and never counted.
 */
export class Tests {
  readonly #parts: TestParts

  constructor(parts: TestParts) {
    this.#parts = parts
  }

  /** @returns one delivery for each target, in the order asked: configurations first */
  async send(accountId: string, input: TestInput): Promise<readonly DeliveryId[]> {
    const { store, clock, mint, acceptor } = this.#parts
    const targets = await this.#targetsOf(accountId, input)
    const product = await this.#productOf(accountId, input.productId)
    const role = await this.#roleOf(accountId, product)
    const [account, producer] = [await store.getAccount(accountId), await store.getAccount(product.accountId)]
    const transaction = mintTestTransaction(mint)
    const now = clock.now()
    const example = exampleData({
      event: input.event,
      product: { id: product.id, name: product.name, ucode: product.ucode },
      producer: { name: producer?.name ?? '' },
      transaction,
      now,
      ...(role.kind === 'affiliate' ? { affiliate: { code: role.code, name: account?.name ?? '' } } : {}),
    })
    const asksForOlder = targets.some((target) => 'version' in target && target.version === '1.0.0')
    const whole = asksForOlder ? withVersionOneExamples(input.event, example) : example
    const data = mergePatch(whole, input.data)
    if (!isJsonObject(data))
      throw new Refusal('invalid_data', { errors: [{ pointer: '/data', detail: 'Must be an object.' }] })
    const errors = checkData(input.event, data)
    if (errors.length > 0) {
      throw new Refusal('invalid_data', { errors: errors.map((it) => ({ ...it, pointer: `/data${it.pointer}` })) })
    }
    this.#parts.limits.count(
      accountId,
      targets.flatMap((target) => ('url' in target ? [target.url] : [])),
      now,
    )
    const result = await acceptor.submit({
      // Nothing of it is kept beside the event: a test's transaction is nobody's.
      subject: { kind: 'itself', transaction: null },
      seen: null,
      decide: (take) => (facts) =>
        this.#decide({ accountId, input, data, product, role, targets, facts, now: clock.now(), take }),
    })
    if (result.kind !== 'stored' || result.decision.kind !== 'emit') throw new Error('A test always makes an event.')
    return result.decision.emission.deliveries.map((delivery) => delivery.id)
  }

  #decide(it: {
    accountId: string
    input: TestInput
    data: JsonObject
    product: Product
    role: Role
    targets: readonly TestTarget[]
    facts: Facts
    now: number
    take: (key: string, delivery: NewDelivery) => boolean
  }) {
    const { mint } = this.#parts
    const id = mint.id()
    const subject = subjectOf(it.input.event, it.data)
    const event: Omit<Event, 'data'> = {
      id,
      event: it.input.event,
      subject: subjectText(subject, id),
      sequence: 1,
      transaction: transactionOfSubject(subject),
      productId: it.product.id,
      accountId: it.product.accountId,
      occurredAt: it.now,
      createdAt: it.now,
      test: true,
    }
    const view = viewOfRole(it.role)
    const bodies = renderer(event, it.data, it.product, it.facts)
    const deliveries = it.targets.map((target): NewDelivery => {
      const version = 'version' in target ? target.version : '2.0.0'
      bodies.render(view, version)
      const delivery: NewDelivery = {
        id: mint.idBeside(event.id),
        eventId: event.id,
        configurationId: 'configurationId' in target ? target.configurationId : null,
        accountId: it.accountId,
        event: event.event,
        productId: event.productId,
        transaction: event.transaction,
        // Targets of one test do not wait for each other.
        subject: `${event.subject} ${'url' in target ? target.url : target.configurationId}`,
        sequence: 1,
        view,
        version,
        hottokInBody: 'hottokInBody' in target && target.hottokInBody,
        withHottok: 'configurationId' in target || it.input.withHottok,
        test: true,
        stale: false,
        freeUrl: 'url' in target ? target.url : null,
        state: 'queued',
        trigger: 'test',
        dueAt: it.now,
        createdAt: it.now,
      }
      return takeIfRoom(delivery, { now: it.now, mint, take: it.take })
    })
    return {
      kind: 'emit' as const,
      emission: { event, ...bodies.result(), deliveries, transaction: null, sequenceOnly: null },
    }
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
      if (parsed.ok) targets.push({ url: parsed.url.href })
      else errors.push({ pointer: `/urls/${i}`, detail: parsed.detail })
    }
    if (errors.length > 0) throw new Refusal('invalid_request', { errors })
    requireEvent(input.event, targets)
    if (targets.length === 0) {
      throw new Refusal('invalid_request', {
        errors: [{ pointer: '/configurationIds', detail: 'Name at least one configuration, or one address in urls.' }],
      })
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

/** Test transactions are `HP00` and twelve digits, a range that no checkout hands out. */
function mintTestTransaction(mint: Mint): string {
  const number = Buffer.from(mint.randomBytes(6)).readUIntBE(0, 6) % 1_000_000_000_000
  return `HP00${String(number).padStart(12, '0')}`
}
