import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Uuid } from '../../domain/ids.ts'
import { blobOf } from './id-blobs.ts'

const slotBytes = 16
const empty = new Uint8Array(slotBytes)

/**
 * Which deliveries are in the middle of an attempt: one id for each slot, in a small file beside the database. Written without
 * a sync, which costs a microsecond and survives the end of the process, if not that of the machine.
 */
export class InFlightSlots {
  readonly #file: number
  /** What the process before this one left. */
  readonly leftBehind: readonly Uint8Array[]

  constructor(path: string) {
    this.leftBehind = slotsIn(readFileSync(path))
    this.#file = openSync(path, 'r+')
  }

  write(slot: number, id: Uuid | null) {
    writeSync(this.#file, id === null ? empty : blobOf(id), 0, slotBytes, slot * slotBytes)
  }

  clear() {
    ftruncateSync(this.#file)
  }

  close() {
    closeSync(this.#file)
  }
}

function slotsIn(bytes: Uint8Array): Uint8Array[] {
  const ids = new Map<string, Uint8Array>()
  for (let at = 0; at + slotBytes <= bytes.length; at += slotBytes) {
    const id = Uint8Array.from(bytes.subarray(at, at + slotBytes))
    if (id.some((byte) => byte !== 0)) ids.set(id.join(), id)
  }
  return [...ids.values()]
}
