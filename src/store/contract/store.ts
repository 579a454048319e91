import type { Access } from './access.ts'
import type { Directory } from './directory.ts'
import type { History } from './history.ts'
import type { Ledger } from './ledger.ts'
import type { LegacyPosts } from './legacy-posts.ts'
import type { Lifetime } from './lifetime.ts'
import type { Nodes } from './nodes.ts'
import type { Work } from './work.ts'

/**
 * Where facts are kept. Every method is one atomic unit: when its promise is fulfilled, its effect is durable; when it is
 * rejected, it has no effect. It is rejected with StoreUnavailable when nothing can be stored at all. There are no open-ended
 * transactions. Methods on the hot path take batches and answer per item, and an item that fails never fails its neighbours.
 *
 * A store that locks rows locks accounts before configurations before subjects before names, in `directory` as in `ledger`, so
 * that calls cannot deadlock.
 *
 * Times are integer milliseconds. Secrets arrive sealed and leave sealed. An object of another account is reported as absent.
 * Methods that walk many rows take a `limit` and return how many they processed: the caller calls again until none is left.
 */
export interface Store extends Lifetime, Nodes, Ledger, Work, History, Directory, Access, LegacyPosts {}
