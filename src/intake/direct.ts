import { Refusal } from '../domain/errors.ts'
import type { Reported, ReportedUpdate } from '../domain/update.ts'
import type { Intake } from './intake.ts'

/** Straight into the store: durable when answered, and nothing else to run. */
export function directIntake(accept: (update: ReportedUpdate) => Promise<Reported>): Intake {
  let open = false
  const underWay = new Set<Promise<unknown>>()
  return {
    async start() {
      open = true
    },
    async stop() {
      open = false
      await Promise.allSettled(underWay)
    },
    report(update) {
      if (!open) return Promise.reject(new Refusal('stopping'))
      const done = accept(update)
      const settled = done.finally(() => underWay.delete(settled))
      // The caller hears of a failure; here it only has to be over.
      settled.catch(() => {})
      underWay.add(settled)
      return done
    },
  }
}
