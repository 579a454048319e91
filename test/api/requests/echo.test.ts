import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { expect, it } from 'vitest'
import type { Answer, Arrival } from '../../receivers/ordinary.ts'
import { eventually } from '../../support/harness.ts'
import { setStage } from '../../support/stage.ts'

/** Receivers that answer with the request: the token and the signature in it reach neither the history nor the files nor the log. */

const base64 = (text: string) => Buffer.from(text).toString('base64')
const asForm = (fields: object) => new URLSearchParams(fields as Record<string, string>).toString()

const echoes: Readonly<Record<string, (arrival: Arrival) => Answer>> = {
  'as JSON': ({ headers, body }) => ({ body: JSON.stringify({ headers, body }) }),
  'as JSON of PHP': ({ headers, body }) => ({ body: JSON.stringify({ headers, body }).replaceAll('/', '\\/') }),
  'as a form': ({ headers, body }) => ({ status: 422, body: asForm({ ...headers, body }) }),
  'as a dump of headers in base64': ({ headers, body }) => ({
    body:
      Object.entries(headers)
        .map(([name, value]) => `${name}: ${base64(String(value))}`)
        .join('\n') + body,
  }),
  'all in base64': ({ headers, body }) => ({ body: base64(JSON.stringify({ headers, body })) }),
  'in headers of its own': ({ headers }) => ({
    headers: {
      'x-token': String(headers['x-hotmart-hottok']),
      'x-signature': encodeURIComponent(String(headers['webhook-signature'])),
      'x-all': base64(JSON.stringify(headers)),
    },
  }),
  'among bytes that are no text, and too much of it': ({ headers }) => {
    const token = String(headers['x-hotmart-hottok'])
    // We keep 64 KiB, which end in the middle of the token.
    return { body: Buffer.concat([Buffer.alloc(65_536 - 20, 0xff), Buffer.from(token), Buffer.alloc(1000)]) }
  },
}

/** All that was sent and must not be kept, and the parts of it that would do harm too. */
function secretsOf({ headers }: Arrival): readonly string[] {
  const token = String(headers['x-hotmart-hottok'])
  const signatures = String(headers['webhook-signature'] ?? '')
    .split(' ')
    .map((one) => one.replace('v1,', ''))
    .filter((one) => one !== '')
  return [token, ...signatures].flatMap((secret) => [
    secret.slice(0, 10),
    encodeURIComponent(secret),
    secret.replaceAll('/', '\\/'),
    ...[0, 1, 2].map((before) => base64(' '.repeat(before) + secret).slice(4, 24)),
  ])
}

async function echoStage(echo: (arrival: Arrival) => Answer) {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '1h,1h,1h,1h' }, { log })
  const site = await stage.receiver(echo)
  const check = async (path: string) => {
    const shown = await stage.postback.api('GET', path, undefined, { account: 'producer' })
    const response = (shown.body.processedAgain ?? shown.body.attempts)[0].response
    const answered = JSON.stringify(response) + Buffer.from(response.body, 'base64').toString('latin1')
    const files = [...filesIn(stage.postback.directory), ['the log', lines.join('\n')] as const]
    expect(lines.some((line) => line.includes('"attempt'))).toBe(true)
    for (const secret of site.arrived.flatMap(secretsOf)) {
      expect(shown.text).not.toContain(secret)
      expect(answered).not.toContain(secret)
      for (const [name, content] of files) expect(content.includes(secret), `${secret} in ${name}`).toBe(false)
    }
    expect(answered + Buffer.from(answered, 'latin1').toString()).toContain('••••••••')
  }
  return { stage, site, check }
}

function filesIn(directory: string): readonly (readonly [string, string])[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((it) => it.isFile())
    .map((it) => [it.name, readFileSync(join(it.parentPath, it.name), 'latin1')] as const)
}

