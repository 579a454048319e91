import { Refusal } from '../domain/errors.ts'
import type { DeliveryId, ReplayId } from '../domain/ids.ts'
import { rangeBeside } from '../domain/ids.ts'
import type { Clock } from '../engine/clock.ts'
import type { Mint } from '../engine/mint.ts'
import type { Observer } from '../engine/observer.ts'
import type { DeliveryFilter } from '../store/contract/history.ts'
import type { Store } from '../store/contract/store.ts'
import type { Replay, ReplayStep } from '../store/contract/work.ts'
import type { Deliveries } from './deliveries.ts'

const pageRows = 100
const pauseMs = 10
const tryAgainMs = 1_000
/** Far longer than a page takes. */
const dutyMs = 30_000
/** Counts are exact up to this number. */
export const countMost = 100_000

/**
 * Processes many deliveries again: counts them first, then goes page by page, oldest first. The progress is stored, so that a
 * restart goes on at the same place. `latest` sends only the last event of each subject to each configuration. `skipsRevoked` leaves
 * out those whose subject has since been refunded, charged back, disputed, cancelled or expired.
 */
export class Replays {
  readonly #parts: { store: Store; clock: Clock; mint: Mint; deliveries: Deliveries; observer: Observer }
  readonly #running = new Map<ReplayId, Promise<void>>()
  #stopping = false

  constructor(parts: { store: Store; clock: Clock; mint: Mint; deliveries: Deliveries; observer: Observer }) {
    this.#parts = parts
  }

  async start() {
    for (const replay of await this.#parts.store.listOpenReplays()) this.#run(replay)
  }

  async stop() {
    this.#stopping = true
    await Promise.all(this.#running.values())
  }

  count(filter: DeliveryFilter) {
    return this.#parts.store.countDeliveries(filter, countMost)
  }

  async create(
    wanted: Pick<Replay, 'filter' | 'mode' | 'skipsRevoked' | 'hottokAsConfigured'>,
    by: string,
  ): Promise<Replay> {
    const { store, clock, mint } = this.#parts
    const { filter } = wanted
    const { count } = await this.count(filter)
    const now = clock.now()
    const id = mint.id()
    const replay: Replay = {
      id,
      accountId: filter.accountId,
      ...wanted,
      state: 'running',
      total: count,
      done: 0,
      skipped: 0,
      arrived: 0,
      waiting: 0,
      failed: 0,
      cursor: null,
      upTo: rangeBeside(id).to,
      by,
      createdAt: now,
      endedAt: null,
    }
    await store.saveReplay(replay)
    this.#run(replay)
    return replay
  }

  async get(accountId: string, id: ReplayId): Promise<Replay> {
    const replay = await this.#parts.store.getReplay(accountId, id)
    if (!replay) throw new Refusal('not_found')
    return replay
  }

  /** Those that have not arrived, oldest first. */
  async failures(accountId: string, id: ReplayId, page: { after: DeliveryId | null; limit: number }) {
    await this.get(accountId, id)
    return this.#parts.store.listReplayFailures(accountId, id, page)
  }

  async cancel(accountId: string, id: ReplayId): Promise<Replay> {
    const { store, clock } = this.#parts
    await this.get(accountId, id)
    if (!(await store.cancelReplay(accountId, id, clock.now()))) throw new Refusal('replay_ended')
    // The result includes the page under way.
    await this.#running.get(id)
    return this.get(accountId, id)
  }

  #run(replay: Replay) {
    const run = this.#runPages(replay).finally(() => this.#running.delete(replay.id))
    this.#running.set(replay.id, run)
  }

  /** Every node runs all open replays, but only the current holder of the duty sends. */
  async #runPages({ accountId, id }: Replay) {
    const { store, clock, observer } = this.#parts
    while (!this.#stopping) {
      try {
        const now = clock.now()
        const isMine = await store.holdDuty(`replay:${id}`, now, now + dutyMs)
        const replay = await store.getReplay(accountId, id)
        if (replay?.state !== 'running') return
        if (isMine) await store.saveReplay(await this.#page(replay))
        await new Promise((resolve) => setTimeout(resolve, isMine ? pauseMs : tryAgainMs))
      } catch (error) {
        observer.trouble('a replay', error)
        await new Promise((resolve) => setTimeout(resolve, tryAgainMs))
      }
    }
  }

  async #page(replay: Replay): Promise<Replay> {
    const { store, clock, observer } = this.#parts
    const page = await store.listDeliveries(replay.filter, { after: replay.cursor, limit: pageRows })
    let { done, skipped } = replay
    for (const delivery of page.deliveries) {
      if (delivery.id > replay.upTo) continue
      const step = { id: replay.id, done: done + 1, skipped }
      const sent = await this.#sendAgain(replay, delivery.id, step)
      if (sent) done++
      else skipped++
      observer.replayed(sent ? 'sent' : 'skipped')
    }
    const ended = page.next === null || page.next > replay.upTo
    return {
      ...replay,
      done,
      skipped,
      cursor: page.next ?? page.deliveries.at(-1)?.id ?? replay.cursor,
      ...(ended ? { state: 'ended', endedAt: clock.now() } : {}),
    }
  }

  async #sendAgain(replay: Replay, id: DeliveryId, step: ReplayStep): Promise<boolean> {
    if (await this.#isLeftOut(replay, id)) return false
    try {
      await this.#parts.deliveries.processAgain(replay.accountId, id, replay.by, replay, step)
      return true
    } catch (error) {
      // Its series is open, it is held, or its configuration was removed: it is skipped.
      if (error instanceof Refusal) return false
      throw error
    }
  }

  /** Whether a later event of the subject makes this one outdated. */
  async #isLeftOut({ accountId, mode, skipsRevoked }: Replay, id: DeliveryId): Promise<boolean> {
    if (mode === 'all' && !skipsRevoked) return false
    const detail = await this.#parts.store.getDelivery(accountId, id)
    if (detail === null) return false
    return (skipsRevoked && detail.revokedSince !== null) || (mode === 'latest' && detail.overtaken)
  }
}
