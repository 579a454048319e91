import net, { type AddressInfo, type Socket } from 'node:net'

/** A connection to a server at a fixed address that a test can cut, silence and repair. */
export async function lineTo(serverUrl: string) {
  const { hostname, port } = new URL(serverUrl)
  const sockets = new Set<Socket>()
  let isSilent = false
  const server = net.createServer((near) => {
    const far = net.connect(Number(port), hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => isSilent || to.write(bytes))
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        if (!isSilent) to.destroy()
      })
    }
  })
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
  await listen(0)
  const own = (server.address() as AddressInfo).port
  const hangUp = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${own}`,
    /** The address refuses connections. */
    cut() {
      server.close()
      hangUp()
    },
    /** The connections stay open, without any data. */
    fallSilent() {
      isSilent = true
    },
    /** For connections that are made from now on. */
    async mend() {
      isSilent = false
      hangUp()
      if (!server.listening) await listen(own)
    },
    async close() {
      hangUp()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}
