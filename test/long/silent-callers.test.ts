import { readdirSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type CallerLimits, usualCallerLimits } from '../../src/api/http/caller-limits.ts'
import { eventually, type Postback, registerProducer, startPostback } from '../support/harness.ts'
import { inProcess } from '../support/in-process.ts'

/** Callers that fall silent halfway keep neither a connection nor a file descriptor. */

let postback: Postback
type CleanUp = (() => unknown)[]
const [cleanUp, atTheEnd]: [CleanUp, CleanUp] = [[], []]
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
})
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})
afterAll(async () => {
  for (const undo of atTheEnd) await undo()
  await postback.close()
})

const short: CallerLimits = {
  ...usualCallerLimits,
  headMs: 100,
  bodyMs: 100,
  answerMs: 200,
  partingMs: 50,
  checkEveryMs: 10,
}
/** Too long for any test to reach, so another limit must have acted. */
const never = 60_000

type Serving = Awaited<ReturnType<typeof serve>>
async function serve(limits: CallerLimits, change: Parameters<typeof inProcess>[1] = {}, undo = cleanUp) {
  const api = await inProcess(postback, { ...change, callerLimits: limits })
  const { server } = api.server
  await api.server.listen({ port: 0, host: '127.0.0.1' })
  undo.push(api.close)
  return {
    api,
    port: (server.address() as AddressInfo).port,
    connections: () => new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count))),
  }
}

/** A caller that never closes its side of the connection. */
function connect(port: number) {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  let heard = ''
  socket.on('error', () => {})
  cleanUp.push(() => socket.destroy())
  return { socket, heard: () => heard, listen: () => socket.on('data', (chunk) => (heard += chunk.toString())) }
}

function openFiles(): number {
  return readdirSync('/proc/self/fd').length
}

const halfHead = 'GET /livez HTTP/1.1\r\nhost:'
const halfBody = 'PUT /v1/transactions/HP1 HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"event'
const halfChunk = 'PUT /v1/transactions/HP1 HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n40\r\n{"event'
const tlsHello = Buffer.from('16030100c8010000c40303', 'hex').toString('latin1')
const whole = 'GET /livez HTTP/1.1\r\nhost: x\r\n\r\n'

const { headMs, bodyMs, partingMs } = { headMs: never, bodyMs: never, partingMs: never }

/** One server for all callers with the same limits. */
const servers = new Map<string, Promise<Serving>>()
function serverWith(lax: Partial<CallerLimits>): Promise<Serving> {
  const name = Object.keys(lax).join(' ')
  const server = servers.get(name) ?? serve({ ...short, ...lax }, {}, atTheEnd)
  servers.set(name, server)
  return server
}

describe('a caller that has sent', () => {
  it.each([
    { what: 'nothing', sent: '', heard: '', lax: { bodyMs, partingMs } },
    { what: 'three bytes that are no HTTP', sent: '\x01\x02\x03', heard: '400', lax: { headMs, bodyMs } },
    { what: 'a TLS hello', sent: tlsHello, heard: '400', lax: { headMs, bodyMs } },
    { what: 'garbage after a request', sent: `${whole}\x01\x02`, heard: '400', lax: { headMs, bodyMs } },
    { what: 'half a head', sent: halfHead, heard: '408', lax: { bodyMs } },
    { what: 'half a second head', sent: whole + halfHead, heard: '200', lax: { bodyMs } },
    { what: 'half a head and its FIN', sent: halfHead, fin: true, heard: '400', lax: { headMs, bodyMs, partingMs } },
    { what: 'half a body', sent: keyed(halfBody), heard: '408', lax: { headMs } },
    { what: 'half a chunk', sent: keyed(halfChunk), heard: '408', lax: { headMs } },
    {
      what: 'half a body and its FIN',
      sent: keyed(halfBody),
      fin: true,
      heard: '400',
      lax: { headMs, bodyMs, partingMs },
    },
    {
      what: 'half a chunk and its FIN',
      sent: keyed(halfChunk),
      fin: true,
      heard: '400',
      lax: { headMs, bodyMs, partingMs },
    },
    { what: 'half a body, refused for its key', sent: halfBody, heard: '401', lax: { headMs, partingMs } },
    {
      what: 'half a body, refused for its key, and its FIN',
      sent: halfBody,
      fin: true,
      heard: '401',
      lax: { headMs, bodyMs, partingMs },
    },
    {
      what: 'a header that is too large',
      sent: `GET / HTTP/1.1\r\nx: ${'x'.repeat(200_000)}`,
      heard: '431',
      lax: { headMs, bodyMs },
    },
  ])('$what is answered and keeps no connection', async ({ sent, fin, heard, lax }) => {
    const server = await serverWith(lax)
    const caller = connect(server.port)
    caller.listen()
    await new Promise((resolve) => caller.socket.once('connect', resolve))
    const filesOpen = openFiles()
    if (sent !== '') caller.socket.write(sent.replace('KEY', postback.platformKey), 'latin1')
    if (fin) caller.socket.end()
    await eventually(
      async () => caller.heard(),
      (text) => text.startsWith(heard === '' ? '' : `HTTP/1.1 ${heard}`),
    )
    await eventually(server.connections, (count) => count === 0)
    // Only the test's own end may still be open.
    await eventually(
      async () => openFiles(),
      (count) => count < filesOpen || (count === filesOpen && caller.socket.destroyed),
    )
    expect(caller.heard()).toMatch(heard === '' ? /^$/ : new RegExp(`^HTTP/1\\.1 ${heard} `))
  })
})

