import { promises as dns, type LookupAddress } from 'node:dns'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AddressPolicy, isLocalName } from '../../domain/addresses/address-policy.ts'
import { codeOf, type Lookup } from './connect.ts'

/**
 * Asks the name servers and does not use `getaddrinfo`, which blocks one of four threads while a name server hangs (four such
 * receivers would stop all others), and appends search domains to names that do not exist. The machine's own view (hosts file,
 * local names) matters only for development.
 */
export function systemLookup(policy: () => AddressPolicy, nameServers: NameServers = new NameServers()): Lookup {
  return async (hostname) => {
    if (neverExists(hostname)) return []
    const development = policy().allowNetworks.length > 0
    if (development && isLocalName(hostname)) return machineLookup(hostname)
    try {
      return await nameServers.lookup(hostname)
    } catch (error) {
      if (development) return machineLookup(hostname)
      throw error
    }
  }
}

/** Names that never exist by definition (RFC 6761, 6.4): no name server is asked. */
function neverExists(hostname: string): boolean {
  return hostname.endsWith('.invalid')
}

function machineLookup(hostname: string): Promise<readonly LookupAddress[]> {
  return dns.lookup(hostname, { all: true, order: 'verbatim' })
}

/** How long to wait for one family once the other has answered. Many name servers never answer for IPv6. */
const otherFamilyMs = { 4: 1_000, 6: 250 } as const
/** After this the next name server is asked too. The first may still answer: some names take long to find. */
const nextServerAfterMs = 500
/** UDP loses packets, so even a single server is asked again. */
const rounds = 2
/** c-ares drops an answer that comes after it has asked again, so each resolver asks once. */
const oneServer = { timeout: 4_500, tries: 1 } as const
/** How long the list of name servers and their order are kept. */
const rememberedMs = 60_000

type Family = 4 | 6

interface Found {
  readonly addresses: readonly LookupAddress[]
  /** ENOTFOUND or ENODATA: why there is none. */
  readonly reason?: unknown
}

/** As `dns.setServers` takes it; null: c-ares asks the machine's servers in its own way. */
export type NameServer = string | null

/**
 * The addresses of a name that the machine's name servers give in time.
 *
 * c-ares could go from server to server by itself, but does it badly for us. At first it waits seconds for each server. Later it
 * gives even the best one 250 ms and drops later answers, so that a name that takes a second to find is lost. And it takes
 * SERVFAIL for an answer. So each server is asked through a separate resolver, which is thrown away with its socket when the name
 * is known. The order is kept here: the server that answers is asked first.
 */
export class NameServers {
  readonly #readServers: () => readonly NameServer[]
  readonly #now: () => number
  #servers: readonly NameServer[] = []
  #readAt = Number.NEGATIVE_INFINITY

  constructor(options: { readonly servers?: () => readonly NameServer[]; readonly now?: () => number } = {}) {
    this.#readServers = options.servers ?? serversOfMachine
    this.#now = options.now ?? (() => performance.now())
  }

  /** Rejects as `dns.resolve` does when there are none. */
  async lookup(hostname: string): Promise<readonly LookupAddress[]> {
    const servers = this.#inOrder()
    const over = new AbortController()
    const turns = Array.from({ length: rounds }, () => servers)
      .flat()
      .map((server) => ({ server, resolver: once(() => resolverOf(server, over.signal)) }))
    const ask = (family: Family) =>
      firstAnswer(turns, over.signal, async ({ server, resolver }) => {
        const found = await askServer(resolver(), hostname, family)
        this.#prefer(server, servers)
        return found
      })
    try {
      return await bothFamilies(ask(4), ask(6))
    } finally {
      over.abort()
    }
  }

