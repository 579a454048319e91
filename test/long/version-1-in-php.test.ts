import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { EventName } from '../../src/domain/event.ts'
import type { JsonObject } from '../../src/domain/text/json.ts'
import { freePort } from '../support/free-port.ts'
import { eventually, sale } from '../support/harness.ts'
import { type Stage, setStage } from '../support/stage.ts'

function decoded(body: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body))
}

describe('a receiver in PHP that reads $_POST', () => {
  const cleanUp: (() => void)[] = []
  afterEach(() => {
    for (const undo of cleanUp.splice(0).reverse()) undo()
  })

  /** @param hottok the token that the receiver expects */
  async function php(hottok: string) {
    const directory = mkdtempSync(join(tmpdir(), 'postback-php-'))
    const inbox = join(directory, 'inbox')
    const port = await freePort()
    const script = fileURLToPath(new URL('../receivers/post.php', import.meta.url))
    const program: ChildProcess = spawn('php', ['-S', `127.0.0.1:${port}`, script], {
      env: { ...process.env, HOTTOK: hottok, INBOX: inbox },
      stdio: 'ignore',
    })
    cleanUp.push(() => {
      program.kill()
      rmSync(directory, { recursive: true, force: true })
    })
    await eventually(
      () => canConnect(port),
      (reached) => reached,
    )
    return {
      url: `http://127.0.0.1:${port}/hook.php`,
      received: (): JsonObject[] =>
        existsSync(inbox)
          ? readFileSync(inbox, 'utf8')
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line))
          : [],
    }
  }

  const everyEvent: EventName[] = [
    'PURCHASE_APPROVED',
    'PURCHASE_OUT_OF_SHOPPING_CART',
    'SUBSCRIPTION_CANCELLATION',
    'SWITCH_PLAN',
  ]

  async function reportAll(stage: Stage) {
    await stage.report('PURCHASE_APPROVED', 'HP100')
    for (const event of everyEvent.slice(1)) {
      await stage.ok('POST', '/v1/events', { event, data: sale(event, 'HP100') })
    }
  }

  it('gets every parameter and the right token', async () => {
    const stage = await setStage()
    const { hottok } = await stage.ok('GET', '/v1/hottok')
    const receiver = await php(hottok)
    await stage.configure(receiver.url, everyEvent, { version: '1.0.0' })
    await reportAll(stage)
    await stage.deliveries('state=delivered', (all) => all.length === everyEvent.length)
    const received = receiver.received()
    const form = received.find((it) => it.transaction === 'HP100')
    const shown = await stage.delivery('event=PURCHASE_APPROVED', (it) => it.state === 'delivered')
    expect(form).toEqual({ ...decoded(shown.payload), hottok })
    expect(Object.keys(form ?? {})).toEqual([...new URLSearchParams(shown.payload).keys()])
    expect(received.filter((it) => 'affiliate' in it && 'productName' in it)).toHaveLength(1)
    expect(received.filter((it) => 'cancellationDate' in it)).toHaveLength(1)
    expect(received.filter((it) => 'switchPlanDate' in it)).toHaveLength(1)
    expect(received.every((it) => it.hottok === hottok)).toBe(true)
  })

  it('refuses a wrong token', async () => {
    const stage = await setStage()
    const receiver = await php('another-token')
    await stage.configure(receiver.url, everyEvent, { version: '1.0.0' })
    await reportAll(stage)
    const failed = await stage.deliveries('state=failed', (all) => all.length === everyEvent.length)
    expect(failed.map((it) => it.status)).toEqual(Array(everyEvent.length).fill(401))
    expect(receiver.received()).toEqual([])
  })
})

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
