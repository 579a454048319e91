import { createServer } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, expect, it } from 'vitest'
import { eventually, type Postback, sale } from '../support/harness.ts'
import { setStage } from '../support/stage.ts'

/** Live streams that are not read neither take much memory nor delay posts. */

const cleanUp: (() => void)[] = []
afterEach(() => {
  for (const undo of cleanUp.splice(0)) undo()
})

const mebibyte = 1024 * 1024
const memoryGrowthMax = 64 * mebibyte
const range = (count: number) => Array.from({ length: count }, (_, i) => i)
const paths = ['/v1/deliveries/stream', '/v1/events/stream']
/** Large, so that the kernel’s buffers (megabytes for each stream) are soon full. */
const note = 'x'.repeat(20_000)
const accounts = ['producer', ...range(14).map((i) => `coproducer-${i}`)]

/** Only counts: kept bodies would be mistaken for memory of the streams. */
async function countingReceiver() {
  let arrived = 0
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      arrived++
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUp.push(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, arrived: () => arrived }
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Memory in use after garbage collection. The process's total size also depends on when it last returned memory. */
function heldBytes(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Opens a stream and reads only the status of the answer. */
function openAndReadNothing(postback: Postback, account: string, path = ''): Promise<number> {
  const { hostname, port } = new URL(postback.url)
  const socket = net.connect(Number(port), hostname).on('error', () => {})
  cleanUp.push(() => socket.destroy())
  socket.write(
    `GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${postback.platformKey}\r\npostback-account: ${account}\r\n\r\n`,
  )
  return new Promise((resolve) =>
    socket.once('data', (data) => {
      socket.pause()
      resolve(Number(String(data).split(' ')[1]))
    }),
  )
}

it('300 streams that are not read hold little memory, and delay no post', { timeout: 120_000 }, async () => {
  const { postback, ok } = await setStage()
  const healthy = await countingReceiver()
  const product = { name: 'Baking Bread at Home', accountId: 'producer', coProducers: accounts.slice(1) }
  for (const account of accounts) await ok('PUT', `/v1/accounts/${account}`, { name: account })
  await ok('PUT', '/v1/products/1000', product)
  for (const account of accounts) {
    await ok('POST', '/v1/configurations', { name: 'x', url: healthy.url, events: ['PURCHASE_APPROVED'] }, account)
  }
  let sold = 0
  /** Reports twenty sales. Each concerns all accounts. */
  const sell = async () => {
    const transactions = range(20).map(() => `HP${++sold}`)
    await Promise.all(
      transactions.map((code) => ok('PUT', `/v1/transactions/${code}`, { ...sale('PURCHASE_APPROVED', code), note })),
    )
    await eventually(
      async () => healthy.arrived(),
      (count) => count === sold * accounts.length,
    )
  }
  for (const _ of range(5)) await sell()
  const open = (account: string, count: number) =>
    Promise.all(range(count).map((i) => openAndReadNothing(postback, account, paths[i % 2])))
  expect((await Promise.all(accounts.map((account) => open(account, 20)))).flat()).toEqual(Array(300).fill(200))
  expect(await open('producer', 280)).toEqual(Array(280).fill(429))

  const before = heldBytes()
  let most = before
  for (const _ of range(30)) {
    await sell()
    most = Math.max(most, heldBytes())
  }
  expect(most - before).toBeLessThan(memoryGrowthMax)
})
