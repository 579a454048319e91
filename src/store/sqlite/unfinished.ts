import type { ConfigurationId } from '../../domain/ids.ts'
import { configurationStateCode } from './codes.ts'
import type { Database } from './database.ts'
import { idOf } from './id-blobs.ts'

const { active, releasing, removed } = configurationStateCode

export function listUnfinished(db: Database): { configurationId: ConfigurationId; accountId: string }[] {
  return db
    .all<{ id: Uint8Array; account: string }>(
      `select id, account from configurations c
        where state <> ${active} and (state = ${releasing}
          or exists (select 1 from deliveries indexed by deliveries_due
            where test = 0 and account = c.account and configuration = c.id and due is not null)
          or (state = ${removed} and (held > 0 or exists (select 1 from deliveries indexed by deliveries_tests_due
            where test = 1 and account = c.account and due is not null and configuration = c.id))))`,
    )
    .map((row) => ({ configurationId: idOf(row.id), accountId: row.account }))
}
