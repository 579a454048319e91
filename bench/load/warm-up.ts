/** Runs until the just-in-time compiler is done. Before that, figures include compilation and code that is not yet compiled. */

export interface Slice {
  readonly deliveries: number
  /** CPU per delivery. */
  readonly cpuMicros: number
}

const slicesLeast = 4
/** The compiler counts how often code has run, and a slow machine makes few deliveries in a slice. */
const deliveriesLeast = 5_000
const slicesMost = 20
/** A smaller decrease is noise. */
const stillFalling = 0.97

export async function warmUp(measureSlice: () => Promise<Slice>): Promise<readonly Slice[]> {
  const slices: Slice[] = []
  while (!isSteady(slices) && slices.length < slicesMost) slices.push(await measureSlice())
  return slices
}

/** Whether neither of the last two slices was clearly cheaper than all slices before. */
export function isSteady(slices: readonly Slice[]): boolean {
  if (slices.length < slicesLeast) return false
  if (slices.reduce((sum, { deliveries }) => sum + deliveries, 0) < deliveriesLeast) return false
  const costs = slices.map(({ cpuMicros }) => cpuMicros)
  return Math.min(...costs.slice(-2)) >= stillFalling * Math.min(...costs.slice(0, -2))
}
