/**
 * The rows that fail a check, each with its error. One test over many rows then names all that fail:
 * `expect(await failingRows(rows, check)).toEqual([])`.
 * @param rows each with its name
 */
export async function failingRows<Row>(
  rows: Iterable<readonly [name: string, row: Row]>,
  check: (row: Row) => unknown,
): Promise<readonly string[]> {
  const failing: string[] = []
  for (const [name, row] of rows) {
    try {
      await check(row)
    } catch (error) {
      failing.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return failing
}
