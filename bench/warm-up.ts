/** Until the just-in-time compiler is done. Before that most of what is measured is compiling, and code that is not compiled yet. */

const slicesLeast = 4
const slicesMost = 16
/** Cheaper by less than this is noise. */
const stillFalling = 0.97

/** @param measureSlice some work, and what each piece of it cost; answers what all slices cost. */
export async function warmUp(measureSlice: () => Promise<number>): Promise<readonly number[]> {
  const costs: number[] = []
  while (!isSteady(costs) && costs.length < slicesMost) costs.push(await measureSlice())
  return costs
}

/** Whether the last two slices found nothing that was clearly cheaper than all before them. */
export function isSteady(costs: readonly number[]): boolean {
  if (costs.length < slicesLeast) return false
  return Math.min(...costs.slice(-2)) >= stillFalling * Math.min(...costs.slice(0, -2))
}
