import { Refusal } from '../domain/errors.ts'
import type { Reported, StampedUpdate } from '../domain/update.ts'
import { again, GroupCommit, type GroupOptions } from '../group-commit/group-commit.ts'
import type { Consumed, Intake } from './intake.ts'
import { IntakeTurns } from './turns.ts'

interface Waiting {
  readonly update: StampedUpdate
  /** A group takes one update of each turn in rotation: see `IntakeTurns`. */
  readonly turn: string
}

/**
 * Hands updates straight to the engine, which stores them: an update is durable when it is answered, and no other service has to
 * run. The updates of one turn of the event loop make a group, taken from each account in turn.
 */
export function directIntake(loop: Pick<GroupOptions<never>, 'isBusy' | 'now'>): Intake {
  const turns = new IntakeTurns()
  let group: GroupCommit<Waiting, Consumed> | null = null
  return {
    async start(consume) {
      const commit = async (waiting: readonly Waiting[]) => {
        const results = await consume(waiting.map(({ update }) => update))
        return results.map((result) => (result.kind === 'again' ? again : result))
      }
      group = new GroupCommit<Waiting, Consumed>(commit, { ...loop, turnOf: ({ turn }) => turn })
    },
    async stop() {
      const left = group
      group = null
      await left?.drained()
    },
    async report(update) {
      if (!group) throw new Refusal('stopping')
      const turn = turns.enter(update)
      try {
        const reported = reportedOf(await group.add({ update, turn }))
        if (reported.kind === 'event') turns.learn(update, reported.accountId)
        return reported
      } finally {
        turns.leave(update)
      }
    },
    // Each update is answered with its result, so none is ever buffered.
    find: async () => null,
  }
}

function reportedOf(consumed: Consumed): Reported {
  switch (consumed.kind) {
    case 'done':
      return consumed.reported
    case 'refused':
      throw consumed.refusal
    case 'broken':
      throw consumed.error
    case 'again':
      throw new Error('An update to be decided again has no result.')
  }
}
