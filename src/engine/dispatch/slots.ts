import { closeSync, constants, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { type DeliveryId, uuidFromBytes, uuidToBytes } from '../../domain/ids.ts'

const slotBytes = 16
/** The most attempts that there can be at once: we did not write a longer file. */
const slotsMax = 20_000
const empty = new Uint8Array(slotBytes)

/**
 * Which deliveries are in the middle of an attempt: one id for each slot, in a small file of the node. A write without a sync
 * costs a few microseconds, and survives the end of the process but not of the machine. The file is a hint: if it cannot be used,
 * that is reported once, and the node works without it.
 */
export class Slots {
  readonly #onTrouble: (error: unknown) => void
  #file: number | null = null
  /** Attempts that were under way when the previous process ended. */
  readonly begun: readonly DeliveryId[] = []

  constructor(path: string, onTrouble: (error: unknown) => void) {
    this.#onTrouble = onTrouble
    try {
      this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600)
      this.begun = idsIn(this.#file)
    } catch (error) {
      this.#doWithout(error)
    }
  }

  write(slot: number, id: DeliveryId | null) {
    this.#try((file) => writeSync(file, id === null ? empty : uuidToBytes(id), 0, slotBytes, slot * slotBytes))
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
      // Reported already.
    }
    closeSync(file)
  }
}

function idsIn(file: number): DeliveryId[] {
  const bytes = Buffer.alloc(slotsMax * slotBytes)
  const length = readSync(file, bytes, 0, bytes.length, 0)
  const ids = new Set<DeliveryId>()
  for (let at = 0; at + slotBytes <= length; at += slotBytes) {
    const id = bytes.subarray(at, at + slotBytes)
    if (!id.equals(empty)) ids.add(uuidFromBytes(id))
  }
  return [...ids]
}
