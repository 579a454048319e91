import { closeSync, constants, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import type { Uuid } from '../../domain/ids.ts'
import { blobOf } from './id-blobs.ts'

const slotBytes = 16
/** As many as there can be attempts at once: more was not written by us. */
const slotsMax = 20_000
const empty = new Uint8Array(slotBytes)

/**
 * Which deliveries are in the middle of an attempt: one id for each slot, in a small file beside the database. Written without
 * a sync, which costs a microsecond and survives the end of the process, if not that of the machine. It is a hint: where the file
 * cannot be used, that is said once, and all goes on without it.
 */
export class InFlightSlots {
  readonly #onTrouble: (error: unknown) => void
  #file: number | null = null
  /** What the process before this one left. */
  readonly leftBehind: readonly Uint8Array[] = []

  constructor(path: string, onTrouble: (error: unknown) => void) {
    this.#onTrouble = onTrouble
    try {
      this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600)
      this.leftBehind = slotsIn(this.#file)
    } catch (error) {
      this.#doWithout(error)
    }
  }

  write(slot: number, id: Uuid | null) {
    this.#try((file) => writeSync(file, id === null ? empty : blobOf(id), 0, slotBytes, slot * slotBytes))
  }

  clear() {
    this.#try((file) => ftruncateSync(file))
  }

  close() {
    this.#try(closeSync)
    this.#file = null
  }

  #try(use: (file: number) => unknown) {
    if (this.#file === null) return
    try {
      use(this.#file)
    } catch (error) {
      this.#doWithout(error)
    }
  }

  #doWithout(error: unknown) {
    const file = this.#file
    this.#file = null
    this.#onTrouble(error)
    if (file === null) return
    try {
      // An old hint would be wrong after the next crash.
      ftruncateSync(file)
    } catch {
      // Said already.
    }
    closeSync(file)
  }
}

function slotsIn(file: number): Uint8Array[] {
  const bytes = Buffer.alloc(slotsMax * slotBytes)
  const length = readSync(file, bytes, 0, bytes.length, 0)
  const ids = new Map<string, Uint8Array>()
  for (let at = 0; at + slotBytes <= length; at += slotBytes) {
    const id = Uint8Array.from(bytes.subarray(at, at + slotBytes))
    if (id.some((byte) => byte !== 0)) ids.set(id.join(), id)
  }
  return [...ids.values()]
}
