/** The name that was probably meant: the one with the smallest edit distance. Null if none is close. */
export function nearest(written: string, names: readonly string[]): string | null {
  const most = Math.max(1, Math.floor(written.length / 3))
  const [best] = names
    .map((name) => ({ name, changes: changesBetween(written.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.changes - b.changes)
  return best && best.changes <= most ? best.name : null
}

/** Levenshtein distance. */
function changesBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[other.length] ?? 0
}
