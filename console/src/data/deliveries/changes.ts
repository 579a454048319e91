import type { Delivery, Page } from '@postback/sdk'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useAct } from '../asking/act.ts'
import { client } from '../asking/client.ts'
import { putDeliveryInSales } from '../sales.ts'
import { deliveryOptions, fetchDelivery, isOnItsWay } from './detail.ts'

const lookEveryMs = 1_000
const looksMost = 30

export function useProcessAgain() {
  const queries = useQueryClient()
  return useAct({
    // As its configuration says now: the reader who has just switched something on wants to see its effect.
    act: (id: string, options) => client.deliveries.resend(id, { hottokInBody: 'as-configured' }, options),
    onSuccess: (delivery) => {
      putDelivery(queries, delivery)
      void queries.invalidateQueries({ queryKey: deliveryOptions(delivery.id).queryKey })
      void follow(queries, delivery.id)
    },
  })
}

/** The reader who has pressed the arrow wants to see the result, in live mode or not. */
async function follow(queries: QueryClient, id: string): Promise<void> {
  for (let look = 0; look < looksMost; look++) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    const delivery = await fetchDelivery(id).catch(() => null)
    if (delivery === null) return
    putDelivery(queries, delivery)
    if (!isOnItsWay(delivery)) return
  }
}

export function useCancelDelivery() {
  const queries = useQueryClient()
  return useAct({
    act: (id: string, options) => client.deliveries.cancel(id, options),
    onSuccess: (delivery) => {
      putDelivery(queries, delivery)
      return queries.invalidateQueries({ queryKey: deliveryOptions(delivery.id).queryKey })
    },
  })
}

/** Updates its row in every list, in its place. Only lists say who the buyer is, so that stays. */
export function putDelivery(queries: QueryClient, delivery: Delivery) {
  putDeliveryInSales(queries, delivery)
  queries.setQueriesData<Page<Delivery>>({ queryKey: ['deliveries', 'list'] }, (page) => {
    if (!page?.data.some((row) => row.id === delivery.id)) return page
    return { ...page, data: page.data.map((row) => (row.id === delivery.id ? { ...row, ...delivery } : row)) }
  })
}
