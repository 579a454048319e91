import { AwkwardInstance } from './awkward/instance.ts'
import { openNode } from './awkward/store.ts'
import { incarnationsConformance } from './incarnations.conformance.ts'
import { ledgerConformance } from './ledger.conformance.ts'
import { type OpenStore, storeConformance } from './stage.ts'
import { togetherConformance } from './together.conformance.ts'

let now = 0
async function pass(ms: number) {
  now += ms
}

async function openAwkward(): Promise<OpenStore> {
  const instance = new AwkwardInstance(() => now)
  return {
    store: openNode(instance),
    reopen: async () => openNode(instance),
    another: async () => openNode(instance),
    async close() {},
  }
}

storeConformance('an awkward store', openAwkward, {
  ledger: ledgerConformance,
  together: togetherConformance,
  incarnations: (stage) => incarnationsConformance(stage, pass),
})
