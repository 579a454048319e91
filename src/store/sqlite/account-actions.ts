import type { AccountAction } from '../../domain/account-action.ts'
import type { Uuid } from '../../domain/ids.ts'
import type { Database } from './database.ts'
import { blobOf, idOf } from './id-blobs.ts'

type ActionRow = Omit<AccountAction, 'id'> & { readonly id: Uint8Array }

export function addAccountAction(db: Database, action: AccountAction) {
  db.run(
    'insert into account_actions (account, id, at, by, kind, subject, detail) values (?, ?, ?, ?, ?, ?, ?)',
    action.accountId,
    blobOf(action.id),
    action.at,
    action.by,
    action.kind,
    action.subject,
    action.detail,
  )
}

export function listAccountActions(
  db: Database,
  accountId: string,
  page: { before: Uuid | null; limit: number },
): AccountAction[] {
  return db
    .all<ActionRow>(
      `select id, account as "accountId", at, by, kind, subject, detail from account_actions
        where account = ?1 and (?2 is null or id < ?2) order by id desc limit ?3`,
      accountId,
      page.before === null ? null : blobOf(page.before),
      page.limit,
    )
    .map((row) => ({ ...row, id: idOf(row.id) }))
}
