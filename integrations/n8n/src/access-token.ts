import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow'
import { type Answer, serverOf, tooManyRequests } from './answer.ts'

/**
 * A token for the credential (RFC 6749, section 4.4).
 * @throws Error in words for the person who sets the credential up
 */
export async function accessToken(
  { helpers }: IHttpRequestHelper,
  credentials: ICredentialDataDecryptedObject,
): Promise<string> {
  const answer: Answer = await helpers.httpRequest({
    method: 'POST',
    url: `${serverOf(credentials)}/security/oauth/token`,
    headers: { authorization: `Basic ${basicOf(credentials)}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
    returnFullResponse: true,
    ignoreHttpStatusErrors: true,
  })
  const { access_token: token, error_description: words } = (answer.body ?? {}) as Readonly<Record<string, unknown>>
  if (typeof token === 'string') return token
  if (answer.statusCode === 429) throw tooManyRequests(answer)
  if (answer.statusCode === 401) {
    throw new Error(
      'This server does not know the credential: copy Client ID, Client Secret and Basic again from Hotconnect.',
    )
  }
  throw new Error(typeof words === 'string' ? words : `The server answered ${answer.statusCode}: check its address.`)
}

/** Basic is Client ID and Client Secret in base64, and optional when both are given. */
function basicOf({ basic, clientId, clientSecret }: ICredentialDataDecryptedObject): string {
  const given = String(basic ?? '')
    .replace(/^basic\s+/i, '')
    .trim()
  return given || btoa(`${clientId}:${clientSecret}`)
}
