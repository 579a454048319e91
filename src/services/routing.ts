import type { Affiliation, Product } from '../domain/account.ts'
import type { Configuration } from '../domain/configuration.ts'
import type { Delivery } from '../domain/delivery/delivery.ts'
import { Refusal } from '../domain/errors.ts'
import type { Event, EventHead } from '../domain/event.ts'
import type { EventId } from '../domain/ids.ts'
import { match, type Role, type RoutingReason, rolesFor } from '../domain/matching.ts'
import { isJsonObject, type Json, type JsonObject, valueAt } from '../domain/text/json.ts'
import { formMediaType } from '../domain/text/media-type.ts'
import { codesIn } from '../engine/accept/decide.ts'
import type { Store } from '../store/contract/store.ts'
import { allConfigurations } from './all-configurations.ts'

/** An event as one account, or the platform, may see it. */
export interface SeenEvent {
  readonly event: EventHead
  /** null: the account had no delivery of it, so there is no view of the data that would be its own. */
  readonly data: JsonObject | null
  readonly deliveries: readonly Delivery[]
}

/** What one configuration had to do with an event. */
export interface Route {
  readonly configuration: Configuration
  /** null: its account has no part in the product any more. */
  readonly role: Role['kind'] | null
  readonly reason: RoutingReason
  readonly delivery: Delivery | null
}

/**
 * The producer and the platform see what was reported. Everybody else sees what was sent to them.
 * @param viewer an account; null: the platform
 * @throws Refusal not_found
 */
export async function seeEvent(store: Store, id: EventId, viewer: string | null): Promise<SeenEvent> {
  const found = await store.getEvent(id)
  if (!found) throw new Refusal('not_found')
  const { data, ...event } = found.event
  if (viewer === null) return { event, data, deliveries: found.deliveries }
  const deliveries = found.deliveries.filter((delivery) => delivery.accountId === viewer)
  if (event.accountId === viewer) return { event, data, deliveries }
  const [own] = deliveries
  if (own) return { event, data: await dataOf(store, own), deliveries }
  const concerned = (await rolesOf(store, found.event)).some((role) => role.accountId === viewer)
  if (!concerned) throw new Refusal('not_found')
  return { event, data: null, deliveries }
}

/**
 * Why each configuration of everybody concerned got an event, or did not. Configurations change, so the past is told from
 * what is left of it: the deliveries that exist, and when each configuration was created.
 * @param viewer an account, which sees its own configurations only; null: the platform
 * @throws Refusal not_found
 */
export async function explainRouting(store: Store, id: EventId, viewer: string | null): Promise<readonly Route[]> {
  const found = await store.getEvent(id)
  if (!found) throw new Refusal('not_found')
  const roles = await rolesOf(store, found.event)
  const mayAsk = (accountId: string) => viewer === null || viewer === accountId
  const deliveries = new Map(
    found.deliveries
      .filter(({ configurationId, accountId }) => configurationId !== null && mayAsk(accountId))
      .map((delivery) => [delivery.configurationId, delivery] as const),
  )
  const concerned = roles.filter((role) => mayAsk(role.accountId))
  if (concerned.length === 0 && deliveries.size === 0) throw new Refusal('not_found')
  const routes: Route[] = []
  for (const role of concerned) {
    for await (const configuration of allConfigurations(store, role.accountId, { withRemoved: true })) {
      const delivery = deliveries.get(configuration.id) ?? null
      deliveries.delete(configuration.id)
      const reason = delivery ? 'matched' : reasonAgainst(configuration, role, found.event)
      routes.push({ configuration, role: role.kind, reason, delivery })
    }
  }
  for (const delivery of deliveries.values()) routes.push(...(await routeBehind(store, delivery)))
  return routes
}

/** Why there is no delivery. */
function reasonAgainst(configuration: Configuration, role: Role, event: Event): RoutingReason {
  if (configuration.createdAt > event.createdAt) return 'created-later'
  if (event.test) return 'test-for-others'
  const reason = match(asItWasAt(event.createdAt, configuration), role, event)
  return reason === 'matched' ? 'changed-since' : reason
}

/** What was removed later was there then. */
function asItWasAt(at: number, configuration: Configuration): Configuration {
  const { status } = configuration
  return status.state === 'removed' && status.at > at
    ? { ...configuration, status: { state: 'active' } }
    : configuration
}

/** Everybody concerned, in the roles of today. */
export async function rolesOf(store: Store, event: Event): Promise<readonly Role[]> {
  const product = await store.getProduct(event.productId)
  if (!product) return [{ kind: 'producer', accountId: event.accountId }]
  return rolesFor(product, await affiliationsOf(store, product, event))
}

async function affiliationsOf(store: Store, product: Product, event: Event): Promise<readonly Affiliation[]> {
  const found = await Promise.all(codesIn(event.data).map((code) => store.getAffiliation(product.id, code)))
  return found.filter((affiliation) => affiliation !== null)
}

/** A delivery to somebody who has no part in the product any more. */
async function routeBehind(store: Store, delivery: Delivery): Promise<readonly Route[]> {
  if (delivery.configurationId === null) return []
  const record = await store.getConfiguration(delivery.accountId, delivery.configurationId, true)
  return record ? [{ configuration: record.configuration, role: null, reason: 'matched', delivery }] : []
}

/** What a delivery tells: version 1.0.0 has no envelope, and purchases come as a form. */
async function dataOf(store: Store, delivery: Delivery): Promise<JsonObject | null> {
  const body = (await store.getDelivery(delivery.accountId, delivery.id))?.body
  if (!body) return null
  if (body.contentType === formMediaType) return Object.fromEntries(new URLSearchParams(body.text))
  const json = JSON.parse(body.text) as Json
  const data = delivery.version === '1.0.0' ? json : valueAt(json, 'data')
  return isJsonObject(data) ? data : null
}
