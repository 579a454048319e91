import { AwkwardInstance } from './awkward/instance.ts'
import { lifeMs, openNode } from './awkward/store.ts'
import { ledgerConformance } from './ledger.conformance.ts'
import { nodesConformance } from './nodes.conformance.ts'
import { type OpenStore, storeConformance } from './stage.ts'
import { deliveringTogetherConformance } from './together/delivering.conformance.ts'
import { incarnationsConformance } from './together/incarnations.conformance.ts'
import { livingTogetherConformance } from './together/living.conformance.ts'
import { reportingTogetherConformance } from './together/reporting.conformance.ts'
import { workConformance } from './work.conformance.ts'

let now = Date.now()
async function pass(ms: number) {
  now += ms
}

async function openAwkward(): Promise<OpenStore> {
  const instance = new AwkwardInstance(() => now)
  let first = openNode(instance)
  return {
    store: first.store,
    async reopen() {
      first.end()
      first = openNode(instance)
      return first.store
    },
    another: async () => openNode(instance).store,
    async close() {},
  }
}

storeConformance('an awkward store', openAwkward, {
  ledger: ledgerConformance,
  work: workConformance,
  nodes: nodesConformance,
  'delivering together': deliveringTogetherConformance,
  'reporting together': reportingTogetherConformance,
  'living together': (stage) => livingTogetherConformance(stage, { pass, lifeMs }),
  incarnations: (stage) => incarnationsConformance(stage, { pass, lifeMs }),
})
