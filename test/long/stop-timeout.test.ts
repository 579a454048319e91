import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { receiver } from '../receivers/ordinary.ts'
import { freePort } from '../support/free-port.ts'
import { eventually, sale } from '../support/harness.ts'
import { startProgram } from '../support/program.ts'

/** A stop ends in time beside any receivers and callers: Docker kills after 10 s. */

const cleanUp: (() => unknown)[] = []
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'postback-stop-'))
  cleanUp.push(() => rmSync(directory, { recursive: true, force: true }))
})
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

async function start(environment: Readonly<Record<string, string>> = {}) {
  const started = await startProgram(directory, { environment })
  cleanUp.push(() => started.kill())
  return started
}

describe('a process that is asked to stop', () => {
  it('cuts off a hanging attempt, logs that, and repeats it after the next start: same id, no attempt used up', {
    timeout: 60_000,
  }, async () => {
    const never = Promise.withResolvers<object>()
    const site = await receiver(() => never.promise)
    cleanUp.push(() => site.close())
    cleanUp.push(() => never.resolve({}))
    const first = await start()
    await first.api('PUT', '/v1/accounts/producer', { name: 'Producer' })
    await first.api('PUT', '/v1/products/1000', { name: 'Baking Bread at Home', accountId: 'producer' })
    await first.api('POST', '/v1/configurations', { name: 'x', url: site.url, events: ['PURCHASE_APPROVED'] })
    await first.api('PUT', '/v1/transactions/HP1', sale('PURCHASE_APPROVED', 'HP1'))
    await site.arrivals(1)
    expect(await first.stop()).toMatchObject({ code: 0, inTime: true })
    const cutOff = first
      .log()
      .split('\n')
      .find((line) => line.includes('attempt cut off'))
    expect(first.log()).not.toContain('trouble')
    expect(first.entries('stopped')).toMatchObject([{ attemptsCutOff: 1, givenBack: 0, callersCutOff: 0 }])

    const second = await start()
    const [before, after] = await site.arrivals(2)
    expect(after?.headers['webhook-id']).toBe(before?.headers['webhook-id'])
    const { data } = await second.api('GET', '/v1/deliveries')
    expect(cutOff).toContain(`"delivery":"${data[0].id}"`)
    expect(data).toMatchObject([{ state: 'sending', attemptCount: 0, attemptsTotal: 0 }])
    never.resolve({})
    await eventually(
      async () => (await second.api('GET', '/v1/deliveries')).data,
      ([delivery]) => delivery.state === 'delivered' && delivery.attemptCount === 1,
    )
    expect(await second.stop()).toMatchObject({ code: 0, inTime: true })
  })

  const bodyHalfSent = 'PUT /v1/transactions/HP1 HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"event'
  const callers = [
    { what: 'half a head', sent: 'GET /livez HTTP/1.1\r\nhost:', answered: '' },
    { what: 'half a body', sent: bodyHalfSent, answered: '' },
    { what: 'three bytes that are no HTTP', sent: '\x01\x02\x03', answered: '400' },
    { what: 'nothing', sent: '', answered: '' },
  ]
  it.each(callers)('ends beside a caller that sent $what and keeps its side open', async ({ sent, answered }) => {
    const metricsPort = await freePort()
    const server = await start({ POSTBACK_METRICS_PORT: String(metricsPort) })
    for (const port of [server.port, metricsPort]) {
      const caller = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      cleanUp.push(() => caller.destroy())
      let heard = ''
      caller.on('error', () => {})
      caller.on('data', (chunk) => {
        heard += chunk.toString()
      })
      await new Promise((resolve) => caller.once('connect', resolve))
      if (sent !== '') await new Promise((resolve) => caller.write(sent, resolve))
      await eventually(
        async () => heard,
        (text) => text.includes(answered),
      )
    }
    // This answer comes after the server has read the bytes on the other connections.
    expect((await fetch(`http://127.0.0.1:${server.port}/livez`)).status).toBe(200)
    expect(await server.stop()).toMatchObject({ code: 0, inTime: true })
  })
})
