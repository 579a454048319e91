import { expect, it } from 'vitest'
import { startCommand } from '../support/command-line.ts'
import { enterConsole } from '../support/console-session.ts'
import { openStream, type StreamOptions } from '../support/live-stream.ts'
import { setStage } from '../support/stage.ts'

/** The checks of a live stream every ten seconds. */

it('a live stream ends when its session or its credential has ended', async () => {
  const { postback } = await setStage()
  const listen = (options?: StreamOptions) => openStream(postback, 'producer', options)
  const { headers: cookies = {} } = await enterConsole(postback)
  const { body: made } = await postback.api('POST', '/v1/credentials', { name: 'Listener' }, { account: 'producer' })
  const { body: granted } = await postback.api(
    'POST',
    '/security/oauth/token?grant_type=client_credentials',
    undefined,
    { key: null, headers: { authorization: `Basic ${made.basic}` } },
  )
  const byCookie = await listen({ headers: cookies })
  const byToken = await listen({ headers: { authorization: `Bearer ${granted.access_token}` } })
  const byKey = await listen()
  await Promise.all([byCookie, byToken, byKey].map((tail) => tail.until('welcome')))
  await postback.api('DELETE', '/v1/sessions/current', undefined, { key: null, headers: cookies })
  await postback.api('DELETE', `/v1/credentials/${made.id}`, undefined, { account: 'producer' })
  await Promise.all([byCookie.until(null), byToken.until(null)])
  await byKey.until('still here')
  byKey.stop()
})

it('postback listen says that no stream is free, and waits for one', async () => {
  const { postback } = await setStage()
  const headers = { authorization: `Bearer ${postback.platformKey}`, 'postback-account': 'producer' }
  const others = new AbortController()
  const open = () => fetch(`${postback.url}/v1/events/stream`, { headers, signal: others.signal })
  // We keep the answers: garbage collection would close them.
  const held = await Promise.all(Array.from({ length: 20 }, open))
  const command = startCommand(['listen', '--url', postback.url, '--account', 'producer'], {
    XDG_CONFIG_HOME: postback.directory,
    POSTBACK_PLATFORM_KEY: postback.platformKey,
  })
  await command.said(/at most 20 live streams.*Waiting 10 s/)
  expect(held.map(({ status }) => status)).toEqual(Array(20).fill(200))
  others.abort()
  await command.said(/Listening/)
  command.press('q')
  expect((await command.ended).code).toBe(0)
})
