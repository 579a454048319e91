import type { Authentication, Bundle, ZObject } from 'zapier-platform-core'
import { brand } from './brand.ts'
import { serverOf } from './server.ts'

/** Exchanges the credential that Hotconnect shows for a token (RFC 6749, section 4.4). */
async function signIn(z: ZObject, bundle: Bundle) {
  const response = await z
    .request({
      method: 'POST',
      url: `${serverOf(bundle)}/security/oauth/token`,
      params: { grant_type: 'client_credentials' },
      headers: { authorization: `Basic ${basicOf(bundle)}`, 'content-type': 'application/x-www-form-urlencoded' },
      skipThrowForStatus: true,
    })
    .catch((error: Error) => {
      // Zapier takes every 401 for an expired token. Here it means a wrong credential.
      if (error.name !== 'RefreshAuthError') throw error
      const words =
        'This server does not know the credential: copy Client ID, Client Secret and Basic again from Hotconnect.'
      throw new z.errors.Error(words, 'AuthenticationError', 401)
    })
  const answer = (response.data ?? {}) as { access_token?: string; error_description?: string }
  if (answer.access_token) return { sessionKey: answer.access_token }
  const words = answer.error_description ?? `The server answered ${response.status}: check its address.`
  throw new z.errors.Error(words, 'AuthenticationError', response.status)
}

/** Basic is Client ID and Client Secret in base64, and optional when both are given. */
function basicOf({ authData }: Bundle): string {
  const given = String(authData.basic ?? '')
    .replace(/^basic\s+/i, '')
    .trim()
  return given || Buffer.from(`${authData.clientId}:${authData.clientSecret}`).toString('base64')
}

async function whoAmI(z: ZObject, bundle: Bundle) {
  const response = await z.request(`${serverOf(bundle)}/v1/me`)
  const { account } = response.data as { account: { id: string; name: string } | null }
  return { accountId: account?.id ?? '', accountName: account?.name ?? '' }
}

export const authentication: Authentication = {
  type: 'session',
  test: whoAmI,
  fields: [
    {
      key: 'connectionName',
      label: 'Connection name',
      type: 'string',
      required: true,
      helpText: 'Only an identifier of this connection in Zapier: write what you like.',
    },
    {
      key: 'serverUrl',
      label: 'Server address',
      type: 'string',
      required: true,
      ...(brand.serverUrl && { default: brand.serverUrl }),
      helpText: `Address of ${brand.title}, such as https://postback.example.com.`,
    },
    {
      key: 'clientId',
      label: 'Client ID',
      type: 'string',
      required: true,
      helpText: 'In the console: **Browse → Tools → Hotconnect → Credentials → Authentication parameters**.',
    },
    {
      key: 'clientSecret',
      label: 'Client Secret',
      type: 'password',
      required: true,
      helpText: 'Beside the Client ID.',
    },
    { key: 'basic', label: 'Basic', type: 'password', required: false, helpText: 'Beside the two others.' },
    {
      key: 'notice',
      type: 'copy',
      helpText:
        'By connecting you allow Zapier to read the data of this account. You can revoke it at any time in Hotconnect.',
    },
  ],
  sessionConfig: { perform: signIn },
  connectionLabel: '{{connectionName}} ({{accountName}})',
}
