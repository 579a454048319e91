import fc from 'fast-check'
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
import { parseNetwork } from '../../domain/addresses/address-policy.ts'
import type { Reply } from '../../domain/delivery/reply.ts'
import { Sender } from './send.ts'

/** Once `HTTP/1.x NNN` has come with a final status, that is the answer, whatever comes after it. */

const allowNetworks = [parseNetwork('127.0.0.0/8')].filter((network) => network !== null)

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

function newSender(attemptTimeoutMs = 10_000): Sender {
  const sender = new Sender({
    policy: () => ({ allowHttp: true, allowNetworks, denyNetworks: [], ownAddresses: [] }),
    attemptTimeoutMs,
    maxConnectionsPerHost: 8,
    maxHosts: 10,
    tlsOptions: { ca: testAuthority },
  })
  cleanUp.push(() => sender.stop())
  return sender
}

async function listen(behaviour: Behaviour, options: Parameters<typeof receiver>[1] = {}): Promise<Receiver> {
  const server = await receiver(behaviour, options)
  cleanUp.push(server.close)
  return server
}

function post(sender: Sender, server: Receiver, scheme = 'http'): Promise<Reply> {
  return sender.send({ url: `${scheme}://127.0.0.1:${server.port}/hook`, headers: {}, body: '{}' })
}

function told(reply: Reply) {
  if (reply.kind !== 'answered') return { ...reply, timings: undefined }
  const { status, headers, body, bodyTruncated, headProblem } = reply
  return {
    status,
    headers: Object.fromEntries(headers),
    body: Buffer.from(body).toString('latin1'),
    bodyTruncated,
    headProblem,
  }
}

const malformed = { status: 200, body: 'ok', bodyTruncated: false, headProblem: 'malformed-head' }
const chunked = '2\r\nok\r\n0\r\n\r\n'

