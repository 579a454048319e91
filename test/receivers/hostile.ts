import { readFileSync } from 'node:fs'
import net, { type AddressInfo, type Socket } from 'node:net'
import tls from 'node:tls'

/**
 * Good and bad receivers for tests, on raw sockets: an HTTP library would not let them misbehave. Each listens on a
 * free port of loopback and counts what reaches it.
 */

export interface Receiver {
  readonly port: number
  /** All connections that were accepted. */
  readonly connections: () => number
  /** All requests whose head has arrived. */
  readonly requests: () => readonly string[]
  /** Connections open now. */
  readonly open: () => number
  readonly close: () => Promise<void>
}

/** Handles a request that has arrived completely. `nth` counts the connections, from 1. */
export type Behaviour = (socket: Socket, nth: number, request: string) => void

interface ReceiverOptions {
  readonly host?: string
  readonly certificate?: 'good' | 'expired' | 'self-signed'
  /** Called at once for every connection. */
  readonly onConnection?: (socket: Socket, nth: number) => void
  readonly maxTls?: 'TLSv1.1' | 'TLSv1.3'
}

const folder = new URL('certificates/', import.meta.url)

function pem(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8')
}

/** The certificate authority to trust for `certificate: 'good'` and `'expired'`, both for receiver.example and 127.0.0.1. */
export const testAuthority = pem('authority.pem')

export async function receiver(behaviour: Behaviour, options: ReceiverOptions = {}): Promise<Receiver> {
  const sockets = new Set<net.Socket>()
  const requests: string[] = []
  let connections = 0
  let talks = 0

  const talk = (socket: Socket) => {
    talks += 1
    const nth = talks
    socket.on('error', () => {})
    options.onConnection?.(socket, nth)
    let received = ''
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1')
      for (let request = firstRequest(received); request !== null; request = firstRequest(received)) {
        received = received.slice(request.length)
        requests.push(request)
        behaviour(socket, nth, request)
      }
    })
  }
  const accept = (socket: net.Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }
  const { certificate } = options
  const server = certificate
    ? tls.createServer(
        {
          key: pem('receiver.key'),
          cert: pem(`${certificate}.pem`),
          ...(options.maxTls === 'TLSv1.1'
            ? { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }
            : {}),
        },
        talk,
      )
    : net.createServer(talk)
  server.on('tlsClientError', () => {})
  server.on('connection', (socket: net.Socket) => {
    connections += 1
    accept(socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, options.host ?? '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    requests: () => requests,
    open: () => sockets.size,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => {
        server.close(() => resolve())
      })
    },
  }
}

/** The first complete request in the received bytes, or null. Bodies have a content-length. */
function firstRequest(received: string): string | null {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const bodyLength = Number(/content-length: (\d+)/i.exec(received.slice(0, headEnd))?.[1] ?? 0)
  const end = headEnd + 4 + bodyLength
  return received.length < end ? null : received.slice(0, end)
}

/** A complete answer. */
export function answer(status: number, body = '', headers: readonly string[] = []): string {
  return [`HTTP/1.1 ${status} Some reason`, `content-length: ${Buffer.byteLength(body)}`, ...headers, '', body].join(
    '\r\n',
  )
}

/** Writes the text again and again until the socket closes, as fast as it is read. */
export function flood(socket: Socket, text: string): void {
  const more = () => {
    while (socket.writable && socket.write(text));
  }
  socket.on('drain', more)
  more()
}

/** Writes one byte every few milliseconds, without end or until the text ends. */
export function drip(socket: Socket, text: string, everyMs = 5): void {
  let at = 0
  const timer = setInterval(() => {
    if (socket.writable) socket.write(text[at % text.length] ?? '')
    at += 1
  }, everyMs)
  socket.on('close', () => clearInterval(timer))
}

/** Polls until the condition holds; fails after fifteen seconds. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 15_000
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`timed out waiting until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
