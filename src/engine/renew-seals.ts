import type { Resealed, SealedPlace, SealedText } from '../store/contract/lifetime.ts'
import type { Store } from '../store/contract/store.ts'
import { keyCheckName } from './key-check.ts'
import type { Observer } from './observer.ts'
import { placeText, type Vault } from './vault.ts'

const pageRows = 500

/** Re-seals page by page, one commit each: the next start finishes an interrupted run. @returns how many secrets */
export async function renewSeals(store: Store, vault: Vault, observer: Observer): Promise<number> {
  let renewed = 0
  let after: SealedPlace | null = null
  for (;;) {
    const page: readonly SealedText[] = await store.listSealed(after, pageRows)
    const last = page.at(-1)
    if (!last) return renewed
    renewed += await store.replaceSealed(page.flatMap((text) => resealed(text, vault, observer)))
    after = last.place
  }
}

function resealed({ place, sealed: before }: SealedText, vault: Vault, observer: Observer): Resealed | [] {
  if (place.kind === 'fact' && place.name !== keyCheckName) return []
  try {
    const sealed = vault.renew(before, placeText(place))
    return sealed === null ? [] : { place, before, sealed }
  } catch (error) {
    // A secret that no key opens is reported, and does not keep the process from starting.
    observer.trouble('sealing', error)
    return []
  }
}
