import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Bundle, ZObject } from 'zapier-platform-core'
import { type MembersArea, startMembersArea } from '../../../examples/members-area/server.ts'
import { receiver } from '../../../test/receivers/ordinary.ts'
import { setStage } from '../../../test/support/stage.ts'
import membersAreaApp from '../members-area/app.ts'
import postbackApp from '../src/index.ts'

/** A whole Zap: from an approved order to a user of a learning platform. */

const require = createRequire(import.meta.url)
const { createAppTester } = require('zapier-platform-core') as typeof import('zapier-platform-core')
const { validateApp } = require('zapier-platform-core/src/tools/schema') as { validateApp(app: object): object[] }

function runner(app: object) {
  const appTester = createAppTester(app)
  return <Answer>(perform: unknown, bundle: object): Promise<Answer> =>
    appTester(perform as (z: ZObject, bundle: Bundle) => Promise<Answer>, bundle)
}
const atPostback = runner(postbackApp)
const atMembersArea = runner(membersAreaApp)

const apiKey = 'a-key-for-the-api-of-the-members-area'
let folder: string
let membersArea: MembersArea
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postback-zap-'))
  const secrets = { hottoks: ['unused'], signingSecrets: [] }
  membersArea = await startMembersArea({ file: join(folder, 'students.db'), port: 0, secrets, apiKey, failEvery: 0 })
})
afterEach(async () => {
  await membersArea.close()
  rmSync(folder, { recursive: true })
})

it('the app of the members’ area is valid against Zapier’s schema', () => {
  expect(validateApp(membersAreaApp)).toEqual([])
})

it('Order (approved) → its e-mail → Find User → the user is found, and created the first time', async () => {
  const stage = await setStage()
  const hook = await receiver()
  const { basic } = await stage.ok('POST', '/v1/credentials', { name: 'Zapier' })
  const connection = { serverUrl: stage.postback.url, basic }
  const session = await atPostback<object>(postbackApp.authentication.sessionConfig.perform, { authData: connection })
  const order = postbackApp.triggers.transaction_event?.operation as unknown as Record<string, unknown>
  const zap = {
    authData: { ...connection, ...session },
    inputData: { event: 'PURCHASE_APPROVED' },
    targetUrl: hook.url,
  }
  await atPostback(order.performSubscribe, zap)
  await stage.report('PURCHASE_APPROVED', 'HP1')
  const [arrival] = await hook.arrivals(1)
  const cleanedRequest = JSON.parse(arrival?.body ?? 'null')
  const [record] = await atPostback<{ email: string; name: string }[]>(order.perform, { ...zap, cleanedRequest })
  await hook.close()

  const authData = { address: membersArea.url, apiKey }
  const mapped = { authData, inputData: { email: record?.email, name: record?.name } }
  const find = () => atMembersArea<object[]>(membersAreaApp.searches.find_user?.operation.perform, mapped)
  expect(await find()).toEqual([])
  const created = await atMembersArea<object>(membersAreaApp.creates.create_user?.operation.perform, mapped)
  expect(created).toMatchObject({ email: 'ana.souza@example.com', name: 'Ana Souza' })
  expect(await find()).toEqual([created])
})

it('a wrong key is refused', async () => {
  const bundle = { authData: { address: membersArea.url, apiKey: 'wrong' } }
  await expect(atMembersArea(membersAreaApp.authentication.test, bundle)).rejects.toThrow(/401/)
})
