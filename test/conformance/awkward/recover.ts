import { failed } from '../../../src/domain/delivery/delivery.ts'
import type { DeliveryId } from '../../../src/domain/ids.ts'
import type { Recovered } from '../../../src/store/contract/work.ts'
import type { AwkwardInstance, DeliveryRow } from './instance.ts'
import { restOf, setRest, waitAgain } from './rest.ts'

const interruptionsMost = 3

/** Gives back the claims of incarnations that live no more: each was interrupted, whether it had begun or not. */
export function recover(instance: AwkwardInstance, now: number): Recovered {
  const left = [...instance.deliveries.values()].filter(
    ({ delivery, claimedBy }) => delivery.state === 'sending' && claimedBy !== null && !instance.isAlive(claimedBy),
  )
  const abandoned: DeliveryId[] = []
  for (const row of left) {
    row.interruptions++
    if (row.interruptions < interruptionsMost || !row.hasBegun) setRest(instance, row, waitAgain(row, now))
    else {
      abandon(instance, row, now)
      abandoned.push(row.delivery.id)
    }
  }
  return { requeued: left.length - abandoned.length, abandoned }
}

function abandon(instance: AwkwardInstance, row: DeliveryRow, now: number) {
  setRest(instance, row, restOf(row, null, failed))
  row.delivery = { ...row.delivery, lastOutcome: 'abandoned' }
  row.interruptions = 0
  const detail = `set aside: the process ended ${interruptionsMost} times in the middle of this delivery`
  row.actions.push({ at: now, by: 'postback', kind: 'attempted', detail })
}
