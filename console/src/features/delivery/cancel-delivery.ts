import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client } from '../../api/client.ts'
import { deliveryOptions } from './get-delivery.ts'
import { putDelivery } from './put-delivery.ts'

export function useCancelDelivery() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => client.deliveries.cancel(id),
    onSuccess: (delivery) => {
      putDelivery(queries, delivery)
      return queries.invalidateQueries({ queryKey: deliveryOptions(delivery.id).queryKey })
    },
  })
}