/** Each leaves the connection open, as most receivers do. */
const untidyHeads: readonly (readonly [what: string, text: string, expected?: object])[] = [
  [
    'lines that end in LF',
    'HTTP/1.1 200 OK\nX-A: b\nContent-Length: 2\n\nok',
    { headers: { 'x-a': 'b', 'content-length': '2' } },
  ],
  [
    'lines that end in CR',
    'HTTP/1.1 200 OK\rX-A: b\rContent-Length: 2\r\rok',
    { headers: { 'x-a': 'b', 'content-length': '2' } },
  ],
  ['lines that end in CR CR LF', 'HTTP/1.1 200 OK\r\r\nContent-Length: 2\r\r\n\r\r\nok'],
  ['line ends of both kinds', 'HTTP/1.1 200 OK\r\nX-A: b\nContent-Length: 2\r\n\nok'],
  [
    'a space before the colon',
    'HTTP/1.1 200 OK\r\nX-A : b\r\nContent-Length : 2\r\n\r\nok',
    { headers: { 'x-a': 'b' } },
  ],
  ['a folded header', 'HTTP/1.1 200 OK\r\nX-A: b\r\n\tc\r\nContent-Length: 2\r\n\r\nok', { headers: { 'x-a': 'b c' } }],
  [
    'a fold without a header before it',
    'HTTP/1.1 200 OK\r\n X-A: b\r\nContent-Length: 2\r\n\r\nok',
    { headers: { 'x-a': 'b' } },
  ],
  ['a stray line', 'HTTP/1.1 200 OK\r\nX-A: b\r\nWarning\r\nContent-Length: 2\r\n\r\nok', { headers: { 'x-a': 'b' } }],
  ['a second status line', 'HTTP/1.1 200 OK\r\nHTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nok'],
  ['a header without a name', 'HTTP/1.1 200 OK\r\n: b\r\nContent-Length: 2\r\n\r\nok'],
  [
    'a name that is no token',
    'HTTP/1.1 200 OK\r\nX(A): b\r\nContent-Length: 2\r\n\r\nok',
    { headers: { 'x(a)': 'b' } },
  ],
  ['a NUL in a value', 'HTTP/1.1 200 OK\r\nX-A: b\0c\r\nContent-Length: 2\r\n\r\nok', { headers: { 'x-a': 'b\0c' } }],
  ['a control byte in a value', 'HTTP/1.1 200 OK\r\nX-A: b\x01\r\nContent-Length: 2\r\n\r\nok'],
  [
    'a carriage return in a value',
    'HTTP/1.1 200 OK\r\nX-A: b\rc\r\nContent-Length: 2\r\n\r\nok',
    { headers: { 'x-a': 'b' } },
  ],
  ['two equal lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok'],
  ['a list of equal lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok'],
  ['two different lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 2\r\n\r\nok'],
  ['a length and chunks', `HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`],
  ['chunks and a length', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n${chunked}`],
  ['chunks with line feeds', 'HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2;a=b\nok\n0\nX-Sum: 1\n\n'],
  [
    'an encoding that is none, and a length',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nok',
  ],
  ['no space before the reason', 'HTTP/1.1 200OK\r\nContent-Length: 2\r\n\r\nok'],
  ['two spaces before the status', 'HTTP/1.1  200 OK\r\nContent-Length: 2\r\n\r\nok'],
  ['a tab before the status', 'HTTP/1.1\t200 OK\r\nContent-Length: 2\r\n\r\nok'],
  ['small letters', 'http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'],
  ['a version of its own', 'HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok'],
  ['an interim answer before it', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok'],
  [
    'an untidy interim answer before it',
    'HTTP/1.1 103 Early Hints\nLink : x\n\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  ],
  ['blank lines before it', '\n\r\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok'],
  ['no content', 'HTTP/1.1 204 No Content\n\n', { status: 204, body: '' }],
  [
    '40 KB of headers',
    `HTTP/1.1 200 OK\r\nX-A: b\r\nX-Big: ${'a'.repeat(40_000)}\r\nContent-Length: 2\r\n\r\nok`,
    { headProblem: 'headers-too-large', headers: { 'x-a': 'b', 'content-length': '2' } },
  ],
  [
    '200,000 spaces',
    `HTTP/1.1 200 OK\r\nX-A:${' '.repeat(200_000)}b\r\nContent-Length: 2\r\n\r\nok`,
    { headProblem: 'headers-too-large' },
  ],
]

describe('an answer with an untidy head', () => {
  it.each(untidyHeads.map(([what, text, expected = {}]) => ({ what, text, expected })))(
    'counts, and its connection is not used again: $what',
    async ({ text, expected }) => {
      const server = await listen((socket) => socket.write(text, 'latin1'))
      const sender = newSender()
      for (const _ of [1, 2]) expect(told(await post(sender, server))).toMatchObject({ ...malformed, ...expected })
      expect([server.connections(), server.requests().length]).toEqual([2, 2])
      await until(() => server.open() === 0 && sender.stats.connections === 0, 'both connections are closed')
    },
  )

  it.each([
    ['negative', '-2'],
    ['no number', 'two'],
    ['empty', ''],
    ['larger than anything', '99999999999999999999'],
  ])('counts when its length is %s', async (_what, length) => {
    const server = await listen((socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\nok`))
    const expected = { status: 200, body: 'ok', headProblem: 'malformed-head' }
    expect(told(await post(newSender(), server))).toMatchObject(expected)
  })

  it('counts though it never ends and its connection stays open', async () => {
    const server = await listen((socket) => socket.write('HTTP/1.1 200 OK\nContent-Length: none\n\nok'))
    expect(told(await post(newSender(), server))).toMatchObject({ ...malformed, bodyTruncated: true })
  })

  it('is read to its end, however it is cut into packets', async () => {
    const text = 'HTTP/1.1 429 Too Many\nServer : x\nRetry-After: 7\nContent-Length: 5\n\nlater'
    const server = await listen((socket) => {
      let at = 0
      const next = () => {
        if (at < text.length && socket.writable) socket.write(text[at++] ?? '', () => setImmediate(next))
      }
      next()
    })
    expect(told(await post(newSender(), server))).toEqual({
      status: 429,
      headers: { server: 'x', 'retry-after': '7', 'content-length': '5' },
      body: 'later',
      bodyTruncated: false,
      headProblem: 'malformed-head',
    })
  })

  it('counts over TLS too', async () => {
    const text = 'HTTP/1.1 200 OK\nContent-Length: 2\n\nok'
    const server = await listen((socket) => socket.write(text), { certificate: 'good' })
    const sender = newSender()
    for (const _ of [1, 2]) expect(told(await post(sender, server, 'https'))).toMatchObject(malformed)
    expect(server.connections()).toBe(2)
  })

  it('tells until when to wait, though its headers are too large', async () => {
    const many = Array.from({ length: 4096 }, (_, i) => `X-${i}: aaaaaaaaaa\r\n`).join('')
    const server = await listen((socket) => socket.end(`HTTP/1.1 503 No\r\n${many}Retry-After: 7\r\n\r\n`))
    const reply = await post(newSender(), server)
    expect(told(reply)).toMatchObject({
      status: 503,
      headProblem: 'headers-too-large',
      headers: { 'retry-after': '7' },
    })
    expect(reply.kind === 'answered' && reply.headers.flat().join('').length).toBeLessThan(33 * 1024)
  })

  it('is read no further than a tidy one', async () => {
    const server = await listen((socket) => {
      socket.write('HTTP/1.1 200 OK\n\n')
      flood(socket, 'a'.repeat(16_384))
    })
    const reply = await post(newSender(), server)
    expect(reply).toMatchObject({ kind: 'answered', status: 200, bodyTruncated: true, headProblem: 'malformed-head' })
    expect(reply.kind === 'answered' && reply.body.length).toBe(65_536)
    await until(() => server.open() === 0, 'the connection is closed')
  })

  it('counts when the head has no end', async () => {
    const server = await listen((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      flood(socket, `x-${'a'.repeat(100)}: b\r\n`)
    })
    expect(told(await post(newSender(), server))).toMatchObject({ status: 200, headProblem: 'headers-too-large' })
  })

  it('counts when the connection breaks off in the middle of the head', async () => {
    for (const text of ['HTTP/1.1 200', 'HTTP/1.1 200 OK\r\n', 'HTTP/1.1 200 OK\r\nX-A: b\r\nX-B: c']) {
      const server = await listen((socket) => socket.end(text))
      const expected = { status: 200, body: '', bodyTruncated: true, headProblem: 'cut-head' }
      expect(told(await post(newSender(), server))).toMatchObject(expected)
      expect(server.requests()).toHaveLength(1)
    }
  })

  it('counts when the time is over in the middle of the head', async () => {
    const server = await listen((socket) => drip(socket, `HTTP/1.1 500 No\r\nx-drip: ${'a'.repeat(10_000)}`))
    expect(told(await post(newSender(400), server))).toMatchObject({ status: 500, headProblem: 'cut-head' })
    await until(() => server.open() === 0, 'the connection is closed')
  })

  it('counts when we stop in the middle of the head', async () => {
    const server = await listen((socket) => socket.write('HTTP/1.1 200 OK\r\nX-A: b\r\n'))
    const tidy = await listen((socket) => socket.write(answer(200)))
    const sender = newSender()
    const reply = post(sender, server)
    await until(() => server.requests().length === 1, 'it has answered')
    await post(sender, tidy) // read after the half answer, which was written before it was asked for
    sender.cutOff()
    expect(told(await reply)).toMatchObject({ status: 200, headProblem: 'cut-head' })
  })
})

