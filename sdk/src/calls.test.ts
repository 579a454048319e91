import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClient } from './client.ts'

/** Against an HTTP server that refuses the first request for a stream. */

let server: Server
let asked: number
let answer: (response: ServerResponse) => void
beforeEach(async () => {
  asked = 0
  answer = (response) => response.end('event: ready\ndata: {}\n\n')
  server = createServer((_request, response) => {
    if (++asked > 1) return answer(response)
    const problem = { code: 'too_many_streams', title: 'Too many', detail: 'At most 20.' }
    response.writeHead(429, { 'retry-after': '1' }).end(JSON.stringify(problem))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => server.close())

const client = () => createClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })

describe('a stream that the server refuses with 429', () => {
  it('is requested again after Retry-After when onWait is given', async () => {
    const happened: unknown[] = []
    const stream = client().stream('/', {
      onOpen: () => happened.push('open'),
      onWait: ({ code }, waitMs) => happened.push([code, waitMs]),
    })
    for await (const { event } of stream) happened.push(event)
    expect(happened).toEqual([['too_many_streams', 1_000], 'open', 'ready'])
  })

  it('throws without onWait', async () => {
    const refused = { code: 'too_many_streams', retryAfter: 1 }
    await expect(client().stream('/').next()).rejects.toMatchObject(refused)
    expect(asked).toBe(1)
  })

  it('stops waiting when the signal aborts, and does not wait after other errors', async () => {
    const stop = new AbortController()
    const stopped = client().stream('/', { signal: stop.signal, onWait: () => stop.abort(new Error('Enough.')) })
    await expect(stopped.next()).rejects.toThrow('Enough.')
    expect(asked).toBe(1)
    answer = (response) => response.writeHead(503).end()
    await expect(
      client()
        .stream('/', { onWait: () => {} })
        .next(),
    ).rejects.toMatchObject({ status: 503 })
  })
})
