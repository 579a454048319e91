import type { LegacyPostFilter, LegacyPostPage, LegacyPostPlace } from '../../contract/legacy-posts.ts'
import { legacyStateCode } from '../../sql/codes.ts'
import { type LegacyPostRow, legacyPostColumns, legacyPostOf } from '../../sql/legacy-post-rows.ts'
import type { Database } from '../database.ts'
import { and, type Conditions, condition, nothing } from './conditions.ts'

/** Pages of the legacy posts: an index in order, the other conditions row by row over a bounded number of rows. */

const looksPerPage = 5_000

export function listLegacyPosts(
  db: Database,
  filter: LegacyPostFilter,
  page: { before: LegacyPostPlace | null; limit: number },
): LegacyPostPage {
  // A look at the index alone tells how far this page may look.
  const search = searchFor(filter, page.before)
  const last = db.get<LegacyPostPlace>(
    `${selectBy(search, 'p.at, p.id')} limit 1 offset ${looksPerPage - 1}`,
    ...search.conditions.values,
  )
  const looks = narrowed(search, last ?? null, filter)
  const rows = db.all<LegacyPostRow>(
    `${selectBy(looks, legacyPostColumns)} limit ?`,
    ...looks.conditions.values,
    page.limit + 1,
  )
  const posts = rows.slice(0, page.limit).map(legacyPostOf)
  return { posts, next: nextOf() }

  function nextOf(): LegacyPostPlace | null {
    const end = rows.length > page.limit ? posts.at(-1) : last
    return end && end.at >= (filter.from ?? end.at) ? { at: end.at, id: end.id } : null
  }
}

export interface LegacySearch {
  readonly index: string
  readonly conditions: Conditions
}

/** What the index answers. */
export function searchFor(filter: LegacyPostFilter, before: LegacyPostPlace | null): LegacySearch {
  const { accountId, transaction, state } = filter
  const own = condition('p.account = ?', accountId)
  const until = untilOf(filter, before)
  if (transaction !== undefined) {
    const same = condition('p."transaction" = ?', transaction)
    return { index: 'legacy_posts_by_transaction', conditions: and(own, same, until) }
  }
  if (state !== 'pending') return { index: 'legacy_posts_by_account', conditions: and(own, until) }
  const pending = condition(`p.state = ${legacyStateCode.pending}`)
  return { index: 'legacy_posts_pending', conditions: and(own, pending, until) }
}

/** The rest is looked at row by row, as far as the last one that may be. */
export function narrowed(search: LegacySearch, last: LegacyPostPlace | null, filter: LegacyPostFilter): LegacySearch {
  return { index: search.index, conditions: and(search.conditions, sinceOf(filter, last), othersOf(filter)) }
}

export function selectBy({ index, conditions }: LegacySearch, columns: string): string {
  return `select ${columns} from legacy_posts p indexed by ${index} where ${conditions.sql.join(' and ')}
    order by p.at desc, p.id desc`
}

/** One bound in each direction, both of the same form: with more of them the index would be used for the loosest. */
function untilOf({ to }: LegacyPostFilter, before: LegacyPostPlace | null): Conditions {
  const end = to === undefined || (before !== null && before.at < to) ? before : { at: to, id: '' }
  return end ? condition('(p.at, p.id) < (?, ?)', end.at, end.id) : nothing
}

function sinceOf({ from }: LegacyPostFilter, last: LegacyPostPlace | null): Conditions {
  const begin = from === undefined || (last !== null && last.at >= from) ? last : { at: from, id: '' }
  return begin ? condition('(p.at, p.id) >= (?, ?)', begin.at, begin.id) : nothing
}

function othersOf({ state, event, productId, status }: LegacyPostFilter): Conditions {
  return and(
    state === undefined ? nothing : condition('p.state = ?', legacyStateCode[state]),
    event === undefined ? nothing : condition('p.event = ?', event),
    productId === undefined ? nothing : condition('p.product = ?', productId),
    status === undefined ? nothing : condition('p.status is ?', status),
  )
}
