import { randomBytes } from 'node:crypto'
import { Acceptor } from '../../../src/engine/accept/accept.ts'
import { Audiences } from '../../../src/engine/accept/audiences.ts'
import { Feed } from '../../../src/engine/accept/feed.ts'
import { IntakeReport } from '../../../src/engine/accept/intake-report.ts'
import type { Dispatcher } from '../../../src/engine/dispatch/dispatcher.ts'
import { createMint } from '../../../src/engine/mint.ts'
import { tellAll } from '../../../src/engine/observer.ts'
import { directIntake } from '../../../src/intake/direct.ts'
import type { Accepted } from '../../../src/intake/intake.ts'
import { sale } from '../../support/harness.ts'
import { about, mintId, productId, type World } from '../world.ts'

/** A node that takes reports with the engine's own parts, and sends nothing. */
export interface ReportingNode {
  /** Reports about one transaction differ in `occurrence`, so each makes an event. */
  report(
    transaction: string,
    options?: { occurrence?: string; name?: { key: string; bodyHash: string } },
  ): Promise<Accepted>
}

/** All lanes are full: accepted deliveries wait in the store. */
const dispatcher = {
  lags: new Map(),
  reserve: () => false,
  unreserve() {},
  push() {},
  noteDue() {},
} as unknown as Dispatcher

export async function reportingNode(world: World): Promise<ReportingNode> {
  const { store } = world
  const clock = { now: () => world.now }
  const observer = tellAll([])
  const acceptor = new Acceptor({
    store,
    audiences: new Audiences(store),
    clock,
    mint: createMint(clock, (size) => Uint8Array.from(randomBytes(size))),
    dispatcher,
    observer,
    intakeReport: new IntakeReport({ store, observer }),
    events: new Feed(),
  })
  const intake = directIntake({ isBusy: () => false, now: () => performance.now() })
  await intake.start((group) => acceptor.accept(group))
  return {
    report(transaction, { occurrence = '', name } = {}) {
      return intake.report({
        id: mintId(world.now),
        via: 'whole',
        subject: about(transaction),
        event: null,
        data: sale('PURCHASE_APPROVED', transaction, productId),
        receivedAt: world.now,
        occurredAt: null,
        occurrence,
        emitStale: false,
        names: name ? [{ scope: 'platform', expiresAt: world.now, ...name }] : [],
      })
    },
  }
}
