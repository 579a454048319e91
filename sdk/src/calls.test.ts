import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClient } from './client.ts'

/** Against an HTTP server that has no stream for the first to ask. */

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

describe('a stream that the server has no place for', () => {
  it('is asked for again after Retry-After, by a client that says so', async () => {
    const happened: unknown[] = []
    const stream = client().stream('/', {
      onOpen: () => happened.push('open'),
      onWait: ({ code }, waitMs) => happened.push([code, waitMs]),
    })
    for await (const { event } of stream) happened.push(event)
    expect(happened).toEqual([['too_many_streams', 1_000], 'open', 'ready'])
  })

  it('is thrown to a caller that does not wait', async () => {
    const refused = { code: 'too_many_streams', retryAfter: 1 }
    await expect(client().stream('/').next()).rejects.toMatchObject(refused)
    expect(asked).toBe(1)
  })

  it('is waited for no longer than until the signal ends it, and no other error is waited for', async () => {
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
