import { createServer, type Server } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../../test/support/harness.ts'
import { type OpenStream, OpenStreams } from './open-streams.ts'

let streams: OpenStreams
let server: Server
let opened: OpenStream[]
let closed: number
let clients: net.Socket[]
beforeEach(async () => {
  streams = new OpenStreams()
  opened = []
  closed = 0
  clients = []
  server = createServer((request, response) => {
    opened.push(streams.open(request.url ?? '', response, () => closed++))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  for (const client of clients) client.destroy()
  await eventuallyHolds({ streams: 0, unreadBytes: 0 })
  await new Promise((resolve) => server.close(resolve))
})

/** Opens a stream for each account, all on one connection, and reads nothing. */
async function connect(...accounts: readonly string[]): Promise<net.Socket> {
  const wanted = opened.length + accounts.length
  const client = ask(accounts)
  await eventuallyOpened(wanted)
  return client
}

function ask(accounts: readonly string[]): net.Socket {
  const client = net.connect((server.address() as AddressInfo).port, '127.0.0.1')
  clients.push(client.pause().on('error', () => {}))
  client.write(accounts.map((account) => `GET /${account} HTTP/1.1\r\nhost: x\r\n\r\n`).join(''))
  return client
}

function eventuallyOpened(count: number) {
  return eventually(
    async () => opened.length,
    (length) => length === count,
  )
}

async function connectOne(account: string): Promise<OpenStream> {
  await connect(account)
  const stream = opened.at(-1)
  if (!stream) throw new Error('There is a stream.')
  return stream
}

function eventuallyHolds(load: OpenStreams['load']) {
  return eventually(
    async () => streams.load,
    (now) => now.streams === load.streams && now.unreadBytes === load.unreadBytes,
  )
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))
const piece = new Uint8Array(64 * 1024)

/** Writes more than the kernel buffers, until Node holds that much, or until one of the streams is ended. */
async function fill(stream: OpenStream, unreadBytesMin: number) {
  while (closed === 0 && stream.unreadBytes < unreadBytesMin) {
    stream.write(piece)
    await nextTurn()
  }
}

describe('open streams', () => {
  it('counts what Node holds for a listener until it is read', async () => {
    const client = await connect('a')
    for (const stream of opened) await fill(stream, 500_000)
    expect(streams.load.unreadBytes).toBeGreaterThanOrEqual(500_000)
    client.resume()
    await eventuallyHolds({ streams: 1, unreadBytes: 0 })
  })

  it('releases place and bytes once when either side ends the stream', async () => {
    const client = await connect('a')
    const ended = await connectOne('a')
    const last = await connectOne('a')
    for (const stream of opened) await fill(stream, 200_000)
    client.destroy()
    ended.end()
    ended.end()
    ended.write(piece)
    await eventually(
      async () => closed,
      (count) => count === 2,
    )
    expect(streams.load).toEqual({ streams: 1, unreadBytes: last.unreadBytes })
    streams.endAll()
    expect(streams.load).toEqual({ streams: 0, unreadBytes: 0 })
    await nextTurn()
    expect(closed).toBe(3)
  })

  it('releases the places of streams that are queued behind another one on their connection', async () => {
    const client = await connect('a', 'a', 'a')
    for (const stream of opened) stream.write(piece)
    await nextTurn()
    expect(streams.load.streams).toBe(3)
    client.destroy()
    await eventuallyHolds({ streams: 0, unreadBytes: 0 })
  })

  it('does not mistake a burst within one turn for a listener that does not read', async () => {
    const client = await connect('a')
    client.resume()
    for (let i = 0; i < 24; i++) opened[0]?.write(piece)
    await eventuallyHolds({ streams: 1, unreadBytes: 0 })
  })

  it('ends the stream of a listener that is more than a mebibyte behind', async () => {
    await fill(await connectOne('a'), 2 * 1024 * 1024)
    expect(streams.load).toEqual({ streams: 0, unreadBytes: 0 })
  })

  it('ends the stream that is furthest behind when all together hold more than 16 MiB', async () => {
    const first = await connectOne('first')
    await fill(first, 600_000)
    while (closed === 0) await fill(await connectOne('others'), 980_000)
    expect(streams.load.unreadBytes).toBeLessThanOrEqual(16 * 1024 * 1024)
    expect(streams.load.unreadBytes).toBeGreaterThan(15 * 1024 * 1024)
    expect(closed).toBe(1)
    // This stream is less behind than the others, and still open.
    const before = first.unreadBytes
    first.write(piece)
    await nextTurn()
    expect(first.unreadBytes).toBeGreaterThan(before)
  })

  it('allows twenty streams for each account, and a thousand in all', async () => {
    for (let i = 0; i < 20; i++) ask(['a'])
    await eventuallyOpened(20)
    const refusal = expect.objectContaining({ code: 'too_many_streams', retryAfter: 10 })
    const response = {} as never
    expect(() => streams.open('/a', response, () => {})).toThrow(refusal)
    for (let i = 0; i < 980; i++) ask([`b${i % 49}`])
    await eventuallyOpened(1_000)
    expect(() => streams.open('/c', response, () => {})).toThrow(refusal)
    clients[0]?.destroy()
    await eventuallyHolds({ streams: 999, unreadBytes: 0 })
    await connect('a')
  })
})
