import type { ConfigurationId } from '../../../domain/ids.ts'
import { configurationStateCode } from '../../sql/codes.ts'
import type { Database } from '../database.ts'
import { idOf } from '../rows/id-blobs.ts'

const { releasing, removed } = configurationStateCode

/** A claim finds configurations with due deliveries, but not those with held ones. */
export function listUnfinished(db: Database): { configurationId: ConfigurationId; accountId: string }[] {
  return db
    .all<{ id: Uint8Array; account: string }>(
      `select id, account from configurations where state = ${releasing} or (state = ${removed} and held > 0)`,
    )
    .map((row) => ({ configurationId: idOf(row.id), accountId: row.account }))
}
