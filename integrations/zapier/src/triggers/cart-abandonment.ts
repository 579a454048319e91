import { product, settingName } from './fields.ts'
import { hookTrigger } from './hook-trigger.ts'
import { cartSample } from './samples.ts'

export const cartAbandonment = hookTrigger({
  key: 'cart_abandonment',
  noun: 'Cart',
  label: 'Cart Abandonment',
  description: 'Triggers when a buyer leaves the checkout without buying.',
  event: 'PURCHASE_OUT_OF_SHOPPING_CART',
  inputFields: [product, settingName],
  sample: cartSample,
})
