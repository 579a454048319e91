import type { IncomingHttpHeaders } from 'node:http'
import { wordOf } from './any-version.ts'
import { type Read, refuse } from './integrator.ts'

/** A web application firewall before the site. Each rule has its number in the OWASP rule set. */
const rules: readonly [rule: string, breaks: (headers: IncomingHttpHeaders, body: string) => boolean][] = [
  ['920160 content-length is no number', ({ 'content-length': length = '0' }) => !/^\d+$/.test(length)],
  ['920180 POST without content-length', (headers) => headers['content-length'] === undefined],
  ['920180 content-length beside transfer-encoding', (headers) => headers['transfer-encoding'] !== undefined],
  ['920270 control characters', (_, body) => controls.test(body)],
  ['920280 no host', (headers) => !headers.host],
  ['920300 no accept', (headers) => headers.accept === undefined],
  ['920310 empty accept', (headers) => headers.accept === ''],
  ['920320 no user-agent', (headers) => headers['user-agent'] === undefined],
  ['920330 empty user-agent', (headers) => headers['user-agent']?.trim() === ''],
  ['920340 body without content-type', (headers, body) => body !== '' && !headers['content-type']],
  ['920420 content-type not allowed', (headers) => !allowed.includes(mediaType(headers))],
  ['920450 restricted header', (headers) => restricted.some((name) => headers[name] !== undefined)],
  ['920480 charset not allowed', (headers) => /charset=(?!"?utf-8)/i.test(headers['content-type'] ?? '')],
  ['913100 user-agent of a scanner', (headers) => scanners.test(headers['user-agent'] ?? '')],
  ['nginx: an underscore in a header', (headers) => Object.keys(headers).some((name) => name.includes('_'))],
  ['931100 an IP address as URL', (_, body) => /https?:\/\/\d+\.\d+\.\d+\.\d+/.test(body)],
  ['941100 markup', (_, body) => /<script|javascript:|onerror=/i.test(body)],
]

// biome-ignore lint/suspicious/noControlCharactersInRegex: the rule looks for them.
const controls = /[\x00-\x08\x0b\x0c\x0e-\x1f]/
const allowed = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data', 'text/xml']
const restricted = [
  'content-encoding',
  'proxy',
  'lock-token',
  'content-range',
  'if',
  'x-http-method-override',
  'expect',
]
const scanners = /curl|wget|python|libwww|java\/|go-http|nikto|sqlmap|masscan|zgrab|jodd/i

export const firewall: Read = ({ headers, body }, hottok) => {
  for (const [rule, breaks] of rules) if (breaks(headers, body)) refuse(403, rule)
  if (headers['x-hotmart-hottok'] !== hottok) refuse(401, 'hottok')
  return wordOf(headers['content-type'], body)
}

function mediaType(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim() ?? ''
}
