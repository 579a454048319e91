import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { deliveryOptions, fetchDelivery } from './get-delivery.ts'
import { isOnItsWay } from './is-on-its-way.ts'
import { putDelivery } from './put-delivery.ts'

const lookEveryMs = 1_000
const looksMost = 30

export function useProcessAgain() {
  const queries = useQueryClient()
  return useMutation({
    // As its configuration says now: who has just switched something on wants to see what it does.
    mutationFn: (id: string) => client.deliveries.resend(id, { hottokInBody: 'as-configured' }),
    onSuccess: (delivery) => {
      putDelivery(queries, delivery)
      void queries.invalidateQueries({ queryKey: deliveryOptions(delivery.id).queryKey })
      void follow(queries, delivery.id)
    },
  })
}

/** Whoever has pressed the arrow wants to see what comes of it, live mode or not. */
async function follow(queries: QueryClient, id: string): Promise<void> {
  for (let look = 0; look < looksMost; look++) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    const delivery = await fetchDelivery(id).catch(() => null)
    if (delivery === null) return
    putDelivery(queries, delivery)
    if (!isOnItsWay(delivery)) return
  }
}
