import type { LegacyKeepResult, NewLegacyPost } from '../contract/legacy-posts.ts'
import { keepLegacyPost } from '../sql/legacy-posts.ts'
import type { Database } from './database.ts'
import { unitOfItems } from './hot/unit-of-items.ts'
import { runNow } from './run-now.ts'

/** Legacy posts: what is SQLite's own. */

export function keepLegacyPosts(db: Database, posts: readonly NewLegacyPost[]): LegacyKeepResult[] {
  return unitOfItems<NewLegacyPost, LegacyKeepResult>(db, posts, {
    once: (item) => runNow(db, keepLegacyPost(item)),
    broken: (error) => ({ kind: 'broken', error }),
  })
}

/** The lock on the data directory is the lease: whatever was under way here was so in a process that has ended. */
export function recoverLegacyAttempts(db: Database): number {
  return db.run('update legacy_posts set sending_until = null where sending_until is not null')
}
