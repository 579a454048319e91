import type { Attention, EventName, StatsRow } from '@postback/sdk'
import type { Span } from './span.ts'

/** One interval of a chart. */
export interface Point {
  /** When it begins. */
  readonly at: number
  /** Posts that arrived in it. */
  readonly delivered: number
  /** Posts that came in it and have failed. */
  readonly failed: number
  /** Response time of those delivered; null where nothing was, so that the chart has a gap. */
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

export interface Figures {
  readonly points: readonly Point[]
  readonly delivered: number
  readonly failed: number
}

/** @param rows grouped by outcome: an attempt that delivered is a post that arrived */
export function figuresOf(
  rows: readonly StatsRow[],
  failures: Attention['failedByHour'],
  { starts, stepMs }: Pick<Span, 'starts' | 'stepMs'>,
): Figures {
  const arrivedAt = new Map(rows.filter(({ key }) => key === 'delivered').map((row) => [Date.parse(row.at), row]))
  const failedAt = Map.groupBy(failures, ({ at }) => Date.parse(at) - (Date.parse(at) % stepMs))
  const points = starts.map((at): Point => {
    const arrived = arrivedAt.get(at)
    return {
      at,
      delivered: arrived?.count ?? 0,
      failed: sum(failedAt.get(at) ?? [], ({ failed }) => failed),
      p50Ms: arrived?.p50Ms ?? null,
      p95Ms: arrived?.p95Ms ?? null,
    }
  })
  return {
    points,
    delivered: sum(points, ({ delivered }) => delivered),
    failed: sum(points, ({ failed }) => failed),
  }
}

export interface EventVolume {
  readonly event: EventName
  /** Posts that arrived. */
  readonly delivered: number
}

/** The largest first. @param rows grouped by event */
export function volumesOf(rows: readonly StatsRow[], { starts }: Pick<Span, 'starts'>): readonly EventVolume[] {
  const first = starts[0] ?? 0
  const recent = rows.filter(({ at, key }) => key !== null && Date.parse(at) >= first)
  return [...Map.groupBy(recent, ({ key }) => key as EventName)]
    .map(([event, rows]) => ({ event, delivered: sum(rows, ({ delivered }) => delivered) }))
    .filter(({ delivered }) => delivered > 0)
    .sort((a, b) => b.delivered - a.delivered)
}

function sum<T>(rows: readonly T[], value: (row: T) => number): number {
  return rows.reduce((total, row) => total + value(row), 0)
}
