import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lineTo } from '../../../test/receivers/cut-line.ts'
import { postbackCommand, startCommand } from '../../../test/support/command-line.ts'
import { freePort } from '../../../test/support/free-port.ts'
import { setStage } from '../../../test/support/stage.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'postback-listen-'))
})
afterEach(() => rmSync(home, { recursive: true }))

/** The command as at a terminal. */
function listen(url: string, platformKey: string, args: readonly string[]) {
  const environment = { XDG_CONFIG_HOME: home, POSTBACK_PLATFORM_KEY: platformKey }
  const { press, ...command } = startCommand(['listen', '--url', url, '--account', 'producer', ...args], environment)
  return { ...command, stop: () => press('q') }
}

describe('postback listen', () => {
  it('forwards events, signed with a secret that it prints and keeps', async () => {
    const { postback, report, receiver } = await setStage()
    const site = await receiver()
    const folder = join(home, 'recorded')
    const args = ['--forward-to', site.url, '--record', folder]
    const first = listen(postback.url, postback.platformKey, args)
    const secret = (await first.said(/signing secret {2}(\S+)/))[1] ?? ''
    const hottok = (await first.said(/hottok {10}(\S+)/))[1]
    const { eventId } = await report('PURCHASE_APPROVED', 'HP100')
    const [arrival] = await site.arrivals(1)
    if (!arrival) throw new Error('nothing arrived')
    new Webhook(secret).verify(arrival.body, arrival.headers as Record<string, string>)
    expect(arrival.headers).toMatchObject({
      'x-hotmart-hottok': hottok,
      'webhook-id': eventId,
      'content-type': 'application/json',
    })
    await first.said(/PURCHASE_APPROVED +HP100 +200/)
    expect(readdirSync(folder).toSorted()).toEqual([
      `${eventId}-PURCHASE_APPROVED.headers.json`,
      `${eventId}-PURCHASE_APPROVED.json`,
    ])
    expect(readFileSync(join(folder, `${eventId}-PURCHASE_APPROVED.json`), 'utf8')).toBe(arrival.body)
    const file = join(folder, `${eventId}-PURCHASE_APPROVED.json`)
    const check = (...more: string[]) => postbackCommand(['verify', file, '--hottok', hottok ?? '', ...more], {})
    expect(await check('--secret', secret)).toMatchObject({ code: 0, output: expect.stringContaining('Genuine') })
    writeFileSync(file, `${arrival.body} `)
    const changed = await check('--secret', secret)
    expect(changed).toMatchObject({ code: 1, output: expect.stringContaining('signature_mismatch') })
    expect((await check()).code).toBe(0)
    first.stop()
    expect((await first.ended).code).toBe(0)

    const second = listen(postback.url, postback.platformKey, args)
    expect((await second.said(/signing secret {2}(\S+)/))[1]).toBe(secret)
    second.stop()
    await second.ended
  })

  it('explains that nothing listens at the address, and prints JSON on request', async () => {
    const { postback, report, receiver } = await setStage()
    const site = await receiver()
    await site.close()
    const { host } = new URL(site.url)
    const words = listen(postback.url, postback.platformKey, ['--forward-to', host])
    const json = listen(postback.url, postback.platformKey, ['--json', '--events', 'PURCHASE_CHARGEBACK'])
    await words.said(/signing secret/)
    await json.whispered(/Listening/)
    await report('PURCHASE_REFUNDED', 'HP0')
    await report('PURCHASE_CHARGEBACK', 'HP0')
    await json.said(/\n/)
    await words.said(new RegExp(`PURCHASE_REFUNDED +HP0 +nothing listens at ${host}`))
    json.stop()
    const { code, output } = await json.ended
    expect(code).toBe(0)
    expect(JSON.parse(output.split('\n')[0] ?? '')).toMatchObject({ event: 'PURCHASE_CHARGEBACK', result: null })
    words.stop()
    await words.ended
  })

  it('reconnects after the server was away', async () => {
    const { postback, report, receiver } = await setStage({ POSTBACK_PORT: '0' })
    const site = await receiver()
    const command = listen(postback.url, postback.platformKey, ['--forward-to', site.url])
    await command.said(/signing secret/)
    const { port } = new URL(postback.url)
    await report('PURCHASE_APPROVED', 'HP1')
    await site.arrivals(1)
    await postback.restart()
    // The port is not reserved, so the server may come back at another one; then there is nothing to check here.
    if (new URL(postback.url).port === port) {
      await report('PURCHASE_APPROVED', 'HP2')
      await site.arrivals(2)
    } else await command.said(/connecting again/)
    command.stop()
    expect((await command.ended).code).toBe(0)
  })

  it('loses no event while the server is away, and shows none twice', async () => {
    const { postback, report, receiver } = await setStage({ POSTBACK_PORT: String(await freePort()) })
    const site = await receiver()
    const command = listen(postback.url, postback.platformKey, ['--forward-to', site.url])
    await command.said(/signing secret/)
    const between = await lineTo(postback.url)
    const other = listen(between.url, postback.platformKey, ['--json'])
    await other.whispered(/Listening/)
    await report('PURCHASE_APPROVED', 'HP1')
    await other.said(/HP1/)
    between.cut()
    await other.whispered(/connecting again/)
    await report('PURCHASE_APPROVED', 'HP2')
    await report('PURCHASE_APPROVED', 'HP3')
    await between.mend()
    await other.said(/HP3/)
    await postback.restart()
    await report('PURCHASE_APPROVED', 'HP4')
    await other.said(/HP4/)
    await site.arrivals(4)
    await between.close()
    other.stop()
    const { output } = await other.ended
    const heard = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(JSON.parse(line).body).data.purchase.transaction)
    expect(heard).toEqual(['HP1', 'HP2', 'HP3', 'HP4'])
    command.stop()
    await command.ended
    expect(site.arrived.map(({ body }) => JSON.parse(body).data.purchase.transaction)).toEqual(heard)
  })

  it('ends with a sentence when the server refuses', async () => {
    const { postback } = await setStage()
    const { code, errors } = await listen(postback.url, 'not-the-key-of-the-platform', []).ended
    expect(code).toBe(1)
    expect(errors).toMatch(/key/i)
  })
})