  #inOrder(): readonly NameServer[] {
    const now = this.#now()
    if (now - this.#readAt >= rememberedMs) {
      this.#servers = this.#readServers()
      this.#readAt = now
    }
    return this.#servers
  }

  /** Puts the server that answered first. Another lookup may have changed the order since. */
  #prefer(server: NameServer, asked: readonly NameServer[]): void {
    if (this.#servers !== asked || server === asked[0]) return
    this.#servers = [server, ...asked.filter((other) => other !== server)]
  }
}

function serversOfMachine(): readonly NameServer[] {
  // A resolver reads the machine's list when it is made. The list lacks the zones of link-local addresses.
  const servers = new dns.Resolver().getServers()
  return servers.length < 2 || servers.some((server) => /^\[?fe80:/i.test(server)) ? [null] : servers
}

function resolverOf(server: NameServer, over: AbortSignal): dns.Resolver {
  const resolver = new dns.Resolver(oneServer)
  if (server !== null) resolver.setServers([server])
  over.addEventListener('abort', () => resolver.cancel(), { once: true })
  return resolver
}

/** "The name does not exist" and "it has no such address" are answers too. */
async function askServer(resolver: dns.Resolver, hostname: string, family: Family): Promise<Found> {
  try {
    const addresses = await (family === 4 ? resolver.resolve4(hostname) : resolver.resolve6(hostname))
    return { addresses: addresses.map((address) => ({ address, family })) }
  } catch (reason) {
    if (['ENOTFOUND', 'ENODATA'].includes(codeOf(reason))) return { addresses: [], reason }
    throw reason
  }
}

/** Takes the next turn when the earlier ones have failed or take long. Rejects with the first failure when all have failed. */
function firstAnswer<Turn, Answer>(
  turns: readonly Turn[],
  over: AbortSignal,
  ask: (turn: Turn) => Promise<Answer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const waiting = [...turns]
    const failures: unknown[] = []
    let timer: NodeJS.Timeout | undefined
    const end = () => {
      clearTimeout(timer)
      waiting.length = 0
    }
    const next = () => {
      clearTimeout(timer)
      const turn = waiting.shift()
      if (turn === undefined) return
      if (waiting.length > 0) timer = setTimeout(next, nextServerAfterMs)
      ask(turn).then(
        (answer) => {
          end()
          resolve(answer)
        },
        (error: unknown) => {
          failures.push(error)
          if (failures.length === turns.length) reject(failures[0])
          else if (failures.length === turns.length - waiting.length) next()
        },
      )
    }
    over.addEventListener('abort', end, { once: true })
    next()
  })
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/**
 * The addresses after both answers, or a moment after one that is enough (RFC 8305, 3): addresses, or for IPv4 that the name does
 * not exist. For IPv6 broken name servers say that about names that exist.
 */
async function bothFamilies(ipv4: Promise<Found>, ipv6: Promise<Found>): Promise<readonly LookupAddress[]> {
  const enough = Promise.any([
    ipv4.then((found) => (found.addresses.length > 0 || isUnknown(found) ? otherFamilyMs[6] : Promise.reject())),
    ipv6.then((found) => (found.addresses.length > 0 ? otherFamilyMs[4] : Promise.reject())),
  ])
  // If neither is enough, both have answered or failed.
  const over = enough.then(
    (waitMs) => sleep(waitMs, undefined, { ref: false }),
    () => {},
  )
  const inTime = (answer: Promise<Found>) => Promise.race([answer, over.then(() => Promise.reject(new Late()))])
  const [four, six] = await Promise.allSettled([inTime(ipv4), inTime(ipv6)])

  const found = [six, four].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.addresses : []))
  if (found.length > 0) return found
  if (four.status === 'rejected') throw four.reason
  // A name without IPv4 may have IPv6: a failed question does not mean that it has none.
  if (six.status === 'rejected' && !isUnknown(four.value)) throw six.reason
  throw four.value.reason
}

function isUnknown({ reason }: Found): boolean {
  return codeOf(reason) === 'ENOTFOUND'
}

class Late extends Error {}
