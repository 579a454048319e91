import net, { type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reported } from '../../../src/domain/update.ts'
import { eventually, type Postback, registerProducer, sale, startPostback } from '../../support/harness.ts'
import { inProcess } from '../../support/in-process.ts'

let postback: Postback
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
})
afterAll(() => postback.close())

describe('a server that stops', () => {
  it('answers requests under way, and refuses later ones on an open connection', async () => {
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<Reported>()
    const report = () => {
      asked.resolve()
      return answer.promise
    }
    const { server } = await inProcess(postback, {
      intake: { async start() {}, async stop() {}, report, find: async () => null },
    })
    await server.listen({ port: 0, host: '127.0.0.1' })
    const socket = net.connect((server.server.address() as AddressInfo).port, '127.0.0.1')
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk.toString()
    })
    const hungUp = new Promise((resolve) => socket.once('close', resolve))

    socket.write(request())
    await asked.promise
    const closed = server.close()
    await eventually(
      async () => server.server.listening,
      (listening) => !listening,
    )
    socket.write(request())
    await eventually(
      async () => socket.bytesWritten,
      (bytes) => bytes === 2 * Buffer.byteLength(request()),
    )
    answer.resolve({ kind: 'nothing', why: 'unchanged' })
    await closed
    await hungUp

    expect(heard).toMatch(/^HTTP\/1\.1 200 OK/)
    // Refused in our own form, or disconnected before it was read: never accepted.
    expect(heard.match(/HTTP\/1\.1 2/g)).toHaveLength(1)
    // Opened before the stop, closed after it.
    expect(heard.split('\r\n\r\n')[0]).toMatch(/^connection: close$/im)
    if (heard.includes('503')) expect(heard).toContain('problem:stopping')
  })
})

function request(): string {
  const body = JSON.stringify(sale('PURCHASE_APPROVED', 'HP1'))
  const head = [
    'PUT /v1/transactions/HP1 HTTP/1.1',
    'host: x',
    `authorization: Bearer ${postback.platformKey}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
