const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `100ms`, `15s`, `1m`, `6h`, `2d` as milliseconds; null when it is none of these. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text.trim())
  if (!match) return null
  return Number(match[1]) * (units[match[2] ?? ''] ?? 0)
}

/** In the largest unit that needs no fraction. */
export function showDuration(milliseconds: number): string {
  const [unit, size] = Object.entries(units).findLast(([, size]) => milliseconds % size === 0) ?? ['ms', 1]
  return `${milliseconds / size}${unit}`
}
