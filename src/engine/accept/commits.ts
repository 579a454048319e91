import type { Entry } from '../../store/contract/ledger.ts'

/** In rows. An event may go to one configuration or to hundreds, and other commits wait for this one. */
const weightMost = 512
const bytesPerRow = 4_096

/** Splits entries, in their order, into the work of single commits. */
export function commitsOf(entries: readonly Entry[]): Entry[][] {
  const commits: Entry[][] = []
  let weight = Number.POSITIVE_INFINITY
  for (const entry of entries) {
    weight += weightOf(entry)
    if (weight > weightMost) {
      commits.push([])
      weight = weightOf(entry)
    }
    commits.at(-1)?.push(entry)
  }
  return commits
}

function weightOf({ event, deliveries }: Entry): number {
  const bytes = event?.bodies.reduce((sum, { text }) => sum + text.length, 0) ?? 0
  return 1 + deliveries.length + bytes / bytesPerRow
}
