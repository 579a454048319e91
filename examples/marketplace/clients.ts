import { type Client, createClient } from '@postback/sdk'
import { affiliate, producer } from './school.ts'

/** Clients of the public API. They all send the platform key, as any platform would. */
export interface Clients {
  /** For no account. */
  readonly platform: Client
  readonly forProducer: Client
  readonly forAffiliate: Client
}

export function clientsOf(baseUrl: string, platformKey: string): Clients {
  const clientFor = (account?: string) =>
    createClient({
      baseUrl,
      headers: {
        authorization: `Bearer ${platformKey}`,
        ...(account !== undefined && { 'postback-account': account }),
      },
    })
  return { platform: clientFor(), forProducer: clientFor(producer.id), forAffiliate: clientFor(affiliate.id) }
}
