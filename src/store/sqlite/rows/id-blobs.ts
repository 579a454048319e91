import { type Uuid, uuidFromBytes } from '../../../domain/ids.ts'

/**
 * Converts ids to the 16 stored bytes. Equal to `uuidToBytes`, but three times as fast, since it makes no intermediate text; a
 * delivery needs a dozen conversions.
 */

const digits = new Uint8Array(128)
for (let digit = 0; digit < 16; digit++) digits[digit.toString(16).charCodeAt(0)] = digit

export function blobOf(id: Uuid): Uint8Array {
  const bytes = new Uint8Array(16)
  let at = 0
  for (let i = 0; i < 36; i += 2) {
    if (i === 8 || i === 13 || i === 18 || i === 23) i++
    bytes[at++] = ((digits[id.charCodeAt(i)] ?? 0) << 4) | (digits[id.charCodeAt(i + 1)] ?? 0)
  }
  return bytes
}

export const idOf: (blob: Uint8Array) => Uuid = uuidFromBytes

export function blobOrNull(id: Uuid | null): Uint8Array | null {
  return id === null ? null : blobOf(id)
}

export function idOrNull(blob: Uint8Array | null): Uuid | null {
  return blob === null ? null : idOf(blob)
}
