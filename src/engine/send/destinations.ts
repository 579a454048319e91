import { type AddressPolicy, parseTargetUrl, type UrlProblem } from '../../domain/addresses/address-policy.ts'
import { type Target, targetOf } from './connect.ts'

/** Where a URL leads, as far as its text says: the address that a name stands for is judged at each connect. */
export type Destination =
  | { readonly ok: true; readonly target: Target; readonly path: string }
  | { readonly ok: false; readonly problem: UrlProblem }

const knownMax = 4_096

/** URLs that attempts go to, each parsed and judged once: that takes a fifth as long as a bare POST. */
export class Destinations {
  readonly #policy: () => AddressPolicy
  readonly #known = new Map<string, Destination>()
  /** What those in `known` were judged by. */
  #judge: AddressPolicy | null = null

  constructor(policy: () => AddressPolicy) {
    this.#policy = policy
  }

  find(url: string): Destination {
    const policy = this.#policy()
    if (policy !== this.#judge || this.#known.size >= knownMax) this.#known.clear()
    this.#judge = policy
    const known = this.#known.get(url)
    if (known) return known
    const destination = destinationOf(url, policy)
    this.#known.set(url, destination)
    return destination
  }
}

function destinationOf(text: string, policy: AddressPolicy): Destination {
  const parsed = parseTargetUrl(text, policy)
  if (!parsed.ok) return { ok: false, problem: parsed.problem }
  const { url } = parsed
  return { ok: true, target: targetOf(url), path: url.pathname + url.search }
}
