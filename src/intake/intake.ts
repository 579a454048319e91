import type { Reported, ReportedUpdate } from '../domain/update.ts'

/** How reported updates reach the engine. When `report` is fulfilled the update will not be lost. */
export interface Intake {
  start(): Promise<void>
  /** Lets in nothing more and waits for what is under way. Twice is harmless. */
  stop(): Promise<void>
  /** @throws Refusal when the update cannot be accepted; nothing of it is kept then */
  report(update: ReportedUpdate): Promise<Reported>
}
