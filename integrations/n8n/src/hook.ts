import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow'
import type { CreatedHook, EventName, Hook, HookInput } from '../../../sdk/src/types.ts'
import { call, callForAll, callUnlessGone } from './call.ts'
import { selectedEvents } from './outputs.ts'
import { productOf } from './product.ts'

/**
 * An active workflow has a hook at Postback: a configuration whose URL is the workflow's. The editor's test URL is a different
 * one, with a separate hook.
 */

/** What is stored of a hook with the workflow. */
interface KeptHook {
  readonly id: string
  /** The signing secret, which the server shows only once. */
  readonly secret: string
  /** The node's wish when the hook was made. */
  readonly wish: string
}

const nameMax = 100

/** Whether the hook still exists, and still matches the node's parameters. */
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
  // If it was already removed in the console, there is nothing left to do.
  await callUnlessGone(context, { method: 'DELETE', path: pathOf(kept.id) })
  delete context.getWorkflowStaticData('node')[placeOf(context)]
}

export function keptHook(context: IHookFunctions | IWebhookFunctions): KeptHook | null {
  return (context.getWorkflowStaticData('node')[placeOf(context)] as KeptHook | undefined) ?? null
}

function placeOf(context: IHookFunctions | IWebhookFunctions): 'testHook' | 'hook' {
  return isTest(context) ? 'testHook' : 'hook'
}

/** Whether the editor listens for a test. */
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

/** Without the name: people rename hooks, also in the console. */
function wishOf({ targetUrl, productId, events }: HookInput): string {
  return JSON.stringify({ targetUrl, productId, events })
}

/**
 * Postback disables a configuration whose URL does not answer, and holds its posts. Now that the workflow is active again, we
 * enable it and send them.
 */
async function sendAgain(context: IHookFunctions, { id, state, disabledReason }: Hook) {
  // A configuration that a person disabled in the console stays disabled.
  if (state === 'active' || disabledReason === 'manual') return
  const path = `/v1/configurations/${encodeURIComponent(id)}/enable`
  await call(context, { method: 'POST', path, body: { held: 'all' } })
}

/** Removes hooks to the same URL whose secret is lost: the workflow was restored, or n8n stopped while it listened. */
async function removeForgotten(context: IHookFunctions, targetUrl: string) {
  const hooks = await callForAll<Hook>(context, '/v1/hooks')
  for (const hook of hooks.filter((it) => it.source === 'n8n' && it.targetUrl === targetUrl)) {
    await callUnlessGone(context, { method: 'DELETE', path: pathOf(hook.id) })
  }
}

function pathOf(id: string): string {
  return `/v1/hooks/${encodeURIComponent(id)}`
}
