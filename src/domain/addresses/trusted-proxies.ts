import { isWithin, type Network } from './address-policy.ts'

/** Whose `X-Forwarded-For` is trusted: that of proxies in these networks, or of the nearest one at any address; null: none. */
export type TrustedProxies = readonly Network[] | 'nearest' | null

/**
 * Whether an address is that of a trusted proxy. The check starts at the connection's address and goes backwards through
 * `X-Forwarded-For`, as proxies append to it. The first address that is not trusted is the caller's. The entries before it are
 * only the caller's claim.
 * @param hop 0: the address of the connection
 */
export function isTrustedProxy(proxies: TrustedProxies, address: string, hop: number): boolean {
  if (proxies === null) return false
  return proxies === 'nearest' ? hop === 0 : isWithin(withoutPort(address), proxies)
}

/** Some proxies also write the caller's port, which differs for each connection. */
export function withoutPort(address: string): string {
  const [, bracketed, dotted] = /^\[([^\]]+)\](?::\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address) ?? []
  return bracketed ?? dotted ?? address
}
