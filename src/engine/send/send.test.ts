import { networkInterfaces } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import {
  answer,
  type Behaviour,
  drip,
  flood,
  type Receiver,
  receiver,
  testAuthority,
  until,
} from '../../../test/receivers/hostile.ts'
import { type AddressPolicy, type Network, parseNetwork } from '../../domain/addresses/address-policy.ts'
import type { Reply } from '../../domain/delivery/reply.ts'
import { systemLookup } from './name-lookup.ts'
import { CutOff, Sender, type SenderOptions } from './send.ts'

const loopback = ['127.0.0.0/8', '::1'].map(parseNetwork).filter((network): network is Network => network !== null)
const strict: AddressPolicy = { allowHttp: true, allowNetworks: [], denyNetworks: [], ownAddresses: [] }
const open: AddressPolicy = { ...strict, allowNetworks: loopback }

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ family }) => family === 'IPv6'))

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

function newSender(options: Partial<SenderOptions> = {}): Sender {
  const sender = new Sender({
    policy: () => open,
    attemptTimeoutMs: 10_000,
    maxConnectionsPerHost: 8,
    maxHosts: 10,
    lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    tlsOptions: { ca: testAuthority },
    ...options,
  })
  cleanUp.push(() => sender.stop())
  return sender
}

async function listen(behaviour: Behaviour, options: Parameters<typeof receiver>[1] = {}): Promise<Receiver> {
  const server = await receiver(behaviour, options)
  cleanUp.push(server.close)
  return server
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const ok: Behaviour = (socket) => socket.write(answer(200, 'thanks'))
const silent: Behaviour = () => {}

function post(sender: Sender, port: number, scheme: 'http' | 'https' = 'http', path = '/hook?a=b'): Promise<Reply> {
  return sender.send({
    url: `${scheme}://receiver.example:${port}${path}`,
    headers: { 'content-type': 'application/json', 'webhook-id': '0198' },
    body: '{"café":1}',
  })
}

function bodyOf(reply: Reply): string {
  return reply.kind === 'answered' ? Buffer.from(reply.body).toString('latin1') : reply.kind
}

describe('an ordinary attempt', () => {
  it('sends one POST with exactly the given body and headers, and tells the answer as it came', async () => {
    const server = await listen((socket) => socket.write(answer(201, 'thanks', ['Set-Cookie: a=1', 'Set-Cookie: b=2'])))
    const reply = await post(newSender(), server.port)
    expect(reply).toMatchObject({ kind: 'answered', status: 201, bodyTruncated: false })
    expect(bodyOf(reply)).toBe('thanks')
    expect(reply.kind === 'answered' && reply.headers).toEqual([
      ['content-length', '6'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ])
    const [head = '', body = ''] = server.requests()[0]?.split('\r\n\r\n') ?? []
    expect(Buffer.from(body, 'latin1').toString()).toBe('{"café":1}')
    expect(head.split('\r\n')).toEqual([
      'POST /hook?a=b HTTP/1.1',
      `host: receiver.example:${server.port}`,
      'connection: keep-alive',
      'content-type: application/json',
      'webhook-id: 0198',
      'content-length: 11',
    ])
  })

  it('tells how long each phase took', async () => {
    const server = await listen(ok, { certificate: 'good' })
    const { timings } = await post(newSender(), server.port, 'https')
    expect(timings.reusedConnection).toBe(false)
    for (const phase of ['dnsMs', 'connectMs', 'tlsMs', 'firstByteMs', 'bodyMs'] as const) {
      expect(timings[phase]).toBeGreaterThanOrEqual(0)
      expect(timings[phase]).toBeLessThanOrEqual(timings.totalMs)
    }
  })

  it('uses a connection again, and says so', async () => {
    const server = await listen(ok)
    const sender = newSender()
    await post(sender, server.port)
    const second = await post(sender, server.port)
    expect(second.timings).toMatchObject({ reusedConnection: true })
    expect(second.timings).not.toHaveProperty('connectMs')
    expect(server.connections()).toBe(1)
    expect(server.requests()).toHaveLength(2)
  })

  it('does not follow redirects', async () => {
    const elsewhere = await listen(ok)
    const server = await listen((socket) =>
      socket.write(answer(307, '', [`Location: http://127.0.0.1:${elsewhere.port}/`])),
    )
    expect(await post(newSender(), server.port)).toMatchObject({ kind: 'answered', status: 307 })
    expect(elsewhere.connections()).toBe(0)
  })

  it('opens at most so many connections to a host; the others wait their turn', async () => {
    const server = await listen(ok)
    const sender = newSender({ maxConnectionsPerHost: 3 })
    const replies = await Promise.all(Array.from({ length: 50 }, () => post(sender, server.port)))
    expect(replies.every((reply) => reply.kind === 'answered')).toBe(true)
    expect(server.connections()).toBe(3)
    expect(server.requests()).toHaveLength(50)
  })

  it('lets one host wait without the others noticing', async () => {
    const hanging = await listen(silent)
    const server = await listen(ok)
    const sender = newSender({ maxConnectionsPerHost: 2 })
    const stuck = Array.from({ length: 6 }, () => post(sender, hanging.port))
    expect(await post(sender, server.port)).toMatchObject({ kind: 'answered' })
    await hanging.close()
    expect((await Promise.all(stuck)).every((reply) => reply.kind !== 'answered')).toBe(true)
  })

  it('takes turns also when the receiver closes after every answer', async () => {
    const server = await listen((socket) => socket.end(answer(200, '', ['Connection: close'])))
    const sender = newSender({ maxConnectionsPerHost: 2 })
    const replies = await Promise.all(Array.from({ length: 20 }, () => post(sender, server.port)))
    expect(replies.map((reply) => reply.kind)).toEqual(Array.from({ length: 20 }, () => 'answered'))
    expect(server.connections()).toBe(20)
  })

  it('keeps idle connections to at most so many hosts and closes the one idle longest', async () => {
    const servers = await Promise.all([listen(ok), listen(ok), listen(ok)])
    const sender = newSender({ maxHosts: 2 })
    for (const server of servers) await post(sender, server.port)
    await until(() => servers[0]?.open() === 0, 'the first host was closed')
    await until(() => sender.stats.hosts === 2, 'it was forgotten')
    expect(servers.slice(1).map((server) => server.open())).toEqual([1, 1])
  })

  it('keeps to so many connections in all: an idle one makes room for one that is needed', async () => {
    const servers = await Promise.all([listen(ok), listen(ok), listen(ok)])
    const sender = newSender({ maxConnections: 2 })
    for (const server of servers) expect(await post(sender, server.port)).toMatchObject({ kind: 'answered' })
    await until(() => servers[0]?.open() === 0, 'the one idle longest was closed')
    expect(servers.slice(1).map((server) => server.open())).toEqual([1, 1])
    // What is under way is never closed for another.
    const quiet = await Promise.all([listen(silent), listen(silent)])
    const waiting = quiet.map((server) => post(sender, server.port))
    await until(() => quiet.every((server) => server.requests().length === 1), 'both have arrived')
    await until(() => servers.every((server) => server.open() === 0), 'nothing idle is left')
    expect(await post(sender, servers[0]?.port ?? 0)).toMatchObject({ kind: 'answered' })
    expect(quiet.map((server) => server.open())).toEqual([1, 1])
    for (const server of quiet) await server.close()
    await Promise.all(waiting)
  })

  it('throws what is our own fault: a header that cannot be sent', async () => {
    const server = await listen(ok)
    const sender = newSender()
    const headers = { 'x-a': 'one\r\nx-b: two' }
    const url = `http://receiver.example:${server.port}/`
    await expect(sender.send({ url, headers, body: '' })).rejects.toThrow('invalid x-a header')
    expect(server.requests()).toEqual([])
    expect(await post(sender, server.port)).toMatchObject({ kind: 'answered' })
  })
})

describe('the race of keep-alive', () => {
  it('tries once more on a fresh connection when the receiver has closed the one used before', async () => {
    const server = await listen((socket, nth) => {
      if (nth === 1 && server.requests().length > 1) socket.resetAndDestroy()
      else ok(socket, nth, '')
    })
    const sender = newSender()
    await post(sender, server.port)
    expect(await post(sender, server.port)).toMatchObject({
      kind: 'answered',
      status: 200,
      timings: { reusedConnection: false },
    })
    expect(server.connections()).toBe(2)
    expect(server.requests()).toHaveLength(3)
  })

  it('does so only once, and only for a connection used before', async () => {
    const server = await listen((socket, nth) => {
      if (server.requests().length === 1) ok(socket, nth, '')
      else socket.resetAndDestroy()
    })
    const sender = newSender()
    await post(sender, server.port)
    expect(await post(sender, server.port)).toMatchObject({ kind: 'unreachable', cause: 'reset' })
    expect(server.requests()).toHaveLength(3)
    expect(await post(sender, server.port)).toMatchObject({ kind: 'unreachable', cause: 'reset' })
    expect(server.requests()).toHaveLength(4)
  })

  it('does not when a byte of an answer had come', async () => {
    const server = await listen((socket, nth) => {
      if (server.requests().length === 1) ok(socket, nth, '')
      else socket.end('HTTP/1.1 2')
    })
    const sender = newSender()
    await post(sender, server.port)
    expect(await post(sender, server.port)).toMatchObject({ kind: 'unreachable', cause: 'closed' })
    expect(server.requests()).toHaveLength(2)
  })

  it('copes with a receiver that closes while the next attempt begins', async () => {
    const server = await listen((socket) => {
      socket.write(answer(200, 'x'))
      socket.destroySoon()
    })
    const sender = newSender()
    for (let i = 0; i < 30; i += 1)
      expect(await post(sender, server.port)).toMatchObject({ kind: 'answered', status: 200 })
    expect(server.requests()).toHaveLength(30)
  })
})

describe('receivers that hang end in time, in the phase they hang in', () => {
  const attemptTimeoutMs = 150

  /** A machine with other work is late, but ends an attempt all the same. */
  const busyMs = 5_000

  async function timedOut(reply: Promise<Reply>): Promise<string> {
    const { kind, timings, ...rest } = await reply
    expect(timings.totalMs).toBeGreaterThan(attemptTimeoutMs - 5)
    expect(timings.totalMs).toBeLessThan(attemptTimeoutMs + busyMs)
    return 'phase' in rest ? rest.phase : kind
  }

  it('the name server', async () => {
    const sender = newSender({ attemptTimeoutMs, lookup: () => new Promise(() => {}) })
    expect(await timedOut(post(sender, 8080))).toBe('dns')
  })

  it('a late name leads to no connection', async () => {
    const server = await listen(ok)
    const late = Promise.withResolvers<{ address: string; family: number }[]>()
    const sender = newSender({ attemptTimeoutMs, lookup: () => late.promise })
    expect(await timedOut(post(sender, server.port))).toBe('dns')
    late.resolve([{ address: '127.0.0.1', family: 4 }])
    await sender.stop()
    expect(server.connections()).toBe(0)
  })

  it('TLS that is never answered', async () => {
    const server = await listen(silent)
    expect(await timedOut(post(newSender({ attemptTimeoutMs }), server.port, 'https'))).toBe('tls')
    await until(() => server.open() === 0, 'the connection was closed')
  })

  it('no answer', async () => {
    const server = await listen(silent)
    const sender = newSender({ attemptTimeoutMs })
    expect(await timedOut(post(sender, server.port))).toBe('first-byte')
    await until(() => server.open() === 0 && sender.stats.connections === 0, 'the connection was closed')
  })

  it('a request that is not read', async () => {
    const server = await listen(silent, { onConnection: (socket) => socket.pause() })
    const sender = newSender({ attemptTimeoutMs })
    const body = new Uint8Array(64 * 1024 * 1024)
    const url = `http://receiver.example:${server.port}/`
    expect(await timedOut(sender.send({ url, headers: {}, body }))).toBe('send')
  })

  it('a dripping status line', async () => {
    const server = await listen((socket) => drip(socket, `HTTP/1.1${' '.repeat(10_000)}`))
    expect(await timedOut(post(newSender({ attemptTimeoutMs }), server.port))).toBe('first-byte')
    await until(() => server.open() === 0, 'the connection was closed')
  })

  it('interim answers without end', async () => {
    const server = await listen((socket) => drip(socket, 'HTTP/1.1 100 Continue\r\n\r\n'))
    expect(await timedOut(post(newSender({ attemptTimeoutMs }), server.port))).toBe('first-byte')
    await until(() => server.open() === 0, 'the connection was closed')
  })

  it('waiting for its turn counts', async () => {
    const server = await listen(silent)
    const sender = newSender({ attemptTimeoutMs, maxConnectionsPerHost: 1 })
    const phases = await Promise.all([timedOut(post(sender, server.port)), timedOut(post(sender, server.port))])
    expect(phases).toEqual(['first-byte', 'connect'])
    await until(() => sender.stats.hosts === 0, 'everything was closed')
    expect(server.requests()).toHaveLength(1)
  })

  it('a dripping body: the status is known, so it is an answer', async () => {
    const server = await listen((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n')
      drip(socket, 'drip')
    })
    const reply = await post(newSender({ attemptTimeoutMs }), server.port)
    expect(reply).toMatchObject({ kind: 'answered', status: 200, bodyTruncated: true })
    expect(bodyOf(reply)).toMatch(/^drip/)
    expect(reply.timings.totalMs).toBeLessThan(attemptTimeoutMs + busyMs)
    await until(() => server.open() === 0, 'the connection was closed')
  })
})

describe('receivers that break off or talk nonsense', () => {
  const cases: readonly (readonly [what: string, behaviour: Behaviour, cause: string])[] = [
    ['close without an answer', (socket) => socket.end(), 'closed'],
    ['reset without an answer', (socket) => socket.resetAndDestroy(), 'reset'],
    ['no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n'), 'invalid-response'],
    ['a status that is none', (socket) => socket.end('HTTP/1.1 abc OK\r\n\r\n'), 'invalid-response'],
    ['a status below 100', (socket) => socket.end('HTTP/1.1 050 Huh\r\ncontent-length: 0\r\n\r\n'), 'invalid-response'],
    [
      'a switch of protocols',
      (socket) => socket.end('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      'invalid-response',
    ],
    ['headers without end', (socket) => flood(socket, `x-${'a'.repeat(100)}: b\r\n`), 'invalid-response'],
    [
      'interim answers without end',
      (socket) => flood(socket, 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'),
      'headers-too-large',
    ],
  ]

  it.each(cases)('%s', async (_what, behaviour, cause) => {
    const server = await listen(behaviour)
    const sender = newSender()
    expect(await post(sender, server.port)).toMatchObject({ kind: 'unreachable', cause })
    await until(() => server.open() === 0 && sender.stats.connections === 0, 'the connection was closed')
    expect(server.requests()).toHaveLength(1)
  })

  it('nobody listens', async () => {
    const server = await listen(ok)
    await server.close()
    expect(await post(newSender(), server.port)).toMatchObject({ kind: 'unreachable', cause: 'refused' })
  })

  it('headers named like parts of JavaScript do no harm', async () => {
    const server = await listen((socket) =>
      socket.write(answer(200, '', ['__proto__: a', 'constructor: b', 'toString: c'])),
    )
    const reply = await post(newSender(), server.port)
    expect(reply.kind === 'answered' && reply.headers).toContainEqual(['constructor', 'b'])
  })

  it('a body broken off: the status is known, so it is an answer', async () => {
    for (const end of ['end', 'resetAndDestroy'] as const) {
      const server = await listen((socket) => {
        socket.write('HTTP/1.1 500 Oops\r\ncontent-length: 100\r\n\r\nhalf')
        setTimeout(() => socket[end](), 20)
      })
      const reply = await post(newSender(), server.port)
      expect(reply).toMatchObject({ kind: 'answered', status: 500, bodyTruncated: true })
      expect(bodyOf(reply)).toBe('half')
    }
  })

  it('chunks that are none: the status is known', async () => {
    const server = await listen((socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'))
    expect(await post(newSender(), server.port)).toMatchObject({ kind: 'answered', status: 200, bodyTruncated: true })
  })
})

describe('interim answers', () => {
  const interim =
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 100 Continue\r\nx: HTTP/1.1 100\r\n\r\n'
  const body = 'HTTP/1.1 100 Continue\r\n\r\n'

  it('are skipped, and a body that looks like one is not touched', async () => {
    const server = await listen((socket) => socket.write(interim + answer(200, body)))
    const sender = newSender()
    for (let i = 0; i < 3; i += 1) expect(bodyOf(await post(sender, server.port))).toBe(body)
    expect(server.connections()).toBe(1)
  })

  it('are skipped however they are cut into packets', async () => {
    const server = await listen((socket) => drip(socket, interim + answer(200, body), 0))
    expect(bodyOf(await post(newSender(), server.port))).toBe(body)
  })
})

describe('bodies', () => {
  it('keeps the first 64 KiB and the connection, when all was read', async () => {
    const server = await listen((socket) => socket.write(answer(200, 'a'.repeat(200_000))))
    const sender = newSender()
    const reply = await post(sender, server.port)
    expect(reply).toMatchObject({ kind: 'answered', status: 200, bodyTruncated: true })
    expect(bodyOf(reply)).toHaveLength(65_536)
    expect((await post(sender, server.port)).timings.reusedConnection).toBe(true)
  })

  it('stops reading after 256 KiB', async () => {
    const server = await listen((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      flood(socket, 'a'.repeat(16_384))
    })
    const reply = await post(newSender(), server.port)
    expect(reply).toMatchObject({ kind: 'answered', status: 200, bodyTruncated: true })
    expect(bodyOf(reply)).toHaveLength(65_536)
    expect(reply.timings.totalMs).toBeLessThan(8_000)
    await until(() => server.open() === 0, 'the connection was closed')
  })

  it('keeps nothing of what it has told, however much receivers pour out', async () => {
    const server = await listen((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      flood(socket, 'a'.repeat(16_384))
    })
    const sender = newSender()
    const pour = async (times: number) => {
      for (let i = 0; i < times; i += 20) await Promise.all(Array.from({ length: 20 }, () => post(sender, server.port)))
    }
    const held = () => {
      collectGarbage()
      return process.memoryUsage().arrayBuffers
    }
    await pour(40)
    const before = held()
    await pour(160)
    // 40 MB were read, and of 10 MB the history would have been told. What is let go is swept a moment after it is collected.
    await until(() => held() - before < 4e6, 'all was let go')
  })

  it('never decompresses', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000))
    const server = await listen((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`)
      socket.write(bomb)
    })
    const reply = await post(newSender(), server.port)
    expect(reply.kind === 'answered' && Buffer.from(reply.body).equals(bomb.subarray(0, 65_536))).toBe(true)
    expect(server.requests()[0]).not.toMatch(/accept-encoding/i)
  })
})

describe('TLS', () => {
  it('verifies the certificate of the name, and of an address', async () => {
    const server = await listen(ok, { certificate: 'good' })
    const sender = newSender()
    expect(await post(sender, server.port, 'https')).toMatchObject({ kind: 'answered', status: 200 })
    const url = `https://127.0.0.1:${server.port}/`
    expect(await sender.send({ url, headers: {}, body: '' })).toMatchObject({ kind: 'answered', status: 200 })
  })

  it.each([
    ['expired', 'receiver.example', 'tls-expired'],
    ['self-signed', 'receiver.example', 'tls-untrusted'],
    ['good', 'other.example', 'tls-name'],
    ['good', '127.0.0.2', 'tls-name'],
  ] as const)('refuses a certificate that is %s, at %s: %s', async (certificate, host, cause) => {
    const server = await listen(ok, { certificate, host: '0.0.0.0' })
    const reply = await newSender().send({ url: `https://${host}:${server.port}/`, headers: {}, body: 'secret' })
    expect(reply).toMatchObject({ kind: 'unreachable', cause })
    expect(server.requests()).toEqual([])
  })

  it('refuses authorities it does not know', async () => {
    const server = await listen(ok, { certificate: 'good' })
    const reply = await post(newSender({ tlsOptions: {} }), server.port, 'https')
    expect(reply).toMatchObject({ kind: 'unreachable', cause: 'tls-untrusted' })
  })

  it('refuses TLS before 1.2', async () => {
    const server = await listen(ok, { certificate: 'good', maxTls: 'TLSv1.1' })
    expect(await post(newSender(), server.port, 'https')).toMatchObject({ kind: 'unreachable', cause: 'tls-protocol' })
    expect(server.requests()).toEqual([])
  })

  it('says so when the other side speaks no TLS', async () => {
    const server = await listen(silent, { onConnection: (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n') })
    expect(await post(newSender(), server.port, 'https')).toMatchObject({ kind: 'unreachable', cause: 'tls-protocol' })
  })

  it('says so when the other side closes', async () => {
    const server = await listen(silent, { onConnection: (socket) => socket.destroy() })
    const reply = await post(newSender(), server.port, 'https')
    expect(reply.kind === 'unreachable' && ['reset', 'closed'].includes(reply.cause)).toBe(true)
  })
})

describe('addresses that are not public never see a connection', () => {
  const notations = [
    ...[
      '127.0.0.1',
      '127.1',
      '127.0.1',
      '2130706433',
      '0x7f000001',
      '0x7f.1',
      '0x7f.0.0.1',
      '0177.0.0.1',
      '017700000001',
    ],
    ...['127.0.0.1.', '127.255.255.254', '0.0.0.0', '0', '0x0', '①②⑦.⓪.⓪.①', '127。0。0。1', '%31%32%37.0.0.1'],
    ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:127.0.0.1]'],
    ...['[::127.0.0.1]', '[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[2002:7f00:1::1]', '[::ffff:0.0.0.0]'],
    ...['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'machine.local', 'machine.internal', 'machine'],
  ]

  it.each(notations)('%s', async (host) => {
    const v4 = await listen(ok, { host: '0.0.0.0' })
    const v6 = await listen(ok, { host: hasIpv6 ? '::' : '0.0.0.0' })
    const sender = newSender({ policy: () => strict })
    for (const server of [v4, v6]) {
      for (const scheme of ['http', 'https']) {
        const reply = await sender.send({ url: `${scheme}://${host}:${server.port}/`, headers: {}, body: 'secret' })
        expect(reply.kind).toBe('blocked')
      }
      expect(server.connections()).toBe(0)
    }
  })

  it('though the same listener is reached where its network is open', async () => {
    const server = await listen(ok, { host: '0.0.0.0' })
    const reply = await newSender().send({ url: `http://0x7f.1:${server.port}/`, headers: {}, body: '' })
    expect(reply).toMatchObject({ kind: 'answered' })
    expect(server.connections()).toBe(1)
  })

  it.each([
    ['127.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['fe80::1%lo'],
    ['10.0.0.1'],
    ['169.254.169.254'],
    ['93.184.215.14', '127.0.0.1'],
    ['127.0.0.1', '93.184.215.14'],
    ['2606:4700::1111', '::1'],
  ])('behind a name: %s %s', async (...addresses) => {
    const server = await listen(ok, { host: '0.0.0.0' })
    const lookup = async () =>
      addresses.filter(Boolean).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
    expect(await post(newSender({ policy: () => strict, lookup }), server.port)).toMatchObject({ kind: 'blocked' })
    expect(server.connections()).toBe(0)
  })

  it('when the name changes its mind between two connects', async () => {
    // 127.0.0.2 stands for a public address: it is open here, 127.0.0.1 is not.
    const policy = { ...strict, allowNetworks: ['127.0.0.2'].map(parseNetwork).filter((n): n is Network => n !== null) }
    const server = await listen((socket) => socket.end(answer(200)), { host: '0.0.0.0' })
    const answers = ['127.0.0.2', '127.0.0.1']
    let asked = 0
    const lookup = async () => {
      asked += 1
      return [{ address: answers[Math.min(asked, answers.length) - 1] ?? '', family: 4 }]
    }
    const sender = newSender({ policy: () => policy, lookup })
    expect(await post(sender, server.port)).toMatchObject({ kind: 'answered' })
    expect(asked).toBe(1) // what was judged is what was dialled
    await until(() => sender.stats.connections === 0, 'the receiver has closed')
    expect(await post(sender, server.port)).toMatchObject({ kind: 'blocked', reason: 'not-public' })
    expect(server.connections()).toBe(1)
  })

  it('when they are our own, even in an open network', async () => {
    const server = await listen(ok)
    const policy = { ...open, ownAddresses: [{ address: '127.0.0.1', port: server.port }] }
    expect(await post(newSender({ policy: () => policy }), server.port)).toMatchObject({
      kind: 'blocked',
      reason: 'own-address',
    })
    expect(server.connections()).toBe(0)
  })

  it('tries the next address of a name when the first refuses', async () => {
    const server = await listen(ok)
    const lookup = async () => [
      { address: '127.0.0.3', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    expect(await post(newSender({ lookup }), server.port)).toMatchObject({ kind: 'answered' })
  })
})

describe('names', () => {
  it.each([
    ['ENOTFOUND', 'dns-not-found'],
    ['ENODATA', 'dns-not-found'],
    ['EAI_AGAIN', 'dns-failed'],
    ['ESERVFAIL', 'dns-failed'],
  ])('%s: %s', async (code, cause) => {
    const lookup = () => Promise.reject(Object.assign(new Error('no'), { code }))
    expect(await post(newSender({ lookup }), 8080)).toMatchObject({ kind: 'unreachable', cause })
  })

  it('of the machine itself are known where a network is open', async () => {
    const addresses = await systemLookup(() => open)('localhost')
    expect(addresses.every(({ address }) => address === '::1' || address.startsWith('127.'))).toBe(true)
  })

  it('without a record: dns-not-found', async () => {
    expect(await post(newSender({ lookup: async () => [] }), 8080)).toMatchObject({
      kind: 'unreachable',
      cause: 'dns-not-found',
    })
  })
})

describe('stopping', () => {
  it('waits for what is under way, closes everything, takes nothing more, and may be asked for twice', async () => {
    const held: (() => void)[] = []
    const server = await listen((socket) => held.push(() => socket.write(answer(200))))
    const sender = newSender()
    const reply = post(sender, server.port)
    await until(() => held.length === 1, 'the request has arrived')
    const stopped = Promise.all([sender.stop(), sender.stop()])
    await expect(post(sender, server.port)).rejects.toThrow('stopped')
    held[0]?.()
    expect(await reply).toMatchObject({ kind: 'answered' })
    await stopped
    await until(() => server.open() === 0 && sender.stats.hosts === 0, 'everything was closed')
  })

  it('cuts off what waits for an answer, keeps an answer whose head was there, and begins nothing more', async () => {
    let requests = 0
    const quiet = await listen(() => requests++)
    const slow = await listen((socket) => {
      socket.write('HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\nhal')
      requests++
    })
    const server = await listen(ok)
    const sender = newSender()
    const [waiting, begun] = [post(sender, quiet.port), post(sender, slow.port)]
    const ends = Promise.allSettled([waiting, begun])
    await until(() => requests === 2, 'both requests have arrived')
    await post(sender, server.port) // read after the half answer, which was written before it was asked for
    const stopped = sender.stop()
    sender.cutOff()
    expect(await ends).toMatchObject([
      { status: 'rejected', reason: { name: 'CutOff' } },
      { status: 'fulfilled', value: { kind: 'answered', status: 201, bodyTruncated: true } },
    ])
    await expect(post(sender, quiet.port)).rejects.toBeInstanceOf(CutOff)
    await stopped
    await until(() => quiet.open() === 0 && slow.open() === 0, 'everything was closed')
  })
})
