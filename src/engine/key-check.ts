import type { Store } from '../store/contract/store.ts'
import { placeOf, type Vault } from './vault.ts'

/** Sealed once and opened at every start: a wrong master key shows at the start, not at the first secret. */
export const keyCheckName = 'key_check'
const keyCheckText = 'postback'

/** Whether a master key has been used with the store. Before that nothing in it is sealed, and any key will do. */
export async function isSealed(store: Store): Promise<boolean> {
  return (await store.getFact(keyCheckName)) !== null
}

/** @param source where the key came from, as a subject: `POSTBACK_SECRET`, `The key in /data/secret.key` */
export async function checkKey(store: Store, vault: Vault, source: string) {
  const place = placeOf.fact(keyCheckName)
  const sealed = await store.keepFact(keyCheckName, vault.seal(keyCheckText, place))
  try {
    vault.open(sealed, place)
  } catch (cause) {
    throw new Error(
      `${source} is not the key that the secrets in this store were sealed with. Bring the right one back from the backup, or set POSTBACK_SECRET or POSTBACK_SECRET_FILE to it. To change the key, give both there as "new,old".`,
      { cause },
    )
  }
}
