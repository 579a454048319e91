import { isWithin, type Network } from './address-policy.ts'

/** Whose `X-Forwarded-For` is believed: that of proxies in these networks, or of the nearest one wherever it is; null: none. */
export type TrustedProxies = readonly Network[] | 'nearest' | null

/**
 * Whether an address is that of a proxy of ours. Asked from the connection's own address on backwards through `X-Forwarded-For`, as
 * proxies write at its end; the first address that is not trusted is the caller's. What stands before that one is the caller's own
 * word.
 * @param hop 0: the address that the connection came from
 */
export function isTrustedProxy(proxies: TrustedProxies, address: string, hop: number): boolean {
  if (proxies === null) return false
  return proxies === 'nearest' ? hop === 0 : isWithin(withoutPort(address), proxies)
}

/** Some proxies write the port of the caller too, which is another one with each connection. */
export function withoutPort(address: string): string {
  const [, bracketed, dotted] = /^\[([^\]]+)\](?::\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address) ?? []
  return bracketed ?? dotted ?? address
}
