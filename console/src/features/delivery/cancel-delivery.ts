import type { Delivery } from '@postback/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { deliveryOptions } from './get-delivery.ts'
import { putDelivery } from './put-delivery.ts'

function cancelDelivery(id: string): Promise<Delivery> {
  return client.request('POST', `/v1/deliveries/${encodeURIComponent(id)}/cancel`)
}

export function useCancelDelivery() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: cancelDelivery,
    onSuccess: (delivery) => {
      putDelivery(queries, delivery)
      return queries.invalidateQueries({ queryKey: deliveryOptions(delivery.id).queryKey })
    },
  })
}
