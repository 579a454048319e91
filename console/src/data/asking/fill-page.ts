import type { Page } from '@postback/sdk'

const pageRows = 50
/** How often more is requested while a page has some rows, but not all. */
const shortAnswersMost = 8

/**
 * Collects the rows of one page. The server looks at a bounded number of rows for each answer, so an answer may be short or empty and
 * still not be the last. An empty page with a cursor means that there is more to search.
 * @param emptyAnswersMost how many answers are requested while there are no rows
 */
export async function fillPage<Row>(
  ask: (request: { readonly limit: number; readonly cursor: string | undefined }) => Promise<Page<Row>>,
  cursor: string | undefined,
  emptyAnswersMost = Number.POSITIVE_INFINITY,
): Promise<Page<Row>> {
  const rows: Row[] = []
  let next: string | null | undefined = cursor
  for (let asked = 0; rows.length < pageRows && asked < mostFor(rows, emptyAnswersMost); asked++) {
    const page: Page<Row> = await ask({ limit: pageRows - rows.length, cursor: next })
    rows.push(...page.data)
    next = page.nextCursor
    if (next === null) break
  }
  return { data: rows, nextCursor: next ?? null }
}

function mostFor(rows: readonly unknown[], emptyAnswersMost: number): number {
  return rows.length === 0 ? emptyAnswersMost : shortAnswersMost
}
