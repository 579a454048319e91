import { createHash, timingSafeEqual } from 'node:crypto'
import type { Student, Students } from './students.ts'

/** A small API for other programs, such as a Zap that has to find the student of an order. */

export interface ApiRequest {
  readonly method: string
  readonly url: URL
  readonly authorization: string | undefined
  readonly body: () => Promise<Buffer | null>
}

export interface ApiAnswer {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}

export interface ApiOptions {
  readonly students: Students
  /** The key that callers must send; null: there is no API. */
  readonly key: string | null
  readonly now: () => number
}

export async function answerApi(request: ApiRequest, { students, key, now }: ApiOptions): Promise<ApiAnswer> {
  if (key === null) return problem(404, 'There is no API', 'Set MEMBERS_AREA_API_KEY, and call with it.')
  if (!isKey(request.authorization, key)) {
    const detail = 'Send the key of this members’ area in the header Authorization: Bearer …'
    return { ...problem(401, 'The key is missing or wrong', detail), headers: { 'www-authenticate': 'Bearer' } }
  }

  const { method, url } = request
  const [, id] = /^\/api\/users\/(\d{1,15})$/.exec(url.pathname) ?? []
  if (id !== undefined && method === 'GET') return oneOrNone(students.byId(Number(id), now()))
  switch (`${method} ${url.pathname}`) {
    case 'GET /api/me':
      return { status: 200, body: { name: 'Members’ area', students: students.all(now()).length } }
    case 'GET /api/users':
      return findUsers(url.searchParams.get('email'), students, now())
    case 'POST /api/users':
      return createUser(await request.body(), students, now())
    default:
      return problem(
        404,
        'There is nothing here',
        'GET /api/me, GET /api/users?email=…, GET /api/users/{id}, POST /api/users.',
      )
  }
}

/** A list of one or none, the form that searches expect. */
function findUsers(email: string | null, students: Students, nowMs: number): ApiAnswer {
  if (email === null || email.trim() === '') return problem(422, 'No address', 'email: name the address to look for.')
  const found = students.byEmail(email, nowMs)
  return { status: 200, body: { data: found ? [userOf(found)] : [] } }
}

/** 201 for a new user, 200 for an existing one: asking twice creates no second user. */
function createUser(body: Buffer | null, students: Students, nowMs: number): ApiAnswer {
  const { email, name = '' } = fieldsOf(body)
  if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(email.trim()) || email.length > 254) {
    return problem(422, 'No address', 'email: an e-mail address, in a JSON object.')
  }
  if (typeof name !== 'string' || name.length > 200)
    return problem(422, 'No name', 'name: a text of up to 200 letters.')
  const known = students.byEmail(email, nowMs)
  if (known) return { status: 200, body: userOf(known) }
  const id = students.ensure(email, name, nowMs)
  const created = students.byId(id, nowMs)
  return created
    ? { status: 201, body: userOf(created), headers: { location: `/api/users/${id}` } }
    : oneOrNone(created)
}

function oneOrNone(student: Student | null): ApiAnswer {
  return student
    ? { status: 200, body: userOf(student) }
    : problem(404, 'No such user', 'id: no user has this number. Look for the address instead.')
}

function userOf({ id, email, name, createdAt, courses }: Student) {
  return { id, email, name, createdAt: new Date(createdAt).toISOString(), courses }
}

function fieldsOf(body: Buffer | null): { readonly email?: unknown; readonly name?: unknown } {
  try {
    const value: unknown = JSON.parse(body?.toString('utf8') ?? '')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** Compares in constant time, so that the duration reveals nothing. */
function isKey(authorization: string | undefined, key: string): boolean {
  const [, given = ''] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? []
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(given), hash(key))
}

/** RFC 9457. */
function problem(status: number, title: string, detail: string): ApiAnswer {
  return { status, body: { status, title, detail }, headers: { 'content-type': 'application/problem+json' } }
}
