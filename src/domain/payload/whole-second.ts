/** The moment, in milliseconds, rounded down to a whole second. */
export function wholeSecond(milliseconds: number): number {
  return milliseconds - (milliseconds % 1_000)
}
