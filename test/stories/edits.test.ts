import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Targets } from '../../src/engine/deliver/targets.ts'
import { createMint } from '../../src/engine/mint.ts'
import { createVault } from '../../src/engine/vault.ts'
import { Accounts } from '../../src/services/accounts.ts'
import type { Store } from '../../src/store/contract/store.ts'
import { SqliteStore } from '../../src/store/sqlite.ts'
import { World } from '../conformance/world.ts'
import { newDataDirectory } from '../support/data-directory.ts'
import { type Postback, registerProducer, startPostback } from '../support/harness.ts'

/** Several editors of one account or one configuration at once. */

let postback: Postback
beforeAll(async () => {
  postback = await startPostback()
  await registerProducer(postback)
})
afterAll(() => postback.close())

const account = { account: 'producer' }

it('keeps the changes of every editor of a configuration', async () => {
  const input = { name: 'Members area', url: 'https://members.example/', events: ['PURCHASE_APPROVED'] }
  const { body } = await postback.api('POST', '/v1/configurations', input, account)
  const changes = [{ name: 'Renamed' }, { maxPerSecond: 7 }, { hottokInBody: true }, { events: ['PURCHASE_REFUNDED'] }]
  const path = `/v1/configurations/${body.id}`
  const replies = await Promise.all(changes.map((change) => postback.api('PATCH', path, change, account)))
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect((await postback.api('GET', path, undefined, account)).body).toMatchObject(Object.assign({}, ...changes))
})

it('lets only one of several simultaneous rotations begin', async () => {
  const rotate = () => postback.api('POST', '/v1/hottok/rotate', {}, account)
  const replies = await Promise.all(Array.from({ length: 8 }, rotate))
  const [begun, ...others] = replies.toSorted((a, b) => a.status - b.status)
  expect(begun?.status).toBe(200)
  for (const { body } of others) expect(body).toMatchObject({ status: 409, code: 'rotation_in_progress' })
  expect((await postback.api('GET', '/v1/hottok', undefined, account)).body).toEqual(begun?.body)
})

it('begins a rotation atomically: no configuration uses the new token before the account has it', async () => {
  const directory = newDataDirectory()
  const store = new SqliteStore({ directory })
  await store.start()
  try {
    const randomBytes = (size: number) => new Uint8Array(size).fill(7)
    const clock = { now: () => 1_000 }
    const vault = createVault(['a master key for tests, long enough'], randomBytes)
    const parts = { clock, mint: createMint(clock, randomBytes), vault, targets: new Targets(store, vault) }
    const world = new World(store)
    await new Accounts({ ...parts, store }).save('acc_producer', {
      name: 'Ana',
      email: null,
      locale: 'en',
      timeZone: 'UTC',
    })
    const { id } = await world.configuration({ usesNewHottok: true })
    const seen: string[] = []
    const look = async () => {
      const isRotating = (await store.getAccount('acc_producer'))?.hottok.next !== null
      const isEarly = (await store.getConfiguration('acc_producer', id))?.configuration.usesNewHottok
      seen.push(`${isRotating ? 'rotating' : 'before'}, ${isEarly ? 'early' : 'not early'}`)
    }
    await new Accounts({ ...parts, store: watched(store, look) }).rotateHottok('acc_producer', 2_000)
    expect(new Set(seen)).toEqual(new Set(['before, early', 'rotating, not early']))
  } finally {
    await store.stop()
    rmSync(directory, { recursive: true })
  }
})

/** Calls `look` after every call of the store. */
function watched(store: Store, look: () => Promise<void>): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const method = Reflect.get(target, name)
      return async (...args: unknown[]) => {
        const result = await method.apply(target, args)
        await look()
        return result
      }
    },
  })
}
