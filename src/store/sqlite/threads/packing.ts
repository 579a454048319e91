import type { Body, Entry, NewEvent } from '../../contract/ledger.ts'
import type { AttemptOutcome, RecordResult } from '../../contract/work.ts'
import type { OutcomeToRecord, Recorded } from '../hot/record.ts'

/**
 * What crosses between threads for each delivery. To copy an object with many members costs twice what it does to write it as JSON and
 * read that; a long text is copied for nearly nothing. So the texts of bodies go apart from the rest.
 */

export interface PackedEntries {
  readonly json: string
  /** Of all bodies, in their order. */
  readonly texts: readonly string[]
}

type EntryWithout = Omit<Entry, 'basedOn' | 'event'> & {
  readonly revision: number
  readonly accounts: readonly (readonly [string, number])[]
  readonly event: (Omit<NewEvent, 'bodies'> & { readonly bodies: readonly Omit<Body, 'text'>[] }) | null
}

export function packEntries(entries: readonly Entry[]): PackedEntries {
  const texts: string[] = []
  const without = entries.map(({ basedOn, event, ...rest }): EntryWithout => {
    const { revision, accounts } = basedOn
    return { ...rest, revision, accounts: [...accounts], event: event && { ...event, bodies: event.bodies.map(apart) } }
  })
  return { json: JSON.stringify(without), texts }

  function apart({ text, ...body }: Body): Omit<Body, 'text'> {
    texts.push(text)
    return body
  }
}

export function unpackEntries({ json, texts }: PackedEntries): Entry[] {
  let at = 0
  return (JSON.parse(json) as EntryWithout[]).map(({ revision, accounts, event, ...rest }) => ({
    ...rest,
    basedOn: { revision, accounts: new Map(accounts) },
    event: event && { ...event, bodies: event.bodies.map((body) => ({ ...body, text: texts[at++] ?? '' })) },
  }))
}

export interface PackedOutcomes {
  readonly json: string
  /** Of those that have one. */
  readonly bodies: ReadonlyMap<number, Uint8Array>
}

const noBody = new Uint8Array()

export function packOutcomes(outcomes: readonly AttemptOutcome[]): PackedOutcomes {
  const bodies = new Map<number, Uint8Array>()
  const without = outcomes.map(({ delivery, attempt: { responseBody, ...attempt }, ...rest }, i) => {
    // A part of a larger buffer would be copied with all of it.
    if (responseBody.length > 0) bodies.set(i, Uint8Array.from(responseBody))
    const { id, configurationId, accountId, test, event, hottokInBody } = delivery
    return { ...rest, attempt, delivery: { id, configurationId, accountId, test, event, hottokInBody } }
  })
  return { json: JSON.stringify(without), bodies }
}

export function unpackOutcomes({ json, bodies }: PackedOutcomes): OutcomeToRecord[] {
  const outcomes = JSON.parse(json) as OutcomeToRecord[]
  return outcomes.map(({ attempt, ...rest }, i) => ({
    ...rest,
    attempt: { ...attempt, responseBody: bodies.get(i) ?? noBody },
  }))
}

/** Errors are no JSON, and rare. */
export type PackedResults = string | readonly Recorded[]

export function packResults(results: readonly Recorded[]): PackedResults {
  return results.some(({ kind }) => kind === 'broken') ? results : JSON.stringify(results)
}

/** @param outcomes what they are the results of, in their order */
export function unpackResults(packed: PackedResults, outcomes: readonly AttemptOutcome[]): RecordResult[] {
  const results = typeof packed === 'string' ? (JSON.parse(packed) as Recorded[]) : packed
  return results.map((result, i): RecordResult => {
    const before = outcomes[i]?.delivery
    if (result.kind === 'broken' || !before) return result as RecordResult
    if (result.kind === 'late') return { ...result, delivery: result.delivery && { ...before, ...result.delivery } }
    return { ...result, delivery: { ...before, ...result.delivery } }
  })
}
