import { Refusal } from '../../domain/errors.ts'
import type { EventId } from '../../domain/ids.ts'
import { subjectKey } from '../../domain/subject.ts'
import type { StampedUpdate, UpdateName } from '../../domain/update.ts'
import type { Known } from '../../store/contract/ledger.ts'
import type { Audience } from './audiences.ts'
import { type Decision, decide, type Ground, type Standing } from './decide.ts'

/** The result of an update, if the store keeps the update that it rests on. */
export type Decided = {
  /** The index in the group of the earlier update whose result this decision rests on; null: none. */
  readonly restsOn: number | null
} & (
  | { readonly kind: 'decided'; readonly decision: Decision }
  | { readonly kind: 'duplicate'; readonly eventId: EventId | null }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Our own fault. */
  | { readonly kind: 'broken'; readonly error: unknown }
)

/**
 * Decides a group of updates, one after another: each sees the state in which earlier ones leave its subject, and the names that
 * they take. A refused update changes no state and takes no name. Pure. One decision at a time, as a group may be a lot of work.
 */
export function* decideInOrder(
  updates: readonly StampedUpdate[],
  found: {
    readonly known: readonly Known[]
    /** For each update: the audiences that it may concern. */
    readonly audiences: readonly (readonly (Audience | null)[])[]
    /** One for each update. */
    readonly ids: readonly EventId[]
  } & Pick<Ground, 'now' | 'lags'>,
): Generator<Decided, void> {
  const { now, lags } = found
  const chains = new Map<string, { readonly standing: Standing; readonly last: number }>()
  const names = new Map<string, { readonly eventId: EventId | null; readonly bodyHash: string; readonly by: number }>()
  for (const [i, update] of updates.entries()) yield decideOne(update, i)

  function decideOne(update: StampedUpdate, i: number): Decided {
    const [known, id] = [found.known[i], found.ids[i]]
    if (!known || !id) throw new Error('Nothing is known of an update.')
    const named = update.names.map((name) => names.get(nameKey(name))).find((it) => it !== undefined)
    const before = known.before ?? named
    if (before) return { restsOn: named?.by ?? null, ...answerBefore(update, before) }
    const key = subjectKey(update.subject)
    const chain = key === null ? undefined : chains.get(key)
    const restsOn = chain?.last ?? null
    try {
      const standing = chain?.standing ?? known
      const decision = decide(update, { standing, audiences: found.audiences[i] ?? [], id, now, lags })
      if (decision.entry !== null) {
        if (key !== null) chains.set(key, { standing: decision.after, last: i })
        const eventId = decision.event?.head.id ?? null
        for (const name of update.names) names.set(nameKey(name), { eventId, bodyHash: name.bodyHash, by: i })
      }
      return { kind: 'decided', decision, restsOn }
    } catch (error) {
      return error instanceof Refusal
        ? { kind: 'refused', refusal: error, restsOn }
        : { kind: 'broken', error, restsOn }
    }
  }
}

/** An earlier update under the same name was answered: the same body is a duplicate, another body a conflict. */
function answerBefore(
  { names }: StampedUpdate,
  { eventId, bodyHash }: NonNullable<Known['before']>,
): { kind: 'duplicate'; eventId: EventId | null } | { kind: 'refused'; refusal: Refusal } {
  const isSame = names.some((name) => name.bodyHash === bodyHash)
  return isSame ? { kind: 'duplicate', eventId } : { kind: 'refused', refusal: new Refusal('idempotency_conflict') }
}

function nameKey({ scope, key }: UpdateName): string {
  return `${scope} ${key}`
}
