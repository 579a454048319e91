import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow'
import type { CreatedHook, EventName, Hook, HookInput } from '../../../sdk/src/types.ts'
import { call, callForAll, callUnlessGone } from './call.ts'
import { selectedEvents } from './outputs.ts'
import { productOf } from './product.ts'

/**
 * A workflow that is switched on has a hook at Postback: a configuration whose URL is the workflow's. The URL at which the editor
 * listens for a test is another one, and has a hook of its own.
 */

/** What is remembered of a hook with the workflow. */
interface KeptHook {
  readonly id: string
  /** The signing secret, which is told once. */
  readonly secret: string
  /** What the node wanted when it was made. */
  readonly wish: string
}

const nameMax = 100

/** Whether it is still there, and still the one that the node wants. */
export async function hasHook(context: IHookFunctions): Promise<boolean> {
  const kept = keptHook(context)
  if (kept === null) return false
  const found = await callUnlessGone<Hook>(context, { path: pathOf(kept.id) })
  if (found !== null && kept.wish === wishOf(wantedHook(context))) {
    await sendAgain(context, found)
    return true
  }
  await removeHook(context)
  return false
}

export async function createHook(context: IHookFunctions): Promise<void> {
  const wanted = wantedHook(context)
  await removeForgotten(context, wanted.targetUrl)
  const { id, secret } = await call<CreatedHook>(context, { method: 'POST', path: '/v1/hooks', body: { ...wanted } })
  context.getWorkflowStaticData('node')[placeOf(context)] = { id, secret, wish: wishOf(wanted) }
}

export async function removeHook(context: IHookFunctions): Promise<void> {
  const kept = keptHook(context)
  if (kept === null) return
  // Whoever removed it in the console has done what was wanted.
  await callUnlessGone(context, { method: 'DELETE', path: pathOf(kept.id) })
  delete context.getWorkflowStaticData('node')[placeOf(context)]
}

export function keptHook(context: IHookFunctions | IWebhookFunctions): KeptHook | null {
  return (context.getWorkflowStaticData('node')[placeOf(context)] as KeptHook | undefined) ?? null
}

function placeOf(context: IHookFunctions | IWebhookFunctions): 'testHook' | 'hook' {
  return isTest(context) ? 'testHook' : 'hook'
}

/** The editor listens for a test. */
function isTest(context: IHookFunctions | IWebhookFunctions): boolean {
  return context.getMode() === 'manual'
}

function wantedHook(context: IHookFunctions): HookInput & { targetUrl: string } {
  const events = selectedEvents(context.getNodeParameter('events', []) as string[])
  return {
    targetUrl: context.getNodeWebhookUrl('default') ?? '',
    source: 'n8n',
    name: nameOf(context),
    productId: productOf(context.getNodeParameter('product', '')),
    ...(events !== null && { events: events as EventName[] }),
  }
}

function nameOf(context: IHookFunctions): string {
  const given = String(context.getNodeParameter('options.settingName', ''))
  const name = given || `n8n: ${context.getWorkflow().name ?? 'workflow'}`
  const mark = isTest(context) ? ' (test)' : ''
  return name.slice(0, nameMax - mark.length) + mark
}

/** Not its name: people rename things, and in the console too. */
function wishOf({ targetUrl, productId, events }: HookInput): string {
  return JSON.stringify({ targetUrl, productId, events })
}

/** Postback stops sending to an address where nobody answers. Here is somebody again, and wants what was held meanwhile. */
async function sendAgain(context: IHookFunctions, { id, state, disabledReason }: Hook) {
  // Not what a person in the console has switched off.
  if (state === 'active' || disabledReason === 'manual') return
  const path = `/v1/configurations/${encodeURIComponent(id)}/enable`
  await call(context, { method: 'POST', path, body: { held: 'all' } })
}

/** A hook to the same URL whose secret nobody knows any more: the workflow was restored, or n8n stopped while it listened. */
async function removeForgotten(context: IHookFunctions, targetUrl: string) {
  const hooks = await callForAll<Hook>(context, '/v1/hooks')
  for (const hook of hooks.filter((it) => it.source === 'n8n' && it.targetUrl === targetUrl)) {
    await callUnlessGone(context, { method: 'DELETE', path: pathOf(hook.id) })
  }
}

function pathOf(id: string): string {
  return `/v1/hooks/${encodeURIComponent(id)}`
}