it.each(Object.entries(echoes))(
  'an answer that repeats the request %s is kept without its secrets',
  async (_, echo) => {
    const { stage, site, check } = await echoStage(echo)
    await stage.configure(`${site.url}?second`, ['PURCHASE_APPROVED'], { hottokInBody: true })
    await stage.report('PURCHASE_APPROVED', 'HP1')
    const delivery = await stage.delivery('transaction=HP1', ({ attemptsTotal }) => attemptsTotal === 1)
    await check(`/v1/deliveries/${delivery.id}`)
  },
)

it('an answer that repeats a form of version 1.0.0 is kept without its token', async () => {
  const { stage, site, check } = await echoStage(({ headers, body }) => ({ body: `${body}\n${asForm(headers)}` }))
  await stage.configure(site.url, ['PURCHASE_APPROVED'], { version: '1.0.0' })
  await stage.report('PURCHASE_APPROVED', 'HP1')
  const delivery = await stage.delivery('transaction=HP1', ({ attemptsTotal }) => attemptsTotal === 1)
  expect(site.arrived[0]?.body).toContain('hottok=')
  await check(`/v1/deliveries/${delivery.id}`)
})

it('a test that carries the token to an address without a configuration: its answer is kept without the token', async () => {
  const { stage, site, check } = await echoStage(({ headers, body }) => ({ body: JSON.stringify({ headers, body }) }))
  const { deliveryIds } = await stage.ok('POST', '/v1/tests', {
    event: 'PURCHASE_APPROVED',
    urls: [site.url],
    withHottok: true,
  })
  await eventually(
    () => stage.ok('GET', `/v1/deliveries/${deliveryIds[0]}`),
    ({ attemptsTotal }) => attemptsTotal === 1,
  )
  expect(site.arrived[0]?.headers['x-hotmart-hottok']).toMatch(/^\w{36}$/)
  await check(`/v1/deliveries/${deliveryIds[0]}`)
})

it('the token in the address of a configuration is not kept in the history of its attempts', async () => {
  const { stage, site } = await echoStage(() => ({}))
  const { hottok } = await stage.ok('GET', '/v1/hottok')
  await stage.configure(`${site.url}?token=${hottok}`, ['PURCHASE_APPROVED'])
  await stage.report('PURCHASE_APPROVED', 'HP1')
  const delivery = await stage.delivery('transaction=HP1', ({ state }) => state === 'delivered')
  expect(site.arrived[0]?.path).toContain(hottok)
  expect(JSON.stringify(delivery)).not.toContain(hottok)
  expect(delivery.attempts[0].url).toBe(`${site.url}?token=••••••••`)
})

it('a legacy post that is processed again: an answer that repeats the request is kept without the token', async () => {
  const { stage, site, check } = await echoStage(({ headers, body, path }) => ({
    body: JSON.stringify({ path, headers, body, encoded: base64(body) }),
    headers: { 'x-path': path },
  }))
  await stage.configure(site.url, ['PURCHASE_REFUNDED'])
  const old = 'fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e'
  const post = {
    id: '1',
    at: '2019-03-04T10:20:30Z',
    url: `${site.url}?hottok=${old}`,
    event: 'PURCHASE_APPROVED',
    transaction: 'HP1',
    product: 1000,
    status: 500,
    attempts: 5,
    body: `callback_type=1&hottok=${old}&status=approved`,
    response: `What you sent, in base64: ${base64(`hottok=${old}&`)}`,
  }
  const { postback } = stage
  await postback.api('POST', '/v1/legacy-posts/import', JSON.stringify(post), {
    account: 'producer',
    headers: { 'content-type': 'application/x-ndjson' },
  })
  expect((await stage.ok('GET', '/v1/legacy-posts/1')).response).toMatch(/^What you sent, in base64: \w{1,12}••••••••/)
  await stage.ok('POST', '/v1/legacy-posts/1/resend')
  await eventually(
    () => stage.ok('GET', '/v1/legacy-posts/1'),
    ({ sending }) => sending === false,
  )
  await check('/v1/legacy-posts/1')
})
