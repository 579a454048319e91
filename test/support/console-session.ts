import type { CallOptions, Postback } from './harness.ts'

/** The headers of a signed-in person at the console, after a link of the platform. */
export async function enterConsole(postback: Postback, accountId = 'producer'): Promise<CallOptions> {
  const { origin } = new URL(postback.url)
  const link = await postback.api('POST', '/v1/portal-sessions', { accountId })
  const entered = await postback.api(
    'POST',
    '/v1/sessions',
    { link: new URL(link.body.url).hash.slice(1) },
    { key: null, headers: { origin } },
  )
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  return { key: null, headers: { cookie, origin, 'postback-csrf': entered.body.csrf } }
}
