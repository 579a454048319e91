import { afterEach, describe, expect, it } from 'vitest'
import { answer, receiver, until } from '../../../test/receivers/hostile.ts'
import { type NameAnswer, type NameServer, nameServer, type Question } from '../../../test/receivers/name-server.ts'
import { parseNetwork } from '../../domain/addresses/address-policy.ts'
import type { Reply } from '../../domain/delivery/reply.ts'
import { checkUrl } from './check-url.ts'
import { NameServers, systemLookup } from './name-lookup.ts'
import { Sender } from './send.ts'

/** Real name servers, as seen by an attempt: half an answer is enough, and a dead server costs little. */

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

async function server(say: Parameters<typeof nameServer>[0]): Promise<NameServer> {
  const made = await nameServer(say)
  cleanUp.push(made.close)
  return made
}

const loopback = { addresses: [[127, 0, 0, 1]] }
const loopback6 = { addresses: [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]] }
const none: NameAnswer = {}
const good = ({ type }: Question) => (type === 'A' ? loopback : none)
const onlyFor = (family: Question['type'], said: NameAnswer) => (question: Question) =>
  question.type === family ? said : null

function ask(...servers: NameServer[]): Promise<unknown> {
  return new NameServers({ servers: () => servers.map(({ address }) => address) })
    .lookup('receiver.test')
    .then((found) => found.map(({ address }) => address))
    .catch((error) => error.code)
}

/** Open are 127.0.0.0/8, and nothing of IPv6. */
const policy = {
  allowHttp: true,
  allowNetworks: [parseNetwork('127.0.0.0/8')].filter((network) => network !== null),
  denyNetworks: [],
  ownAddresses: [],
}

async function attempt(...servers: NameServer[]): Promise<Reply> {
  const healthy = await receiver((socket) => socket.write(answer(200)))
  const nameServers = new NameServers({ servers: () => servers.map(({ address }) => address) })
  const sender = new Sender({
    policy: () => policy,
    attemptTimeoutMs: 10_000,
    maxConnectionsPerHost: 1,
    maxHosts: 1,
    lookup: (hostname) => nameServers.lookup(hostname),
  })
  cleanUp.push(healthy.close, () => sender.stop())
  return sender.send({ url: `http://receiver.test:${healthy.port}/`, headers: {}, body: '' })
}

describe('a name server that says half', () => {
  it('says enough for an attempt, though it never answers for IPv6', async () => {
    const half = await server(onlyFor('A', loopback))
    expect(await attempt(half)).toMatchObject({ kind: 'answered', status: 200 })
  })

  it('says enough for the check of an address', async () => {
    const half = await server(onlyFor('A', loopback))
    const lookup = systemLookup(() => policy, new NameServers({ servers: () => [half.address] }))
    const found = await checkUrl('http://receiver.test:9/', { policy, lookup, now: Date.now() })
    expect(found.steps.filter(({ step }) => step === 'dns')).toMatchObject([{ result: 'pass' }])
  })

  it.each<[what: string, say: Parameters<typeof nameServer>[0], found: unknown]>([
    ['nothing for IPv6', onlyFor('A', loopback), ['127.0.0.1']],
    ['nothing for IPv4', onlyFor('AAAA', loopback6), ['::1']],
    ['a failure for IPv6', ({ type }) => (type === 'A' ? loopback : { failure: 'SERVFAIL' }), ['127.0.0.1']],
    [
      'that the name does not exist, for IPv6',
      ({ type }) => (type === 'A' ? loopback : { failure: 'NXDOMAIN' }),
      ['127.0.0.1'],
    ],
    ['that the name does not exist, and nothing for IPv6', onlyFor('A', { failure: 'NXDOMAIN' }), 'ENOTFOUND'],
    ['that there is no record of either family', () => none, 'ENODATA'],
    ['no IPv4, and a failure for IPv6', ({ type }) => (type === 'A' ? none : { failure: 'SERVFAIL' }), 'ESERVFAIL'],
    ['both', ({ type }) => (type === 'A' ? loopback : loopback6), ['::1', '127.0.0.1']],
  ])('is believed when it says %s', async (_what, say, found) => {
    expect(await ask(await server(say))).toEqual(found)
  })

  it('is given time: what it says a moment later for IPv6 is judged too', async () => {
    const answered = Promise.withResolvers<void>()
    const late = await server(async ({ type }) => {
      if (type === 'AAAA') await answered.promise
      else setImmediate(answered.resolve)
      return type === 'A' ? loopback : loopback6
    })
    expect(await attempt(late)).toMatchObject({ kind: 'blocked', reason: 'not-public' })
  })

  it('is asked again when a packet is lost', async () => {
    const lossy = await server((question, nth) => (nth <= 2 ? null : good(question)))
    expect(await ask(lossy)).toEqual(['127.0.0.1'])
    expect(lossy.asked()).toHaveLength(4)
  })

  it('may take its time for a name that is slow to find, also when it was fast before', async () => {
    const slow = await server(async (question, nth) => {
      if (nth > 10) await until(() => slow.asked().length >= 14, 'it was asked again')
      return good(question)
    })
    const nameServers = new NameServers({ servers: () => [slow.address] })
    for (let i = 0; i < 6; i += 1) expect(await nameServers.lookup(`${i}.test`)).toHaveLength(1)
  })
})

