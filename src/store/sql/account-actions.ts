import type { AccountAction } from '../../domain/account-action.ts'
import type { Uuid } from '../../domain/ids.ts'
import { idFrom, type StoredId } from './codecs.ts'
import { aboveAllIds } from './pages.ts'
import { all, run, type Unit, uuid } from './unit.ts'

type ActionRow = Omit<AccountAction, 'id'> & { readonly id: StoredId }

export function* addAccountAction(action: AccountAction): Unit<void> {
  yield* run(
    'insert into account_actions (account, id, at, by, kind, subject, detail) values (?, ?, ?, ?, ?, ?, ?)',
    action.accountId,
    uuid(action.id),
    action.at,
    action.by,
    action.kind,
    action.subject,
    action.detail,
  )
}

export function* listAccountActions(
  accountId: string,
  page: { before: Uuid | null; limit: number },
): Unit<AccountAction[]> {
  const rows = yield* all<ActionRow>(
    `select id, account as "accountId", at, by, kind, subject, detail from account_actions
      where account = ? and id < ? order by id desc limit ?`,
    accountId,
    uuid(page.before ?? aboveAllIds),
    page.limit,
  )
  return rows.map((row) => ({ ...row, id: idFrom(row.id) }))
}
