import { defineApp, version as platformVersion } from 'zapier-platform-core'
import packageJson from '../package.json' with { type: 'json' }
import { authentication } from './authentication.ts'
import { resendDelivery } from './creates/resend-delivery.ts'
import { sendTestEvent } from './creates/send-test-event.ts'
import { problemsInWords, withToken } from './server.ts'
import { anyEvent } from './triggers/any-event.ts'
import { cartAbandonment } from './triggers/cart-abandonment.ts'
import { configurationList, eventList, productList, purchaseEventList } from './triggers/lists.ts'
import { planChange } from './triggers/plan-change.ts'
import { subscriptionCancellation } from './triggers/subscription-cancellation.ts'
import { transactionEvent } from './triggers/transaction-event.ts'

export default defineApp({
  version: packageJson.version,
  platformVersion,
  authentication,
  beforeRequest: [withToken],
  afterResponse: [problemsInWords],
  triggers: {
    [transactionEvent.key]: transactionEvent,
    [cartAbandonment.key]: cartAbandonment,
    [planChange.key]: planChange,
    [subscriptionCancellation.key]: subscriptionCancellation,
    [anyEvent.key]: anyEvent,
    [productList.key]: productList,
    [eventList.key]: eventList,
    [purchaseEventList.key]: purchaseEventList,
    [configurationList.key]: configurationList,
  },
  creates: {
    [sendTestEvent.key]: sendTestEvent,
    [resendDelivery.key]: resendDelivery,
  },
})
