import type { Configuration } from '../domain/configuration.ts'
import type { ConfigurationId } from '../domain/ids.ts'
import type { ConfigurationRecord } from '../store/contract/directory.ts'
import type { Store } from '../store/contract/store.ts'

const rowsPerPage = 250

/** All configurations of an account, newest first, read page by page. */
export async function* allConfigurations(
  store: Pick<Store, 'listConfigurations'>,
  accountId: string,
  which: { readonly withRemoved?: boolean; readonly sources?: readonly string[] } = {},
): AsyncGenerator<Configuration> {
  let before: ConfigurationId | null = null
  for (;;) {
    const page = { ...which, before, limit: rowsPerPage }
    const records: readonly ConfigurationRecord[] = await store.listConfigurations(accountId, page)
    for (const { configuration } of records) yield configuration
    before = records.at(-1)?.configuration.id ?? null
    if (records.length < rowsPerPage) return
  }
}
