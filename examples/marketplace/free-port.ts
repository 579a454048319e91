import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Unable } from '../../src/cli/explain.ts'

/** Ports that are tried before the demo gives up. */
const portsTried = 50

/** The wanted port, or the next one that is free; 0: any. */
export async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + portsTried && port <= 65_535; port++) {
    const found = await tryPort(port)
    if (found !== null) return found
  }
  throw new Unable(`No port from ${wanted} up is free. Name another one with --port; 0 picks any.`)
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(null))
    probe.listen(port, '127.0.0.1', () => {
      const found = (probe.address() as AddressInfo).port
      probe.close(() => resolve(found))
    })
  })
}
