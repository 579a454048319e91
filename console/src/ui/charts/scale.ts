/** A round number at or above the greatest value, for the top of a chart. */
export function roundTop(greatest: number): number {
  if (greatest <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(greatest))
  const step = [1, 2, 4, 5, 10].find((factor) => factor * power >= greatest) ?? 10
  return step * power
}

/** Which of so many labels have room: every one, every second, every third… */
export function labelStep(count: number, room: number, labelWidth: number): number {
  return Math.max(1, Math.ceil((count * labelWidth) / Math.max(1, room)))
}
