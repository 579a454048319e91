import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express from 'express'
import type {
  ICredentialDataDecryptedObject,
  ICredentialType,
  IDataObject,
  INode,
  INodeExecutionData,
  INodeParameters,
  INodePropertyOptions,
  INodeType,
  IWebhookData,
  IWorkflowBase,
  IWorkflowExecuteAdditionalData,
  WorkflowExecuteMode,
} from 'n8n-workflow'
import { CredentialsHelper } from './credentials-helper.ts'
import { core, n8nWorkflow } from './packages.ts'

/**
 * The part of n8n that this node uses, built from n8n's own packages: its loader, workflow, expressions, requests, and contexts
 * for hooks, webhooks and lists. Two parts exist only in n8n's server, so this file and `credentials-helper.ts` replace them:
 * the web server for posts, and the manager of credentials.
 */

/** The published package, built into a folder that contains only what n8n installs beside it. */
export function buildPackage(): { folder: string; said: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-postback-'))
  const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url))
  const project = fileURLToPath(new URL('..', import.meta.url))
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', project, '--outDir', join(folder, 'dist')], {
    encoding: 'utf8',
  })
  // n8n provides its own copy beside every installed package: nodes name it as a peer dependency.
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(join(project, 'node_modules/n8n-workflow'), join(folder, 'node_modules/n8n-workflow'))
  for (const part of ['package.json', 'icons']) cpSync(join(project, part), join(folder, part), { recursive: true })
  return { folder, said: stdout, remove: () => rmSync(folder, { recursive: true }) }
}

export interface LoadedPackage {
  readonly nodes: Readonly<Record<string, INodeType>>
  readonly credentials: Readonly<Record<string, ICredentialType>>
}

export async function loadPackage(folder: string): Promise<LoadedPackage> {
  const loader = new core.PackageDirectoryLoader(folder)
  await loader.loadAll()
  const types = <Type>(of: Readonly<Record<string, { readonly type: unknown }>>) =>
    Object.fromEntries(Object.entries(of).map(([name, { type }]) => [name, type as Type]))
  return { nodes: types<INodeType>(loader.nodeTypes), credentials: types<ICredentialType>(loader.credentialTypes) }
}

/** The execution that a post to the workflow's URL started: the trigger's item, and the output that it left through. */
export interface Execution {
  readonly mode: WorkflowExecuteMode
  readonly json: IDataObject
  readonly output: number
}

export interface N8nWorkflow {
  readonly executions: readonly Execution[]
  /** The URL of its webhook while it is active. */
  readonly url: string
  /** The static data that n8n stores with the workflow. */
  readonly staticData: IDataObject
  readonly node: INode
  outputNames(): (string | undefined)[]
  issues(): Readonly<Record<string, readonly string[]>> | undefined
  activate(): Promise<void>
  deactivate(): Promise<void>
  /** Like pressing Execute in the editor: the test URL is open until `stopListening`. */
  listen(): Promise<void>
  stopListening(): Promise<void>
  /** n8n stops: its URL is unknown, or a proxy in front of it answers so. The node is not called. */
  stop(status?: 404 | 410): void
  exists(): Promise<boolean>
  /** Resolves when that many executions have been started in all. */
  started(count: number): Promise<readonly Execution[]>
}

export interface N8n {
  readonly url: string
  /** The stored credential, with its access token. */
  readonly credential: ICredentialDataDecryptedObject
  workflow(parameters: INodeParameters, name?: string): N8nWorkflow
  /** The choices of a dropdown in the editor. */
  list(node: 'postback' | 'postbackTrigger', name: string): Promise<INodePropertyOptions[]>
  /** Runs the actions node on items. */
  execute(
    parameters: INodeParameters,
    items: IDataObject[],
    onError?: 'continueRegularOutput',
  ): Promise<INodeExecutionData[]>
  /** @throws the error that n8n shows beside the credential */
  testCredential(): Promise<void>
  close(): Promise<void>
}

const { NodeHelpers } = n8nWorkflow

const patienceMs = 15_000

