import { hash } from 'node:crypto'

/**
 * Ids are UUIDv7 (RFC 9562): 48 bits of milliseconds, then randomness, so that the order of ids is the order of time and a
 * primary key doubles as the cursor of every list. Prefixes such as `cfg_` are added for people (`public-ids.ts`).
 */

export type Uuid = `${string}-${string}-${string}-${string}-${string}`
/** The optional phantom type keeps the kinds apart for the compiler and costs nothing at run time. */
type Id<Kind extends string> = Uuid & { readonly kind?: Kind }

export type EventId = Id<'event'>
export type DeliveryId = Id<'delivery'>
export type ConfigurationId = Id<'configuration'>
export type UpdateId = Id<'update'>
export type SecretId = Id<'secret'>
export type ReplayId = Id<'replay'>
export type CredentialId = Id<'credential'>

/** The source of randomness is always an argument, so that tests can choose it. */
export type RandomBytes = (size: number) => Uint8Array<ArrayBuffer>

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * @param now milliseconds since 1970
 * @param counter 0 to 4095, to keep ids of one millisecond in order (RFC 9562, 6.2, method 1)
 */
export function mintUuid(now: number, counter: number, randomBytes: RandomBytes): Uuid {
  const bytes = new Uint8Array(16)
  bytes.set(randomBytes(8), 8)
  writeMilliseconds(bytes, now)
  bytes[6] = 0x70 | (counter >> 8)
  bytes[7] = counter & 0xff
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return uuidFromBytes(bytes)
}

/**
 * The id of the delivery of an event to one target: the first half of the event's id, then 62 bits of a hash. The deliveries of
 * an event are adjacent in the primary key, so finding them needs no separate index. Every node computes the same id for the same
 * event and target, so the primary key also prevents a second delivery.
 * @param target the id of a configuration; for a test the address, with the number of the copy
 */
export function deliveryIdOf(eventId: EventId, target: string): DeliveryId {
  const digest = hash('sha256', `${eventId} ${target}`, 'hex')
  const variant = '89ab'[Number.parseInt(digest.slice(0, 1), 16) & 3]
  return `${eventId.slice(0, 18)}-${variant}${digest.slice(1, 4)}-${digest.slice(4, 16)}` as DeliveryId
}

/** The smallest and the largest id that `deliveryIdOf(parent, …)` can give. */
export function rangeBeside(parent: Uuid): { from: Uuid; to: Uuid } {
  const half = parent.slice(0, 18)
  return { from: `${half}-0000-000000000000` as Uuid, to: `${half}-ffff-ffffffffffff` as Uuid }
}

/** The smallest id of a moment: all older ids sort before it. */
export function firstUuidAt(milliseconds: number): Uuid {
  const bytes = new Uint8Array(16)
  writeMilliseconds(bytes, Math.max(0, milliseconds))
  return uuidFromBytes(bytes)
}

export function millisecondsOf(id: Uuid): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

export function uuidToBytes(id: Uuid): Uint8Array {
  const bytes = new Uint8Array(16)
  for (let i = 0, at = 0; i < 16; i++, at += 2) {
    if (id.charCodeAt(at) === hyphen) at++
    bytes[i] = ((digits[id.charCodeAt(at)] ?? 0) << 4) | (digits[id.charCodeAt(at + 1)] ?? 0)
  }
  return bytes
}

const hyphen = 45
const digits = Uint8Array.from({ length: 103 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0)

export function uuidFromBytes(bytes: Uint8Array): Uuid {
  let text = ''
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-'
    text += hex[bytes[i] ?? 0]
  }
  return text as Uuid
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function isUuid(text: string): text is Uuid {
  return uuidPattern.test(text)
}

function writeMilliseconds(bytes: Uint8Array, milliseconds: number) {
  let rest = Math.floor(milliseconds)
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
}