describe('a name server that is dead', () => {
  it.each<[what: string, say: Parameters<typeof nameServer>[0]]>([
    ['says nothing', () => null],
    ['refuses', () => ({ failure: 'REFUSED' })],
    ['always fails', () => ({ failure: 'SERVFAIL' })],
  ])('is asked once, and then the other one first: %s', async (_what, say) => {
    const [dead, healthy] = [await server(say), await server(good)]
    const nameServers = new NameServers({ servers: () => [dead.address, healthy.address] })
    for (const name of ['a.test', 'b.test', 'c.test']) {
      expect(await nameServers.lookup(name)).toEqual([{ address: '127.0.0.1', family: 4 }])
    }
    expect(dead.asked().map(({ name }) => name)).toEqual(['a.test', 'a.test'])
  })

  it('does no harm with another dead one, nor when it is not there at all', async () => {
    const [dead, healthy, closed] = [await server(() => null), await server(good), await nameServer(good)]
    await closed.close()
    expect(await attempt(dead, closed, dead, healthy)).toMatchObject({ kind: 'answered' })
  })

  it('alone: the attempt says that the name could not be asked for', async () => {
    expect(await attempt(await server(() => ({ failure: 'SERVFAIL' })))).toMatchObject({ cause: 'dns-failed' })
  })
})

describe('the list of name servers', () => {
  it('is read again after a minute, and what the old ones were asked is still answered', async () => {
    const held = Promise.withResolvers<void>()
    const old = await server(async (question) => {
      if (question.name === 'held.test') await held.promise
      return good(question)
    })
    const fresh = await server(good)
    let [now, reads] = [0, 0]
    const list = [old]
    const nameServers = new NameServers({
      servers: () => {
        reads += 1
        return list.map(({ address }) => address)
      },
      now: () => now,
    })
    const waiting = nameServers.lookup('held.test')
    list[0] = fresh
    now = 59_999
    await nameServers.lookup('before.test')
    now = 60_000
    await nameServers.lookup('after.test')
    held.resolve()
    expect(await waiting).toHaveLength(1)
    expect(new Set(old.asked().map(({ name }) => name))).toEqual(new Set(['held.test', 'before.test']))
    expect(new Set(fresh.asked().map(({ name }) => name))).toEqual(new Set(['after.test']))
    expect(reads).toBe(2)
  })

  it('is tried in its own order again after a minute', async () => {
    const [first, second] = [await server((q, nth) => (nth <= 2 ? null : good(q))), await server(good)]
    let now = 0
    const nameServers = new NameServers({ servers: () => [first.address, second.address], now: () => now })
    for (const name of ['a.test', 'b.test']) await nameServers.lookup(name)
    now = 60_000
    await nameServers.lookup('c.test')
    expect(new Set(first.asked().map(({ name }) => name))).toEqual(new Set(['a.test', 'c.test']))
  })
})