/** The node behind each output of the trigger; it passes its items on. */
const behind: INodeType = {
  description: {
    displayName: 'Behind',
    name: 'behind',
    group: [],
    version: 1,
    description: '',
    defaults: {},
    inputs: ['main'],
    outputs: ['main'],
    properties: [],
  },
  async execute() {
    return [this.getInputData()]
  },
}
/** More outputs than the trigger ever has. */
const outputsMax = 20

export async function startN8n(loaded: LoadedPackage, credential: ICredentialDataDecryptedObject): Promise<N8n> {
  const open = new Map<string, (request: express.Request, response: express.Response) => Promise<void>>()
  const server = express()
  server.use(express.json({ verify: (request, _response, bytes) => Object.assign(request, { rawBody: bytes }) }))
  server.post('/{*path}', async (request, response) => {
    const answer = open.get(request.path)
    if (answer) await answer(request, response)
    else response.status(404).json({ message: 'The requested webhook is not registered.' })
  })
  const listening = server.listen(0, '127.0.0.1')
  await new Promise((resolve) => listening.once('listening', resolve))
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`

  const nodeTypes = {
    getByName: (name: string) => typeOf(name),
    getByNameAndVersion: (name: string) => typeOf(name),
    getKnownTypes: () => ({}),
  }
  function typeOf(name: string): INodeType {
    const type = name === 'behind' ? behind : loaded.nodes[name]
    if (!type) throw new Error(`No node ${name} was loaded.`)
    return type
  }
  const helper = new CredentialsHelper(loaded.credentials, credential)
  const additionalData = (more: object = {}) =>
    ({
      credentialsHelper: helper,
      webhookBaseUrl: `${url}/webhook`,
      webhookTestBaseUrl: `${url}/webhook-test`,
      webhookWaitingBaseUrl: `${url}/webhook-waiting`,
      formWaitingBaseUrl: `${url}/form-waiting`,
      ...more,
    }) as unknown as IWorkflowExecuteAdditionalData

  function workflowOf(typeName: string, parameters: INodeParameters, name: string) {
    const type = typeOf(typeName)
    const { properties } = type.description
    const node: INode = {
      id: 'a3b8',
      name: type.description.displayName,
      type: typeName,
      typeVersion: 1,
      position: [0, 0],
      parameters: NodeHelpers.getNodeParameters(properties, parameters, true, false, null, type.description) ?? {},
      credentials: { postbackApi: { id: '1', name: 'Postback' } },
    }
    const others = Array.from({ length: outputsMax }, (_, output): INode => {
      return {
        id: `b${output}`,
        name: `${output}`,
        type: 'behind',
        typeVersion: 1,
        position: [1, output],
        parameters: {},
      }
    })
    const main = others.map((other) => [{ node: other.name, type: 'main' as const, index: 0 }])
    const nodes = [node, ...others]
    const workflow = { id: 'w1', name, nodes, connections: { [node.name]: { main } }, active: false, nodeTypes }
    return { type, node, made: new n8nWorkflow.Workflow(workflow) }
  }

  async function execute(parameters: INodeParameters, items: IDataObject[], onError?: INode['onError']) {
    const { type, node, made } = workflowOf('postback', parameters, 'Act')
    if (onError) node.onError = onError
    const input = items.map((json) => ({ json }))
    const data = { main: [input] }
    const executeData = { data, node, source: null }
    const runData = n8nWorkflow.createRunExecutionData({})
    const more = additionalData()
    const context = new core.ExecuteContext(made, node, more, 'manual', runData, 0, input, data, executeData, [])
    const outputs = (await type.execute?.call(context)) as INodeExecutionData[][] | undefined
    return outputs?.[0] ?? []
  }

  function workflow(parameters: INodeParameters, name = 'Give access'): N8nWorkflow {
    const { type, node, made } = workflowOf('postbackTrigger', parameters, name)
    const executions: Execution[] = []
    const waiting = new Set<() => void>()

    const urlPath = (isTest: boolean) =>
      new URL(NodeHelpers.getNodeWebhookUrl(`${url}/webhook${isTest ? '-test' : ''}`, 'w1', node, 'webhook')).pathname
    const webhookData = (isTest: boolean) =>
      ({
        workflowId: 'w1',
        node: node.name,
        path: 'webhook',
        httpMethod: 'POST',
        isTest,
        webhookDescription: type.description.webhooks?.[0],
        workflowExecuteAdditionalData: additionalData(),
      }) as unknown as IWebhookData
    const hookContext = (isTest: boolean) => {
      const [mode, activation] = isTest ? (['manual', 'manual'] as const) : (['trigger', 'activate'] as const)
      return new core.HookContext(made, node, additionalData(), mode, activation, webhookData(isTest))
    }
    const method = (which: 'checkExists' | 'create' | 'delete', isTest: boolean) =>
      type.webhookMethods?.default?.[which]?.call(hookContext(isTest)) ?? Promise.resolve(false)

    async function arrived(mode: WorkflowExecuteMode, request: express.Request, response: express.Response) {
      const data = additionalData({ httpRequest: request, httpResponse: response })
      const context = new core.WebhookContext(made, node, data, mode, webhookData(mode === 'manual'), [], null)
      const result = await type.webhook?.call(context)
      if (!result?.noWebhookResponse) response.json(result?.webhookResponse ?? { message: 'Workflow was started' })
      if (result?.workflowData) executions.push(await runFrom(result.workflowData, mode))
      for (const check of waiting) check()
    }

    async function runFrom(given: INodeExecutionData[][], mode: WorkflowExecuteMode): Promise<Execution> {
      const nodeExecutionStack = [{ node, data: { main: given }, source: null }]
      const runData = n8nWorkflow.createRunExecutionData({ executionData: { nodeExecutionStack } })
      const hooks = new core.ExecutionLifecycleHooks(mode, '1', { id: 'w1', name } as IWorkflowBase)
      const run = new core.WorkflowExecute(additionalData({ hooks, executionId: '1' }), mode, runData)
      const { resultData } = (await run.processRunExecutionData(made)).data
      if (resultData.error) throw resultData.error
      const [reached, ...more] = Object.entries(resultData.runData).filter(([name]) => name !== node.name)
      const items = reached?.[1][0]?.data?.main?.[0] ?? []
      if (!reached || !items[0] || items.length > 1 || more.length > 0)
        throw new Error('Not one item through one output.')
      return { mode, json: items[0].json, output: Number(reached[0]) }
    }

    const openAt = async (isTest: boolean) => {
      open.set(urlPath(isTest), (request, response) => arrived(isTest ? 'manual' : 'webhook', request, response))
      if (!(await method('checkExists', isTest))) await method('create', isTest)
    }
    const closeAt = async (isTest: boolean) => {
      await method('delete', isTest)
      open.delete(urlPath(isTest))
    }

    return {
      executions,
      node,
      url: url + urlPath(false),
      get staticData() {
        return made.getStaticData('node', node)
      },
      outputNames: () =>
        NodeHelpers.getNodeOutputs(made, node, type.description).map((output) =>
          typeof output === 'string' ? undefined : output.displayName,
        ),
      issues: () =>
        NodeHelpers.getNodeParametersIssues(type.description.properties, node, type.description)?.parameters,
      activate: () => openAt(false),
      deactivate: () => closeAt(false),
      listen: () => openAt(true),
      stopListening: () => closeAt(true),
      stop(status = 404) {
        open.set(urlPath(false), async (_request, response) => void response.sendStatus(status))
      },
      exists: () => method('checkExists', false),
      started(count) {
        const { promise, resolve, reject } = Promise.withResolvers<readonly Execution[]>()
        const timer = setTimeout(() => reject(new Error(`${executions.length} of ${count} executions`)), patienceMs)
        const check = () => executions.length >= count && resolve(executions)
        waiting.add(check)
        check()
        return promise.finally(() => {
          clearTimeout(timer)
          waiting.delete(check)
        })
      },
    }
  }

  return {
    url,
    credential: helper.kept,
    workflow,
    execute,
    async list(typeName, name) {
      const { type, node, made } = workflowOf(typeName, {}, 'Listing')
      const context = new core.LoadOptionsContext(made, node, additionalData(), name)
      return (await type.methods?.loadOptions?.[name]?.call(context)) ?? []
    },
    testCredential: () => helper.test('postbackApi', additionalData()),
    async close() {
      listening.closeAllConnections()
      await new Promise((resolve) => listening.close(resolve))
    },
  }
}
