import type { Server } from 'node:http'
import type { Socket } from 'node:net'

const sweepEveryMs = 50

/**
 * @param close stops listening; resolves when no connection is open any more
 * @param cutOff aborted: the remaining connections are closed at once
 * @returns how many connections were cut off
 */
export type CloseConnections = (close: () => Promise<unknown>, cutOff: AbortSignal) => Promise<number>

/**
 * Closes a server while callers keep connections open. Node closes idle connections only once, when it stops listening. A
 * connection that becomes idle later stays open until its keep-alive ends (72 s), and one with a half-sent request stays open
 * as long as the caller likes. `server.closeAllConnections` misses connections that sent something other than HTTP, so all
 * are tracked here.
 */
export function watchConnections(server: Server): CloseConnections {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return async (close, cutOff) => {
    const cut = new Set<Socket>()
    const sweep = () => {
      server.closeIdleConnections()
      if (!cutOff.aborted) return
      for (const socket of open) {
        cut.add(socket)
        socket.destroy()
      }
    }
    const timer = setInterval(sweep, sweepEveryMs)
    cutOff.addEventListener('abort', sweep)
    try {
      await close()
    } finally {
      clearInterval(timer)
      cutOff.removeEventListener('abort', sweep)
    }
    return cut.size
  }
}
