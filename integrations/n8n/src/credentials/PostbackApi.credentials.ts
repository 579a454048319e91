import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestHelper,
  INodeProperties,
} from 'n8n-workflow'
import { accessToken } from '../access-token.ts'
import { iconFrom } from '../icon.ts'

const whereToFind = 'In the console: Browse → Tools → Hotconnect → Credentials → Authentication parameters'

/** The credential that Hotconnect shows. n8n exchanges it for a token, which it keeps until a 401. */
export class PostbackApi implements ICredentialType {
  name = 'postbackApi'
  displayName = 'Postback API'
  documentationUrl = 'https://postback.example/docs/n8n'
  icon = iconFrom('dist/integrations/n8n/src/credentials')
  properties: INodeProperties[] = [
    {
      displayName: 'Server Address',
      name: 'serverUrl',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'https://postback.example.com',
      description: 'Address of the Postback server: that of the console, without what follows the host',
    },
    {
      displayName: 'Client ID',
      name: 'clientId',
      type: 'string',
      default: '',
      required: true,
      description: whereToFind,
    },
    {
      displayName: 'Client Secret',
      name: 'clientSecret',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: `${whereToFind}, beside the Client ID`,
    },
    {
      displayName: 'Basic',
      name: 'basic',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      description: `${whereToFind}, beside the two others; it is both of them in base64 and may be left empty`,
    },
    {
      displayName: 'Access Token',
      name: 'accessToken',
      type: 'hidden',
      typeOptions: { expirable: true, password: true },
      default: '',
    },
  ]

  authenticate = {
    type: 'generic',
    properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } },
  } as const

  test: ICredentialTestRequest = {
    request: { baseURL: '={{$credentials.serverUrl.trim().replace(/\\/+$/, "")}}', url: '/v1/me' },
  }

  async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
    return { accessToken: await accessToken(this, credentials) }
  }
}
