import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow'
import { verify } from '../../../sdk/src/receive/verify.ts'
import { flatten } from '../../zapier/src/flatten.ts'
import { keptHook } from './hook.ts'
import { type OutputMode, outputFor, type Payload } from './outputs.ts'

/** Enough for the retries of a busy day. The ids are stored with the workflow, and read and written at every event. */
const keptIdsMax = 500

/** Handles a post to the workflow's URL. Anyone can send one; only a signature with the hook's secret is accepted. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const hook = keptHook(context)
  if (hook === null) {
    return refuse(context, 'This workflow has no hook at Postback: deactivate it and activate it again.')
  }
  const headers = context.getHeaderData()
  const body = await rawBody(context)
  const verification = await verify({ headers, body }, { secrets: hook.secret, now: Date.now() })
  if (!verification.ok) {
    const remedy = ' If the signing secret was changed in the console, deactivate the workflow and activate it again.'
    return refuse(context, verification.message + (verification.code === 'signature_mismatch' ? remedy : ''))
  }

  const isTest = headers['postback-test'] === 'true'
  if (isTest && context.getNodeParameter('options.onlyReal', false)) {
    return leaveOut('it is a test, and the node takes real events only')
  }
  const payload = JSON.parse(body.toString()) as Payload & IDataObject
  if (context.getNodeParameter('options.skipRepeated', false) && cameBefore(context, String(headers['webhook-id']))) {
    return leaveOut('this event has come before, and the node skips repeated events')
  }
  const parameters = {
    outputMode: context.getNodeParameter('outputMode', 'one') as OutputMode,
    events: context.getNodeParameter('events', []) as string[],
  }
  return { workflowData: through(outputFor(parameters, payload), itemOf(payload, isTest)) }
}

/** The raw bytes: JSON that is parsed and serialised again does not match the signature. */
async function rawBody(context: IWebhookFunctions): Promise<Buffer> {
  const request = context.getRequestObject() as unknown as { rawBody?: Buffer; readRawBody?(): Promise<void> }
  if (request.rawBody === undefined) await request.readRawBody?.()
  return request.rawBody ?? Buffer.alloc(0)
}

/** The history of posts shows this answer, so it gives the reason. It holds no secret. */
function refuse(context: IWebhookFunctions, reason: string): IWebhookResponseData {
  context.getResponseObject().status(401).json({ error: reason })
  return { noWebhookResponse: true }
}

/** Answered with success, since a retry would change nothing. */
function leaveOut(reason: string): IWebhookResponseData {
  return { webhookResponse: { started: false, reason: `The workflow was not started: ${reason}.` } }
}

/** An event has the same id in all attempts and series. */
function cameBefore(context: IWebhookFunctions, id: string): boolean {
  const kept = context.getWorkflowStaticData('node')
  const ids = (kept.ids as string[] | undefined) ?? []
  if (ids.includes(id)) return true
  kept.ids = [...ids, id].slice(-keptIdsMax)
  return false
}

/** E-mail, name and product first, then every field under one name, then the original payload. */
function itemOf(payload: Payload & IDataObject, test: boolean): INodeExecutionData {
  return { json: { ...flatten(payload), test, payload } }
}

function through({ index, count }: { index: number; count: number }, item: INodeExecutionData): INodeExecutionData[][] {
  return Array.from({ length: count }, (_, output) => (output === index ? [item] : []))
}
