import type { Page } from '@postback/sdk'
import { client } from './client.ts'

const pageRows = 250

/** A whole list, page by page: for what must not miss any of it. */
export async function listAll<Row>(path: string, signal: AbortSignal): Promise<readonly Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const page: Page<Row> = await client.request('GET', path, { query: { limit: pageRows, cursor }, signal })
    rows.push(...page.data)
    cursor = page.nextCursor
  } while (cursor !== null)
  return rows
}
