/** Until the just-in-time compiler is done. Before that most of what is measured is compiling, and code that is not compiled yet. */

export interface Slice {
  readonly deliveries: number
  /** Of each delivery. */
  readonly cpuMicros: number
}

const slicesLeast = 4
/** A slow machine makes few deliveries in a slice, and the compiler goes by how often code has run. */
const deliveriesLeast = 5_000
const slicesMost = 20
/** Cheaper by less than this is noise. */
const stillFalling = 0.97

export async function warmUp(measureSlice: () => Promise<Slice>): Promise<readonly Slice[]> {
  const slices: Slice[] = []
  while (!isSteady(slices) && slices.length < slicesMost) slices.push(await measureSlice())
  return slices
}

/** Whether the last two slices found nothing that was clearly cheaper than all before them. */
export function isSteady(slices: readonly Slice[]): boolean {
  if (slices.length < slicesLeast) return false
  if (slices.reduce((sum, { deliveries }) => sum + deliveries, 0) < deliveriesLeast) return false
  const costs = slices.map(({ cpuMicros }) => cpuMicros)
  return Math.min(...costs.slice(-2)) >= stillFalling * Math.min(...costs.slice(0, -2))
}
