import { promises as dns, type LookupAddress } from 'node:dns'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AddressPolicy, isLocalName } from '../../domain/addresses/address-policy.ts'
import { codeOf, type Lookup } from './connect.ts'

/**
 * Asks the name servers, not `getaddrinfo`: that one blocks one of four threads while a name server hangs (four such
 * receivers would stop everybody), and it appends search domains to names that do not exist. The machine's own view (hosts
 * file, local names) matters only for development.
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

/** Names that are promised to lead nowhere (RFC 6761, 6.4): known without asking a name server. */
function neverExists(hostname: string): boolean {
  return hostname.endsWith('.invalid')
}

function machineLookup(hostname: string): Promise<readonly LookupAddress[]> {
  return dns.lookup(hostname, { all: true, order: 'verbatim' })
}

/** Once the addresses of one family are there, the other may take so long. Many name servers never answer for IPv6. */
const otherFamilyMs = { 4: 1_000, 6: 250 } as const
/** Then the next name server is asked too. The first may still answer: some names take long to find. */
const nextServerAfterMs = 500
/** UDP loses packets, so that even an only server is asked again. */
const rounds = 2
/** By c-ares, which drops what comes after it has asked again: so it asks once. */
const oneServer = { timeout: 4_500, tries: 1 } as const
/** So long the list of name servers, and which of them answers, is believed. */
const rememberedMs = 60_000

type Family = 4 | 6

interface Found {
  readonly addresses: readonly LookupAddress[]
  /** ENOTFOUND or ENODATA: why there is none. */
  readonly reason?: unknown
}

/** As `dns.setServers` takes them; null: those of the machine, in c-ares' own way. */
export type NameServer = string | null

/**
 * The addresses of a name, as far as the machine's name servers tell them in time.
 *
 * c-ares could go from server to server by itself, and does it badly for us. Until it has learned, it waits seconds for each. Once it
 * has learned, it gives even the best one 250 ms and drops what comes later, so that a name that takes a second to find is lost. And it
 * takes SERVFAIL for an answer. So each server is asked through a resolver of its own, thrown away with its socket when the name is
 * known, and what is learned is kept here: the server that answers is asked first.
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

  /** It answered, and those before it had not. Another order may have been found meanwhile. */
  #prefer(server: NameServer, asked: readonly NameServer[]): void {
    if (this.#servers !== asked || server === asked[0]) return
    this.#servers = [server, ...asked.filter((other) => other !== server)]
  }
}

function serversOfMachine(): readonly NameServer[] {
  // A resolver reads the machine's list when it is made. The zones of link-local addresses are not in it.
  const servers = new dns.Resolver().getServers()
  return servers.length < 2 || servers.some((server) => /^\[?fe80:/i.test(server)) ? [null] : servers
}

function resolverOf(server: NameServer, over: AbortSignal): dns.Resolver {
  const resolver = new dns.Resolver(oneServer)
  if (server !== null) resolver.setServers([server])
  over.addEventListener('abort', () => resolver.cancel(), { once: true })
  return resolver
}

/** That a name does not exist, or has no such address, is an answer too. */
async function askServer(resolver: dns.Resolver, hostname: string, family: Family): Promise<Found> {
  try {
    const addresses = await (family === 4 ? resolver.resolve4(hostname) : resolver.resolve6(hostname))
    return { addresses: addresses.map((address) => ({ address, family })) }
  } catch (reason) {
    if (['ENOTFOUND', 'ENODATA'].includes(codeOf(reason))) return { addresses: [], reason }
    throw reason
  }
}

/** Takes the next turn when those before it have failed, or take long. Rejects with the first failure when all have failed. */
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
 * What is known when both have answered, or a moment after one of them has said enough (RFC 8305, 3): addresses, or of IPv4 that there
 * is no such name. Of IPv6 broken name servers say that about names that exist.
 */
async function bothFamilies(ipv4: Promise<Found>, ipv6: Promise<Found>): Promise<readonly LookupAddress[]> {
  const enough = Promise.any([
    ipv4.then((found) => (found.addresses.length > 0 || isUnknown(found) ? otherFamilyMs[6] : Promise.reject())),
    ipv6.then((found) => (found.addresses.length > 0 ? otherFamilyMs[4] : Promise.reject())),
  ])
  // When neither says enough, both have answered or failed.
  const over = enough.then(
    (waitMs) => sleep(waitMs, undefined, { ref: false }),
    () => {},
  )
  const inTime = (answer: Promise<Found>) => Promise.race([answer, over.then(() => Promise.reject(new Late()))])
  const [four, six] = await Promise.allSettled([inTime(ipv4), inTime(ipv6)])

  const found = [six, four].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value.addresses : []))
  if (found.length > 0) return found
  if (four.status === 'rejected') throw four.reason
  // A name without IPv4 may have IPv6: that it could not be asked for does not mean that it has none.
  if (six.status === 'rejected' && !isUnknown(four.value)) throw six.reason
  throw four.value.reason
}

function isUnknown({ reason }: Found): boolean {
  return codeOf(reason) === 'ENOTFOUND'
}

class Late extends Error {}
