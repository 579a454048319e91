import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Postback, registerProducer, startPostback } from '../../test/support/harness.ts'
import { createCredentialClient, fetchAccessToken } from './access-token.ts'
import { createClient } from './client.ts'

/** Against a real server, with tokens that last one second. */

let postback: Postback
beforeAll(async () => {
  postback = await startPostback({ POSTBACK_ACCESS_TOKEN_LIFETIME: '1s' })
  await registerProducer(postback)
})
afterAll(() => postback.close())

function platform() {
  const headers = { authorization: `Bearer ${postback.platformKey}`, 'postback-account': 'producer' }
  return createClient({ baseUrl: postback.url, headers })
}

/** A fetch that counts the requests for a token. */
function counting() {
  const counted = { tokens: 0 }
  const count: typeof fetch = (input, init) => {
    if (String(input).endsWith('/security/oauth/token')) counted.tokens++
    return fetch(input, init)
  }
  return { counted, fetch: count }
}

describe('a client with a credential', () => {
  it('gets one token for many requests, by Client ID and Secret or by Basic', async () => {
    const { clientId, clientSecret, basic } = await platform().credentials.create({ name: 'Course site' })
    for (const credential of [{ clientId, clientSecret }, { basic }]) {
      const { counted, fetch } = counting()
      const client = createCredentialClient({ baseUrl: postback.url, credential, fetch })
      const answers = await Promise.all([1, 2, 3].map(() => client.accounts.me()))
      expect(answers.map(({ account }) => account?.id)).toEqual(['producer', 'producer', 'producer'])
      expect(counted.tokens).toBe(1)
    }
  })

  it('renews its token before the old one expires, without an error to the caller', async () => {
    const { counted, fetch } = counting()
    const credential = await platform().credentials.create({ name: 'Course site' })
    const client = createCredentialClient({ baseUrl: postback.url, credential, fetch })
    const deadline = Date.now() + 20_000
    while (counted.tokens < 3 && Date.now() < deadline) {
      expect((await client.accounts.me()).account?.id).toBe('producer')
    }
    expect(counted.tokens).toBe(3)
  })

  it('gets a new token when the server has revoked the current one', async () => {
    const { counted, fetch } = counting()
    const first = await platform().credentials.create({ name: 'Course site' })
    let secret = first.clientSecret
    const credential = {
      clientId: first.clientId,
      get clientSecret() {
        return secret
      },
    }
    const client = createCredentialClient({ baseUrl: postback.url, credential, fetch })
    await client.accounts.me()
    secret = (await platform().credentials.rotate(first.id, { overlapHours: 0 })).clientSecret
    await client.accounts.me()
    expect(counted.tokens).toBe(2)
  })

  it('throws the error of OAuth when no token is given, and asks again at the next call', async () => {
    const { id, basic } = await platform().credentials.create({ name: 'Course site' })
    await platform().credentials.revoke(id)
    const { counted, fetch } = counting()
    const client = createCredentialClient({ baseUrl: postback.url, credential: { basic }, fetch })
    for (let i = 0; i < 2; i++) {
      await expect(client.accounts.me()).rejects.toMatchObject({ status: 401, code: 'invalid_client' })
    }
    expect(counted.tokens).toBe(2)
  })

  it('asks for the given scope', async () => {
    const credential = await platform().credentials.create({ name: 'Course site' })
    const token = await fetchAccessToken({ baseUrl: postback.url, credential, scope: 'read' })
    expect(token.scope).toBe('read')
    expect(token.expiresAt - Date.now()).toBeLessThanOrEqual(1_000)
  })
})
