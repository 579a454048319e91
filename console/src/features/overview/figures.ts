import type { EventName, Outcome, StatsRow } from '@postback/sdk'
import { outcomes } from '@postback/sdk'
import type { Span } from './overview-range.ts'

/** One interval of a chart; null where nothing was measured, so that the chart has a gap. */
export interface Point {
  /** When it begins. */
  readonly at: number
  readonly attempts: number
  readonly counts: Readonly<Record<Outcome, number>>
  /** Of one; null: nothing was sent. */
  readonly successRate: number | null
  /** Of those delivered. */
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

export interface Figures {
  readonly points: readonly Point[]
  readonly attempts: number
  readonly delivered: number
  /** Outcomes that occurred, in their own order. */
  readonly seen: readonly Outcome[]
}

/** @param rows grouped by outcome */
export function figuresOf(rows: readonly StatsRow[], { starts }: Span): Figures {
  const rowsAt = Map.groupBy(rows, ({ at }) => Date.parse(at))
  const points = starts.map((at): Point => {
    const here = rowsAt.get(at) ?? []
    const counts = Object.fromEntries(
      outcomes.map((outcome) => [outcome, sum(here.filter(({ key }) => key === outcome))]),
    ) as Record<Outcome, number>
    const attempts = sum(here)
    const answered = here.find(({ key }) => key === 'delivered')
    return {
      at,
      attempts,
      counts,
      successRate: attempts === 0 ? null : counts.delivered / attempts,
      p50Ms: answered?.p50Ms ?? null,
      p95Ms: answered?.p95Ms ?? null,
    }
  })
  const total = (count: (point: Point) => number) => points.reduce((all, point) => all + count(point), 0)
  return {
    points,
    attempts: total(({ attempts }) => attempts),
    delivered: total(({ counts }) => counts.delivered),
    seen: outcomes.filter((outcome) => points.some(({ counts }) => counts[outcome] > 0)),
  }
}

export interface EventVolume {
  readonly event: EventName
  readonly attempts: number
  readonly delivered: number
}

/** @param rows grouped by event */
export function volumesOf(rows: readonly StatsRow[], { starts }: Span): readonly EventVolume[] {
  const first = starts[0] ?? 0
  const recent = rows.filter(({ at, key }) => key !== null && Date.parse(at) >= first)
  return [...Map.groupBy(recent, ({ key }) => key as EventName)]
    .map(([event, rows]) => ({
      event,
      attempts: sum(rows),
      delivered: rows.reduce((all, row) => all + row.delivered, 0),
    }))
    .sort((a, b) => b.attempts - a.attempts)
}

function sum(rows: readonly StatsRow[]): number {
  return rows.reduce((total, { count }) => total + count, 0)
}
