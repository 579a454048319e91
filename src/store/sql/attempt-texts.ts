import type { Attempt } from '../../domain/delivery/delivery.ts'
import type { Timings } from '../../domain/delivery/reply.ts'

/**
 * Timings and headers of an answer as short texts: there are some for each attempt, and in plain JSON most of them is names. What was
 * written as plain JSON before is read too.
 */

const phases = ['dnsMs', 'connectMs', 'tlsMs', 'firstByteMs', 'bodyMs', 'totalMs'] as const

/** `0.12,1.5,3.25,12.001,0.4,17.3,1`: the phases, empty where the attempt did not come so far, and whether the connection was reused. */
export function timingsText(timings: Timings): string {
  const moments = phases.map((phase) => inMicroseconds(timings[phase]))
  return [...moments, timings.reusedConnection ? 1 : 0].join(',')
}

/** Clocks count finer than anything that is measured here. */
function inMicroseconds(ms: number | undefined): number | '' {
  return ms === undefined ? '' : Math.round(ms * 1000) / 1000
}

export function timingsFrom(text: string): Timings {
  if (text.startsWith('{')) return JSON.parse(text)
  const parts = text.split(',')
  const taken = phases.flatMap((phase, i) => (parts[i] ? [[phase, Number(parts[i])] as const] : []))
  return { totalMs: 0, ...Object.fromEntries(taken), reusedConnection: parts[phases.length] === '1' }
}

/** Stored as their place in this list: never moved, new ones come at the end. */
const usualNames = [
  'Date',
  'Server',
  'Content-Type',
  'Content-Length',
  'Connection',
  'Keep-Alive',
  'Transfer-Encoding',
  'Vary',
  'ETag',
  'Cache-Control',
  'X-Powered-By',
  'Strict-Transport-Security',
  'X-Content-Type-Options',
  'X-Frame-Options',
  'X-XSS-Protection',
  'Referrer-Policy',
  'Content-Security-Policy',
  'Access-Control-Allow-Origin',
  'Set-Cookie',
  'Expires',
  'Pragma',
  'Via',
  'Location',
  'Last-Modified',
  'Retry-After',
  'Alt-Svc',
  'CF-RAY',
  'CF-Cache-Status',
  'X-Request-Id',
  'NEL',
  'Report-To',
] as const
/** As they are written, and, after a `-`, in lower case, as proxies write them. */
const codeOfName: ReadonlyMap<string, number> = new Map(
  usualNames.flatMap((name, i) => [
    [name, i + 1],
    [name.toLowerCase(), -(i + 1)],
  ]),
)

type Headers = Attempt['responseHeaders']

/** `[1,"Mon, 05 Jan 2026 12:00:00 GMT","x-own","a"]`: names and values in turn, usual names as numbers. */
export function headersText(headers: Headers): string {
  return JSON.stringify(headers.flatMap(([name, value]) => [codeOfName.get(name) ?? name, value]))
}

export function headersFrom(text: string): Headers {
  if (text.startsWith('[[')) return JSON.parse(text)
  const flat: readonly (string | number)[] = JSON.parse(text)
  return Array.from({ length: flat.length / 2 }, (_, i) => [nameOf(flat[2 * i] ?? ''), String(flat[2 * i + 1])])
}

function nameOf(code: string | number): string {
  if (typeof code === 'string') return code
  const name = usualNames[Math.abs(code) - 1]
  if (name === undefined) throw new Error(`The database holds a number without a meaning: ${code}.`)
  return code > 0 ? name : name.toLowerCase()
}
