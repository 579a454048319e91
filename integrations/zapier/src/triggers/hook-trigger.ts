import type { Bundle, InputFields, Trigger, ZObject } from 'zapier-platform-core'
import { flatten } from '../flatten.ts'
import { serverOf } from '../server.ts'

export interface HookTrigger {
  readonly key: string
  readonly noun: string
  readonly label: string
  readonly description: string
  /** The trigger's only event; null: the user chooses. */
  readonly event: string | null
  /** Whether it has fields for a product and a setting name, as the order trigger does. */
  readonly inputFields: InputFields
  readonly sample: Readonly<Record<string, unknown>>
}

interface Wishes {
  readonly event?: string
  readonly product?: string
  readonly settingName?: string
}

/** Turning a Zap on creates a configuration whose URL is the Zap's; turning it off removes it. */
export function hookTrigger(it: HookTrigger): Trigger {
  const wishesOf = ({ inputData }: Bundle) => {
    const { event, product, settingName } = inputData as Wishes
    const chosen = it.event ?? event
    return {
      ...(chosen && { event: chosen }),
      ...(product && { productId: Number(product) }),
      ...(settingName && { name: settingName }),
    }
  }

  const subscribe = async (z: ZObject, bundle: Bundle) => {
    const response = await z.request({
      method: 'POST',
      url: `${serverOf(bundle)}/v1/hooks`,
      body: { ...wishesOf(bundle), targetUrl: bundle.targetUrl, source: 'zapier' },
    })
    return response.data as { id: string }
  }

  const unsubscribe = async (z: ZObject, bundle: Bundle) => {
    const { id } = bundle.subscribeData as { id: string }
    const response = await z.request({
      method: 'DELETE',
      url: `${serverOf(bundle)}/v1/hooks/${id}`,
      // If it was already removed in the console, there is nothing left to do.
      skipThrowForStatus: true,
    })
    if (response.status !== 404) response.throwForStatus()
    return { id }
  }

  const samples = async (z: ZObject, bundle: Bundle) => {
    const { event, productId } = wishesOf(bundle)
    const response = await z.request({
      url: `${serverOf(bundle)}/v1/hooks/sample`,
      params: { ...(event && { event }), ...(productId && { productId }) },
    })
    return (response.data as { data: unknown[] }).data.map(flatten)
  }

  const documentation = (_z: ZObject, bundle: Bundle) => {
    const event = it.event ?? (bundle.inputData as Wishes).event
    const address = `${serverOf(bundle)}/webhook/documentation${event ? `?event=${event}` : ''}`
    return [
      { key: 'documentation', type: 'copy' as const, helpText: `What each field means: [Documentation](${address}).` },
    ]
  }

  return {
    key: it.key,
    noun: it.noun,
    display: { label: it.label, description: it.description },
    operation: {
      type: 'hook',
      inputFields: [...it.inputFields, documentation],
      performSubscribe: subscribe,
      performUnsubscribe: unsubscribe,
      performList: samples,
      perform: (_z: ZObject, bundle: Bundle) => [flatten(bundle.cleanedRequest)],
      sample: flatten(it.sample),
      outputFields: [
        { key: 'id', label: 'Event ID', type: 'string', primary: true },
        { key: 'email', label: 'E-mail', type: 'string' },
        { key: 'name', label: 'Name', type: 'string' },
        { key: 'product_name', label: 'Product', type: 'string' },
        { key: 'product_id', label: 'Product ID', type: 'string' },
        { key: 'event', label: 'Event', type: 'string' },
        { key: 'transaction', label: 'Transaction', type: 'string' },
        { key: 'subscriber_code', label: 'Subscriber code', type: 'string' },
        { key: 'created_at', label: 'Created at', type: 'datetime' },
      ],
    },
  }
}
