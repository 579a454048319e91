import { millisecondsOf, mintUuid, type RandomBytes, type Uuid } from '../domain/ids.ts'
import type { Clock } from './clock.ts'

export interface Mint {
  /** Later ids are greater, even within one millisecond. */
  id(): Uuid
  /** From now on ids are greater than this one, which another process made. */
  startAfter(newest: Uuid): void
  readonly randomBytes: RandomBytes
}

const idsPerMillisecond = 4096
/**
 * An id also dates its row. If a clock ran further ahead than this (a year set wrongly is less), ids give up their order:
 * otherwise the history would never be old enough to delete.
 */
const aheadMaxMs = 400 * 24 * 3_600_000

export function createMint(clock: Clock, randomBytes: RandomBytes): Mint {
  let millisecond = 0
  let counter = 0
  return {
    randomBytes,
    id() {
      const now = clock.now()
      if (now > millisecond) {
        millisecond = now
        counter = 0
      } else if (++counter === idsPerMillisecond) {
        // Borrow from the next millisecond rather than repeat or wait.
        millisecond++
        counter = 0
      }
      return mintUuid(millisecond, counter, randomBytes)
    },
    startAfter(newest) {
      const last = millisecondsOf(newest)
      if (last < millisecond || last > clock.now() + aheadMaxMs) return
      millisecond = last + 1
      counter = -1
    },
  }
}

/** Randomness in small pieces: one call to the system serves many ids. */
export function pooled(fill: (pool: Uint8Array<ArrayBuffer>) => void, poolBytes = 4096): RandomBytes {
  const pool = new Uint8Array(poolBytes)
  let used = poolBytes
  return (size) => {
    if (used + size > poolBytes) {
      fill(pool)
      used = 0
    }
    used += size
    return pool.slice(used - size, used)
  }
}