/** The key is known only once the server runs. */
function keyed(request: string): string {
  return request.replace('host: x', 'host: x\r\nauthorization: Bearer KEY\r\ncontent-type: application/json')
}

describe('a caller that reads nothing', () => {
  it('of a large answer is disconnected', async () => {
    const server = await serve({ ...short, headMs, bodyMs })
    const caller = connect(server.port)
    caller.socket.pause()
    // More than the kernel's buffers at both ends hold.
    caller.socket.write('GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(60))
    await eventually(server.connections, (count) => count === 1)
    await eventually(server.connections, (count) => count === 0)
  })
})

describe('a slow caller', () => {
  it('with a large import may finish as long as it makes progress', async () => {
    const server = await serve({ ...short, bodyMs: 200, bodyBytesPerSecond: 100 })
    const caller = connect(server.port)
    caller.listen()
    const line = `${JSON.stringify({ id: 'L1', at: '2026-01-15T12:00:00Z', url: 'https://example.com/', event: 'PURCHASE_APPROVED' })}\n`
    const lines = 40
    const head = [
      'POST /v1/legacy-posts/import HTTP/1.1',
      'host: x',
      `authorization: Bearer ${postback.platformKey}`,
      'postback-account: producer',
      'content-type: application/x-ndjson',
      `content-length: ${lines * line.length}`,
    ]
    const beganAt = performance.now()
    caller.socket.write(`${head.join('\r\n')}\r\n\r\n`)
    for (let i = 0; i < lines; i++) {
      caller.socket.write(line)
      // As slow as a slow connection.
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await eventually(
      async () => caller.heard(),
      (text) => text !== '',
    )
    expect(performance.now() - beganAt).toBeGreaterThan(200)
    expect(caller.heard()).toMatch(/^HTTP\/1\.1 200 /)
    expect(caller.heard()).toContain('"refused":0')
  })

  it('with a live stream stays connected', async () => {
    const server = await serve({ ...short, answerMs: 20 })
    const caller = connect(server.port)
    caller.listen()
    const headers = `host: x\r\nauthorization: Bearer ${postback.platformKey}\r\npostback-account: producer`
    caller.socket.write(`GET /v1/deliveries/stream HTTP/1.1\r\n${headers}\r\n\r\n`)
    await eventually(
      async () => caller.heard(),
      (text) => text.includes(': welcome'),
    )
    // A second caller falls silent later, and is disconnected first.
    const silent = connect(server.port)
    silent.socket.write(halfHead)
    await eventually(server.connections, (count) => count === 2)
    await eventually(server.connections, (count) => count === 1)
    expect(caller.socket.readableEnded).toBe(false)
  })
})

describe('a caller beyond the limit of connections', () => {
  it('is disconnected at once and counted, and one line is logged for all such callers', async () => {
    const lines: string[] = []
    let turnedAway = 0
    const metrics = {
      contentType: '',
      text: async () => '',
      observeRequest() {},
      observeTurnedAway: () => {
        turnedAway++
      },
    }
    const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
    const server = await serve({ ...short, headMs: never, connectionsMax: 2 }, { metrics, logger })
    const inside = [connect(server.port), connect(server.port)]
    await eventually(server.connections, (count) => count === 2)
    const outside = Array.from({ length: 5 }, () => connect(server.port))
    for (const { socket } of outside) socket.resume()
    await eventually(
      async () => outside.filter(({ socket }) => socket.readableEnded || socket.destroyed).length,
      (count) => count === outside.length,
    )
    expect(turnedAway).toBe(5)
    await eventually(
      async () => lines.length,
      (count) => count > 0,
    )
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ count: expect.any(Number), connectionsMax: 2 })
    for (const caller of inside) {
      caller.listen()
      caller.socket.write(whole)
      await eventually(
        async () => caller.heard(),
        (text) => text.startsWith('HTTP/1.1 200'),
      )
    }
    expect(lines).toHaveLength(1)
  })
})
