import { afterAll, afterEach } from 'vitest'
import { type Stage, setStage } from '../../../test/support/stage.ts'
import { buildPackage, loadPackage, type N8n, startN8n } from './n8n.ts'
import { removeUserFolder } from './packages.ts'

/** A Postback with a producer, and an n8n with the package and the producer's credential. */

export const built = buildPackage()
export const loaded = await loadPackage(built.folder)
afterAll(() => {
  built.remove()
  removeUserFolder()
})

const running: N8n[] = []
afterEach(async () => {
  for (const n8n of running.splice(0)) await n8n.close()
})

export interface Scene {
  readonly stage: Stage
  readonly n8n: N8n
}

export async function setScene(environment: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const stage = await setStage(environment)
  const { clientId, clientSecret, basic } = await stage.ok('POST', '/v1/credentials', { name: 'n8n' })
  const n8n = await startN8n(loaded, { serverUrl: `${stage.postback.url}/`, clientId, clientSecret, basic })
  running.push(n8n)
  return { stage, n8n }
}
