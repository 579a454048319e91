import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { approved, Stage, type Student } from './stage.ts'

interface User extends Student {
  createdAt: string
}

const apiKey = 'a-key-for-the-api'
let stage: Stage

beforeEach(async () => {
  stage = new Stage()
  await stage.open({ apiKey })
})
afterEach(() => stage.close())

async function call(method: string, path: string, body?: unknown, authorization: string | null = `Bearer ${apiKey}`) {
  const response = await fetch(stage.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as User & { data: User[] },
  }
}

describe('the key', () => {
  test.for([null, 'Bearer wrong', `Basic ${apiKey}`, 'Bearer '])('%s is refused', async (authorization) => {
    const answer = await call('GET', '/api/me', undefined, authorization)
    expect(answer).toMatchObject({ status: 401, body: { title: 'The key is missing or wrong' } })
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  })

  test('is required in the settings, else there is no API', async () => {
    await stage.open()
    expect(await call('GET', '/api/me')).toMatchObject({ status: 404, body: { title: 'There is no API' } })
  })

  test('that is right gets the name of the members’ area', async () => {
    expect(await call('GET', '/api/me')).toMatchObject({ status: 200, body: { name: 'Members’ area', students: 0 } })
  })
})

describe('users', () => {
  test('are found by their address (case-insensitive), with their courses', async () => {
    await stage.tell(approved({ email: 'Ana@example.com' }))
    const find = () => call('GET', `/api/users?email=${encodeURIComponent(' ANA@EXAMPLE.COM')}`)
    await expect.poll(async () => (await find()).body.data).toHaveLength(1)
    const { body } = await find()
    expect(body.data[0]).toEqual({
      id: expect.any(Number),
      email: 'ana@example.com',
      name: 'Ana',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      courses: [{ course: 'Violão', access: 'yes', order: 'HP1', reason: 'paid', until: null }],
    })
    expect(await call('GET', `/api/users/${body.data[0]?.id}`)).toMatchObject({ status: 200, body: body.data[0] })
  })

  test('that do not exist are an empty list', async () => {
    expect(await call('GET', '/api/users?email=nobody@example.com')).toMatchObject({ status: 200, body: { data: [] } })
    expect(await call('GET', '/api/users/99')).toMatchObject({ status: 404 })
  })

  test('are created once, and own what they buy later', async () => {
    const wanted = { email: 'bruno@example.com', name: 'Bruno' }
    const created = await call('POST', '/api/users', wanted)
    expect(created).toMatchObject({ status: 201, body: { ...wanted, courses: [] } })
    expect(created.headers.get('location')).toBe(`/api/users/${created.body.id}`)
    const again = await call('POST', '/api/users', { email: 'BRUNO@example.com', name: 'Somebody else' })
    expect(again).toMatchObject({ status: 200, body: { id: created.body.id, name: 'Bruno' } })
    await stage.tell(approved({ email: 'Bruno@example.com', name: 'Bruno Lima' }))
    await expect
      .poll(async () => (await call('GET', `/api/users/${created.body.id}`)).body)
      .toMatchObject({ name: 'Bruno Lima', courses: [{ access: 'yes' }] })
  })

  test.for([
    ['nothing at all', '', 'email: '],
    ['no JSON', '{', 'email: '],
    ['no address', { email: 'ana' }, 'email: '],
    ['an address that is no text', { email: 5 }, 'email: '],
    ['a name that is no text', { email: 'a@example.com', name: {} }, 'name: '],
  ] as const)('are not made of %s', async ([, body, detail]) => {
    const answer = await call('POST', '/api/users', body)
    expect(answer).toMatchObject({ status: 422, body: { detail: expect.stringContaining(detail) } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })

  test('cannot be looked for without an address', async () => {
    expect(await call('GET', '/api/users')).toMatchObject({ status: 422 })
    expect(await call('DELETE', '/api/users')).toMatchObject({ status: 404 })
  })
})
