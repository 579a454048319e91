import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { receiver } from '../../../test/receivers/ordinary.ts'
import { type Stage, setStage } from '../../../test/stage.ts'
import { buildPackage, type LoadedPackage, loadPackage, type N8n, startN8n } from './n8n.ts'

/** The node, loaded and run by n8n's own packages, against a real server on loopback. */

const built = buildPackage()
let loaded: LoadedPackage
beforeAll(async () => {
  loaded = await loadPackage(built.folder)
})
afterAll(built.remove)

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo()
})

let stage: Stage
let n8n: N8n
beforeEach(() => set())

async function set(environment: Readonly<Record<string, string>> = {}) {
  stage = await setStage(environment)
  const { clientId, clientSecret, basic } = await stage.ok('POST', '/v1/credentials', { name: 'n8n' })
  n8n = await startN8n(loaded, { serverUrl: `${stage.postback.url}/`, clientId, clientSecret, basic })
  cleanUp.push(() => n8n.close())
}

it('holds to the types of n8n', () => {
  expect(built.said).toBe('')
})

describe('a credential', () => {
  it('is tested by asking whose account it is', async () => {
    await n8n.testCredential()
    expect(n8n.credential.accessToken).toMatch(/^pbt_/)
    Object.assign(n8n.credential, { accessToken: '', basic: '', clientSecret: 'wrong' })
    await expect(n8n.testCredential()).rejects.toThrow(/copy Client ID, Client Secret and Basic again/)
  })
})

it('starts a workflow', async () => {
  const workflow = n8n.workflow({ events: ['PURCHASE_APPROVED'] })
  await workflow.activate()
  await stage.report('PURCHASE_APPROVED', 'HP1')
  const [execution] = await workflow.started(1)
  console.log(JSON.stringify(execution), workflow.staticData, workflow.outputNames(), workflow.issues())
})
