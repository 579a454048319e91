import type { Configuration, DisabledReason } from '../domain/configuration.ts'
import type { ConfigurationId } from '../domain/ids.ts'
import { answerText } from '../domain/text/answer-text.ts'
import type { Clock } from '../engine/clock.ts'
import type { ConfigurationRecord } from '../store/contract/directory.ts'
import type { FailureGroup, Failures } from '../store/contract/failures.ts'
import type { Store } from '../store/contract/store.ts'

/** The most urgent first. */
export const attentionKinds = ['failed', 'disabled', 'failing', 'slowed', 'held'] as const
export type AttentionKind = (typeof attentionKinds)[number]

export interface AttentionCard {
  readonly kind: AttentionKind
  readonly record: ConfigurationRecord
  readonly since: number | null
  readonly group: FailureGroup | null
  /** The beginning of the answer to the newest post; null: none, or no text. */
  readonly answerText: string | null
  readonly disabledReason: DisabledReason | null
  readonly pausedUntil: number | null
}

export interface NeedsAttention {
  readonly cards: readonly AttentionCard[]
  readonly failedByHour: Failures['failedByHour']
  readonly exact: boolean
}

const weekMs = 7 * 86_400_000
/** As many as a person can look through. */
const troubledMost = 100
const answerCharsMost = 300

/** What needs a person, by cause. Reads a bounded number of rows however long the history is: consoles ask all the time. */
export class Attention {
  readonly #parts: { readonly store: Store; readonly clock: Clock }

  constructor(parts: { store: Store; clock: Clock }) {
    this.#parts = parts
  }

  async of(accountId: string): Promise<NeedsAttention> {
    const { store, clock } = this.#parts
    const now = clock.now()
    const [failures, troubled] = await Promise.all([
      store.listFailures(accountId, now - weekMs),
      store.listConfigurations(accountId, { before: null, limit: troubledMost, troubledAt: now }),
    ])
    const records = new Map(troubled.map((record) => [record.configuration.id, record]))
    const groups = Map.groupBy(failures.groups, ({ configurationId }) => configurationId)
    const cards: AttentionCard[] = []
    for (const [id, own] of groups) {
      const record = records.get(id) ?? (await this.#recordOf(accountId, id))
      if (record && record.configuration.status.state !== 'disabled') cards.push(...failedCards(record, own, now))
    }
    for (const record of troubled) {
      const card = conditionCard(record, groups.get(record.configuration.id) ?? [], now)
      if (card) cards.push(card)
    }
    const rank = ({ kind }: AttentionCard) => attentionKinds.indexOf(kind)
    return {
      cards: cards.sort((a, b) => rank(a) - rank(b)),
      failedByHour: failures.failedByHour,
      exact: failures.exact && troubled.length < troubledMost,
    }
  }

  /** null: it was removed, and what it failed to get can no longer be sent. */
  #recordOf(accountId: string, id: ConfigurationId): Promise<ConfigurationRecord | null> {
    return this.#parts.store.getConfiguration(accountId, id)
  }
}

/** Posts that wait for their next attempt make no card, unless nothing has arrived since the first failure. */
function failedCards(record: ConfigurationRecord, groups: readonly FailureGroup[], now: number): AttentionCard[] {
  const isFailing = record.health.failingSince !== null && !isPaused(record, now)
  const needed = groups.filter((group) => !isSettled(group))
  const hasFailed = needed.some(({ failed }) => failed > 0)
  return needed.flatMap((group) => {
    if (group.failed > 0) return [{ ...cardOf('failed', record), group, since: group.since, ...saidIn(group) }]
    if (hasFailed || !isFailing) return []
    return [{ ...cardOf('failing', record), group, since: record.health.failingSince, ...saidIn(group) }]
  })
}

function isSettled({ failed, retrying, settled, allChecked }: FailureGroup): boolean {
  return allChecked && settled === failed + retrying
}

/** What the configuration's own state asks for. */
function conditionCard(
  record: ConfigurationRecord,
  groups: readonly FailureGroup[],
  now: number,
): AttentionCard | null {
  const { status } = record.configuration
  if (status.state === 'disabled') {
    const group = groups[0] ?? null
    const { reason, at } = status
    const failed = { group, disabledReason: reason, since: at, ...(group && saidIn(group)) }
    if (reason !== 'manual') return { ...cardOf('disabled', record), ...failed }
    return record.held > 0 ? { ...cardOf('held', record), ...failed, group: null, answerText: null } : null
  }
  if (!isPaused(record, now)) return null
  return { ...cardOf('slowed', record), pausedUntil: record.statedLimit.pausedUntil }
}

function cardOf(kind: AttentionKind, record: ConfigurationRecord): AttentionCard {
  return { kind, record, since: null, group: null, answerText: null, disabledReason: null, pausedUntil: null }
}

function isPaused({ configuration, statedLimit }: ConfigurationRecord, now: number): boolean {
  return isActive(configuration) && (statedLimit.pausedUntil ?? 0) > now
}

function isActive({ status }: Configuration): boolean {
  return status.state === 'active' || status.state === 'releasing'
}

function saidIn({ answer }: FailureGroup): Pick<AttentionCard, 'answerText'> {
  const text = answer && answerText({ ...answer, body: answer.body.subarray(0, answerCharsMost * 4), truncated: true })
  return { answerText: text?.trim().slice(0, answerCharsMost) || null }
}
