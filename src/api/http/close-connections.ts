import type { Server } from 'node:http'
import type { Socket } from 'node:net'

const sweepEveryMs = 50

/**
 * @param close stops listening; fulfilled when no connection is open any more
 * @param cutOff from then on no connection is waited for
 * @returns how many connections were cut off
 */
export type CloseConnections = (close: () => Promise<unknown>, cutOff: AbortSignal) => Promise<number>

/**
 * Closes a server that callers keep open. Node closes connections once that are idle when it stops listening: one that becomes idle
 * later stays open until its keep-alive ends (72 s), and one that holds a request half-sent stays for as long as its caller wishes.
 * `server.closeAllConnections` does not know connections on which something came that is no HTTP, so they are counted here.
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
