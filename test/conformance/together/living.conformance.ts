import { afterEach, describe, expect, it } from 'vitest'
import type { ConfigurationId } from '../../../src/domain/ids.ts'
import { eventually } from '../../support/harness.ts'
import type { Stage } from '../stage.ts'
import { laneOfConfiguration } from '../world.ts'
import { SendingNode } from './sending-node.ts'

/** Nodes that send, with the engine's own parts: each delivery is sent by one of them, even if a machine sleeps. */
export function livingTogetherConformance(
  stage: Stage,
  { pass, lifeMs }: { pass: (ms: number) => Promise<void>; lifeMs: number },
) {
  const nodes: SendingNode[] = []
  afterEach(async () => {
    for (const node of nodes.splice(0)) await node.stop()
  })

  async function twoNodes() {
    const [one, other] = (await stage.together(2)).map((world) => new SendingNode(world))
    if (!one || !other) return expect.fail()
    nodes.push(one, other)
    const { id } = await one.world.configuration()
    await one.life.start()
    await other.life.start()
    return { one, other, id }
  }

  /** One machine sleeps longer than its lease, and the other one recovers its claims. */
  async function sleep(sleeper: SendingNode, other: SendingNode) {
    for (const part of [0.5, 0.5]) {
      await pass(part * lifeMs)
      sleeper.pass(part * lifeMs, { asleep: true })
      other.pass(part * lifeMs)
      await other.life.renewOnce()
    }
  }

  /** Stops the other node. @returns what this one had sent before the next delivery */
  async function nextOf(one: SendingNode, to: ConfigurationId) {
    await nodes.pop()?.stop()
    await one.life.renewOnce()
    one.pass(1_000)
    const { id } = await one.world.deliver({ to })
    await until(() => one.isSending)
    expect(one.sent.at(-1)).toBe(id)
    return one.sent.slice(0, -1)
  }

  const until = (isSo: () => boolean) => eventually(async () => isSo(), Boolean)

  it('a node that slept longer than its lease sends none of its claims: other nodes send them, once', async () => {
    const { one, other, id } = await twoNodes()
    const accepted = await one.world.acceptMany(4, { to: id })
    const ids = accepted.flatMap(({ deliveries }) => deliveries.map((delivery) => delivery.id))
    one.start()
    await until(() => one.isSending && one.dispatcher.load.inWindow === 3)
    other.start()
    await sleep(one, other)
    await until(() => other.isSending)
    await other.end({ outcome: 'timeout' })
    // It slept during an attempt. A late 2xx still counts.
    await one.end()
    expect(one.results).toMatchObject([{ kind: 'late', delivery: { state: 'delivered' } }])
    expect([one.life.mayBegin(), one.sent]).toEqual([false, ids.slice(0, 1)])
    await one.life.renewOnce()
    expect([one.life.mayBegin(), one.dispatcher.load.inWindow]).toEqual([false, 0])
    for (let i = 1; i < ids.length; i++) {
      await until(() => other.isSending)
      await other.end()
    }
    expect([one.sent, other.sent]).toEqual([ids.slice(0, 1), ids])
    expect(await nextOf(one, id)).toEqual(ids.slice(0, 1))
  })

  it('a node that slept during an attempt does not repeat it in its next incarnation', async () => {
    const { one, other, id } = await twoNodes()
    const accepted = await one.world.acceptMany(2, { to: id })
    const ids = accepted.flatMap(({ deliveries }) => deliveries.map((delivery) => delivery.id))
    one.start()
    await until(() => one.isSending && one.dispatcher.load.inWindow === 1)
    await sleep(one, other)
    await one.life.renewOnce()
    one.pass(1_000)
    await one.life.renewOnce()
    await until(() => one.dispatcher.load.inWindow === 1)
    expect((await one.world.store.listClaims()).map((claim) => claim.id)).toEqual(ids)
    await one.end()
    await until(() => one.isSending)
    await one.end()
    expect([one.sent, await one.world.store.listClaims()]).toEqual([ids, []])
  })

  describe('an answer that arrives after the lease of its node has ended', () => {
    it('gives the node no claims', async () => {
      const { one, other, id } = await twoNodes()
      const answered = Promise.withResolvers<void>()
      one.holdClaims(answered.promise)
      const delivery = await one.world.deliver({ to: id })
      one.start()
      await eventually(
        () => one.world.stateOf(delivery),
        (state) => state === 'sending',
      )
      await sleep(one, other)
      await one.life.renewOnce()
      answered.resolve()
      other.start()
      await until(() => other.isSending)
      expect(other.sent).toEqual([delivery.id])
      expect(await nextOf(one, id)).toEqual([])
    })

    it('gives the node no accepted deliveries', async () => {
      const { one, other, id } = await twoNodes()
      one.start()
      await until(() => one.dispatcher.reserve(laneOfConfiguration(id)))
      const { bodies, deliveries } = await one.world.accept({ to: id, state: 'sending' })
      await sleep(one, other)
      await one.life.renewOnce()
      for (const delivery of deliveries) one.dispatcher.push({ delivery, body: bodies[0] ?? expect.fail() })
      other.start()
      await until(() => other.isSending)
      expect(other.sent).toEqual(deliveries.map((delivery) => delivery.id))
      expect(await nextOf(one, id)).toEqual([])
    })
  })

  describe('claims whose answer was lost', () => {
    it('are given back after their node did not know them twice in a row, and no others are', async () => {
      const { one, id } = await twoNodes()
      const known = await one.world.acceptMany(2, { to: id })
      one.start()
      await until(() => one.isSending && one.dispatcher.load.inWindow === 1)
      const lost = Promise.reject(new Error('The answer was lost.'))
      lost.catch(() => {})
      one.holdClaims(lost)
      const { id: other } = await one.world.configuration()
      const unknown = await one.world.deliver({ to: other })
      await eventually(
        () => one.world.stateOf(unknown),
        (state) => state === 'sending',
      )
      one.holdClaims(Promise.resolve())
      await one.unknownClaims.runOnce()
      expect(await one.world.stateOf(unknown)).toBe('sending')
      await one.unknownClaims.runOnce()
      for (let i = 0; i < 3; i++) {
        await until(() => one.isSending)
        await one.end()
        one.pass(1_000)
      }
      const ids = known.flatMap(({ deliveries }) => deliveries.map((delivery) => delivery.id))
      expect(one.sent).toEqual([...ids, unknown.id])
    })
  })
}
