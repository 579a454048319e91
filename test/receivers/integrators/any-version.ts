import { refuse } from './integrator.ts'

/** Reads a body of either version, for receivers that are strict about HTTP, not about the payload. */
export function wordOf(contentType: string | undefined, body: string): string {
  if (contentType?.startsWith('application/x-www-form-urlencoded')) {
    return new URLSearchParams(body).get('status') ?? refuse(422, 'a form without a status')
  }
  const payload = JSON.parse(body)
  if (payload.version === '2.0.0') return payload.event
  if ('affiliate' in payload && 'productName' in payload) return 'cart'
  if ('cancellationDate' in payload) return 'cancellation'
  if ('switchPlanDate' in payload) return 'switch'
  return refuse(422, `neither version: ${body}`)
}
