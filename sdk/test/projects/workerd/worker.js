import { createReceiver, fetchHandler } from '@postback/sdk'

let handle
export default {
  fetch(request, { SIGNING_SECRET }) {
    handle ??= fetchHandler(
      createReceiver({
        secrets: SIGNING_SECRET,
        on: { PURCHASE_APPROVED: ({ data }) => console.log(`Give access: ${data.buyer?.email} ${data.product.name}`) },
      }),
    )
    return handle(request)
  },
}
