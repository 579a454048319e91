import type { Access } from './access.ts'
import type { Directory } from './directory.ts'
import type { History } from './history.ts'
import type { Ledger } from './ledger.ts'
import type { LegacyPosts } from './legacy-posts.ts'
import type { Lifetime } from './lifetime.ts'
import type { Nodes } from './nodes.ts'
import type { Work } from './work.ts'

/**
 * Where facts are kept. Every method is one atomic unit: when its promise is fulfilled, what its name says is durably true;
 * when it is rejected, nothing of it is; it is rejected with StoreUnavailable when nothing can be stored at all. There are no
 * open-ended transactions. Methods on the hot path take batches and answer per item, and an item that fails never fails its
 * neighbours.
 *
 * A store that locks rows locks accounts before configurations before subjects before names, in `directory` and in `ledger`
 * alike, so that no two calls wait for each other.
 *
 * Times are integer milliseconds. Secrets arrive sealed and leave sealed. An object of another account is reported as absent.
 * Methods that walk many rows take a `limit` and say how many they did: the caller calls again until there is nothing left.
 */
export interface Store extends Lifetime, Nodes, Ledger, Work, History, Directory, Access, LegacyPosts {}
