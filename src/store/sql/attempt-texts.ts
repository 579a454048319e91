import type { Attempt } from '../../domain/delivery/delivery.ts'
import type { Timings } from '../../domain/delivery/reply.ts'

/**
 * Timings and headers of an answer as short texts: each attempt has them, and in plain JSON most of the bytes are names.
 * Plain JSON from earlier versions can still be read.
 */

const phases = ['dnsMs', 'connectMs', 'tlsMs', 'firstByteMs', 'bodyMs', 'totalMs'] as const

/** `0.12,1.5,3.25,12.001,0.4,17.3,1`: the phases, empty if not reached, and whether the connection was reused. */
export function timingsText(timings: Timings): string {
  const moments = phases.map((phase) => inMicroseconds(timings[phase]))
  return [...moments, timings.reusedConnection ? 1 : 0].join(',')
}

/** Clocks have a finer resolution than these measurements need. */
function inMicroseconds(ms: number | undefined): number | '' {
  return ms === undefined ? '' : Math.round(ms * 1000) / 1000
}

export function timingsFrom(text: string): Timings {
  if (text.startsWith('{')) return JSON.parse(text)
  const parts = text.split(',')
  const taken = phases.flatMap((phase, i) => (parts[i] ? [[phase, Number(parts[i])] as const] : []))
  return { totalMs: 0, ...Object.fromEntries(taken), reusedConnection: parts[phases.length] === '1' }
}

/** Stored by position in this list: never reorder it, append new names at the end. */
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
/** Positive: the name as listed. Negative: in lower case, as proxies write it. */
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
  if (name === undefined) throw new Error(`The database contains an unknown code: ${code}.`)
  return code > 0 ? name : name.toLowerCase()
}
