import { AwkwardInstance } from './awkward/instance.ts'
import { openNode } from './awkward/store.ts'
import { ledgerConformance } from './ledger.conformance.ts'
import { type OpenStore, storeConformance } from './stage.ts'

async function openAwkward(): Promise<OpenStore> {
  const instance = new AwkwardInstance(() => 0)
  return {
    store: openNode(instance),
    reopen: async () => openNode(instance),
    another: async () => openNode(instance),
    async close() {},
  }
}

storeConformance('an awkward store', openAwkward, { ledger: ledgerConformance })
