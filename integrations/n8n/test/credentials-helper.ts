import type {
  ICredentialDataDecryptedObject,
  ICredentialType,
  IDataObject,
  IHttpRequestHelper,
  IHttpRequestOptions,
  INode,
  INodeType,
  INodeTypes,
  IRequestOptionsSimplified,
  IWorkflowExecuteAdditionalData,
  Workflow,
} from 'n8n-workflow'
import { core, n8nWorkflow } from './packages.ts'

/**
 * The manager of credentials. n8n's own is part of its server and not published, so this one follows n8n's documentation: a
 * hidden property that can expire is filled by `preAuthentication` when it is empty or when a call was answered 401, and
 * stored; `authenticate` is resolved for each call.
 */
export class CredentialsHelper extends n8nWorkflow.ICredentialsHelper {
  readonly #types: Readonly<Record<string, ICredentialType>>
  /** The stored credential, as in n8n's database. */
  readonly kept: ICredentialDataDecryptedObject

  constructor(types: Readonly<Record<string, ICredentialType>>, credential: ICredentialDataDecryptedObject) {
    super()
    this.#types = types
    this.kept = { accessToken: '', ...credential }
  }

  #typeOf(name: string): ICredentialType {
    const type = this.#types[name]
    if (!type) throw new Error(`No credential ${name} was loaded.`)
    return type
  }

  getParentTypes() {
    return []
  }

  isCredentialUsableByNode() {
    return true
  }

  getCredentialsProperties(name: string) {
    return this.#typeOf(name).properties
  }

  async getDecrypted() {
    return { ...this.kept }
  }

  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    name: string,
    options: IHttpRequestOptions | IRequestOptionsSimplified,
    workflow?: Workflow,
    node?: INode,
  ) {
    const { authenticate } = this.#typeOf(name)
    if (typeof authenticate !== 'object' || !workflow || !node) throw new Error('Only what is resolved is known here.')
    const resolved = Object.entries(authenticate.properties.headers ?? {}).map(([header, text]) => [
      header,
      workflow.expression.getSimpleParameterValue(node, String(text), 'internal', { $credentials: credentials }),
    ])
    return { ...options, headers: { ...options.headers, ...Object.fromEntries(resolved) } } as IHttpRequestOptions
  }

  async preAuthentication(
    helpers: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
    name: string,
    _node: INode,
    isExpired: boolean,
  ) {
    const property = this.getCredentialsProperties(name).find(
      ({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable === true,
    )
    if (!property || (credentials[property.name] !== '' && !isExpired)) return undefined
    const filled = (await this.#typeOf(name).preAuthentication?.call(helpers, credentials)) ?? {}
    Object.assign(this.kept, filled)
    return { ...credentials, ...filled } as ICredentialDataDecryptedObject
  }

  async runPreAuthentication() {
    return undefined
  }

  getCredentials(): never {
    throw new Error('Not kept sealed here.')
  }

  async updateCredentials() {}

  async updateCredentialsOauthTokenData() {}

  /** Tests the credential as n8n does: its request is the only node of a workflow. @throws the error that n8n shows */
  async test(name: string, additionalData: IWorkflowExecuteAdditionalData): Promise<void> {
    const request = this.#typeOf(name).test?.request ?? {}
    const tester: INodeType = {
      description: {
        displayName: 'Tester',
        name: 'tester',
        group: [],
        version: 1,
        description: '',
        defaults: {},
        inputs: ['main'],
        outputs: ['main'],
        credentials: [{ name, required: true }],
        properties: [{ displayName: 'T', name: 't', type: 'string', default: '', routing: { request } }],
      },
    }
    const node: INode = {
      id: 't1',
      name: 'Tester',
      type: 'tester',
      typeVersion: 1,
      position: [0, 0],
      parameters: { t: '' },
      credentials: { [name]: { id: '1', name: 'Postback' } },
    }
    const nodeTypes: INodeTypes = {
      getByName: () => tester,
      getByNameAndVersion: () => tester,
      getKnownTypes: (): IDataObject => ({}),
    }
    const workflow = new n8nWorkflow.Workflow({ nodes: [node], connections: {}, active: false, nodeTypes })
    const data = { main: [[{ json: {} }]] }
    const runData = n8nWorkflow.createRunExecutionData({})
    const executeData = { data, node, source: null }
    const context = new core.ExecuteContext(
      workflow,
      node,
      additionalData,
      'internal',
      runData,
      0,
      [{ json: {} }],
      data,
      executeData,
      [],
    )
    await new core.RoutingNode(context, tester).runNode()
  }
}