describe('what is no answer', () => {
  it.each([
    ['an SSH banner', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['a mail server', '220 smtp.example ESMTP\r\n'],
    ['Shoutcast', 'ICY 200 OK\r\n\r\n'],
    ['HTTP 0.9', 'hello'],
    ['a page', '<html><body>HTTP/1.1 200 OK</body></html>\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['a status below 100', 'HTTP/1.1 050 Huh\r\n\r\n'],
    ['words in place of the status', 'HTTP/1.1 OK\r\n\r\n'],
    ['a switch of protocols', 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'],
    ['a status far away', `HTTP/1.1 ${' '.repeat(1000)}200 OK\r\n\r\n`],
  ])('stays one, at once: %s', async (_what, text) => {
    const server = await listen((socket) => socket.write(text))
    expect(await post(newSender(), server)).toMatchObject({ kind: 'unreachable', cause: 'invalid-response' })
    expect(server.requests()).toHaveLength(1)
    await until(() => server.open() === 0, 'the connection is closed')
  })

  it.each([
    ['half a status', 'HTTP/1.1 20'],
    ['an interim answer', 'HTTP/1.1 103 Early Hints\nLink : x\n\n'],
  ])('stays one when the connection breaks off after %s', async (_what, text) => {
    const server = await listen((socket) => socket.end(text))
    expect(await post(newSender(), server)).toMatchObject({ kind: 'unreachable' })
    expect(server.requests()).toHaveLength(1)
  })

  it('is what came before the request was written', async () => {
    const server = await listen((socket) => {
      socket.write(answer(500))
      if (server.requests().length === 1) socket.write('http/1.1 200 OK\r\n\r\n')
    })
    const sender = newSender()
    await post(sender, server)
    expect(told(await post(sender, server))).toMatchObject({ status: 500, headProblem: null })
  })
})

describe('whatever follows the status line', () => {
  const tail =
    'Server: x\r\nSet-Cookie: a=1\r\nRetry-After: 5\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello'
  const pieces = fc.constantFrom(
    '\r',
    '\n',
    '\r\n',
    ':',
    ' ',
    '\t',
    '\0',
    '\x7f',
    'é',
    ',',
    '9',
    '-',
    'Transfer-Encoding: chunked\r\n',
  )
  const mutation = fc.record({
    at: fc.nat({ max: tail.length }),
    removed: fc.nat({ max: 3 }),
    added: fc.oneof(pieces, fc.string({ maxLength: 4 })),
  })

  it('the status is the status, and a connection that brought anything else carries no second post', async () => {
    let text = ''
    let cut = 0
    const posts = new Map<number, number>()
    const server = await listen((socket, nth) => {
      posts.set(nth, (posts.get(nth) ?? 0) + 1)
      socket.write(text.slice(0, cut), 'latin1', () => setImmediate(() => socket.end(text.slice(cut), 'latin1')))
    })
    const sender = newSender()
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (mutations, where) => {
          const mutated = mutations.reduce(
            (so, { at, removed, added }) => so.slice(0, at) + added + so.slice(at + removed),
            tail,
          )
          text = `HTTP/1.1 200 OK\r\n${mutated}`
          cut = Math.floor(where * text.length)
          const before = server.connections()
          const reply = told(await post(sender, server))
          expect(reply).toMatchObject({ status: 200 })
          if (!('headProblem' in reply) || reply.headProblem === null) return
          await post(sender, server)
          expect(posts.get(before + 1)).toBe(1)
        },
      ),
      { numRuns: 300 },
    )
  })
})
