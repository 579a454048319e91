const http = require('node:http')
const { createClient, createReceiver, isApiError, nodeHandler, sign, verify } = require('@postback/sdk')

/** Jest runs tests in a separate realm: its classes differ from those of Node. */

const secrets = `whsec_${btoa('a signing secret of 32 bytes....')}`

async function signedPost(event) {
  const body = Buffer.from(
    JSON.stringify({ id: 'e1', event, version: '2.0.0', data: { buyer: { email: 'a@example.com' } } }),
  )
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = await sign(secrets, { id: 'e1', timestamp, body })
  return { body, headers: { 'webhook-id': 'e1', 'webhook-timestamp': `${timestamp}`, 'webhook-signature': signature } }
}

let server
beforeAll(() => {
  const receiver = createReceiver({
    secrets,
    on: { PURCHASE_APPROVED: ({ data }) => given.push(data.buyer.email) },
    onError: () => {},
  })
  server = http.createServer(nodeHandler(receiver))
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

const given = []
const post = async (request) => {
  const response = await fetch(`http://127.0.0.1:${server.address().port}`, { method: 'POST', ...request })
  return { status: response.status, ...(await response.json()) }
}

test('a signed post is handled once', async () => {
  const request = await signedPost('PURCHASE_APPROVED')
  expect(await post(request)).toEqual({ status: 200, result: 'handled' })
  expect(await post(request)).toEqual({ status: 200, result: 'duplicate' })
  expect(given).toEqual(['a@example.com'])
})

test('a wrong signature is refused', async () => {
  const { headers, body } = await signedPost('PURCHASE_APPROVED')
  expect(await post({ headers, body: `${body} ` })).toMatchObject({ status: 401, code: 'signature_mismatch' })
  expect(await verify({ headers, body }, { secrets, now: Date.now() })).toMatchObject({ ok: true })
})

test('a server that is not there is an ApiError', async () => {
  const failed = createClient({ baseUrl: 'http://127.0.0.1:1' }).request('GET', '/v1/me')
  expect(isApiError(await failed.catch((error) => error), 'not_reached')).toBe(true)
})
