import { wordOf } from './any-version.ts'
import { type Read, refuse } from './integrator.ts'

/** An old Express app, with parsers for exactly two media types: it reads any other body as empty. */
export const exactMediaType: Read = ({ method, headers, body }, hottok) => {
  if (method !== 'POST') refuse(404, `Cannot ${method}`)
  const parsed = parse(headers['content-type'], body)
  const token = headers['x-hotmart-hottok'] ?? parsed.hottok
  if (token !== hottok) refuse(401, 'hottok')
  if (Object.keys(parsed).length === 0) refuse(400, `empty body: ${headers['content-type']}`)
  return wordOf(headers['content-type'], body)
}

function parse(contentType: string | undefined, body: string): Record<string, unknown> {
  switch (contentType) {
    case 'application/json':
      return JSON.parse(body)
    case 'application/x-www-form-urlencoded':
      return Object.fromEntries(new URLSearchParams(body))
    default:
      return {}
  }
}
