import { type AddressPolicy, parseTargetUrl, type UrlProblem } from '../../domain/addresses/address-policy.ts'
import type { DisabledReason } from '../../domain/configuration.ts'
import type { Cause } from '../../domain/delivery/reply.ts'
import {
  type ConnectFailure,
  dial,
  type Lookup,
  makeSecureContext,
  resolveHost,
  secure,
  targetOf,
  vet,
} from './connect.ts'

/**
 * Walks the way to an address as far as the TLS handshake, and sends nothing. What it finds is for the person who has just
 * typed the URL, so it names what to do and never an address: a check must not become a map of the operator's network.
 */

export interface CheckStep {
  readonly step: 'address' | 'dns' | 'policy' | 'connect' | 'tls'
  readonly result: 'pass' | 'warn' | 'fail'
  /** One sentence for people. */
  readonly detail: string
}

/** Faults of the URL itself: the configuration is saved, and disabled at once. */
export type UrlFault = Extract<DisabledReason, 'name-not-found' | 'address-not-allowed' | 'certificate-of-another-site'>

/** What may pass by itself, or can be put right at the receiver. */
export type UrlWarning = Exclude<Cause, 'dns-not-found' | 'tls-name'> | 'timeout' | 'certificate-ends-soon' | Oddity

/** What a person hardly meant in an address that is complete. */
export type Oddity = 'placeholder' | 'test-address'

interface Reason<Code> {
  readonly code: Code
  readonly detail: string
}

export type UrlCheck = { readonly steps: readonly CheckStep[] } & (
  | { readonly verdict: 'good'; readonly reason?: undefined }
  | { readonly verdict: 'warning'; readonly reason: Reason<UrlWarning> }
  | { readonly verdict: 'faulty'; readonly reason: Reason<UrlFault> }
  | { readonly verdict: 'refused'; readonly reason: Reason<UrlProblem> }
)

export interface CheckOptions {
  readonly policy: AddressPolicy
  readonly lookup: Lookup
  readonly tlsOptions?: { readonly ca?: string | readonly string[] }
  /** Milliseconds since the epoch: certificates are judged by it. */
  readonly now: number
}

/** Somebody is waiting for it in front of a form. */
const checkTimeoutMs = 5_500
const endsSoonDays = 14
const dayMs = 24 * 3_600_000

export async function checkUrl(text: string, options: CheckOptions): Promise<UrlCheck> {
  const parsed = parseTargetUrl(text, options.policy)
  if (!parsed.ok) {
    const { problem, detail } = parsed
    return {
      verdict: 'refused',
      reason: { code: problem, detail },
      steps: [{ step: 'address', result: 'fail', detail }],
    }
  }
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), checkTimeoutMs)
  try {
    return await walk(parsed.url, options, deadline.signal)
  } finally {
    clearTimeout(timer)
  }
}

async function walk(url: URL, options: CheckOptions, signal: AbortSignal): Promise<UrlCheck> {
  const target = targetOf(url)
  const odd = oddityOf(url)
  const detail = odd && oddityDetails[odd]
  const steps: CheckStep[] = [
    detail ? { step: 'address', result: 'warn', detail } : pass('address', 'The address is complete.'),
  ]

  const found = await resolveHost(target.host, options.lookup, signal)
  if (!found.ok) return stopped(steps, 'dns', found.failure)
  steps.push(pass('dns', 'The name is known.'))

  const vetted = vet(found.value, target.port, options.policy)
  if (!vetted.ok) return stopped(steps, 'policy', vetted.failure)
  steps.push(pass('policy', 'It leads to where Postback may send.'))

  const dialled = await dial(target, vetted.value, signal)
  if (!dialled.ok) return stopped(steps, 'connect', dialled.failure)
  steps.push(pass('connect', 'The server accepts connections.'))
  if (!target.secure) {
    dialled.value.destroy()
    return reached(steps, odd)
  }

  const secured = await secure(dialled.value, target.host, makeSecureContext(options.tlsOptions), signal)
  if (!secured.ok) return stopped(steps, 'tls', secured.failure)
  const daysLeft = certificateDaysLeft(secured.value.getPeerCertificate().valid_to, options.now)
  secured.value.destroy()
  if (daysLeft < endsSoonDays) {
    const detail = `The certificate ends in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}. Renew it in time.`
    return {
      verdict: 'warning',
      reason: { code: 'certificate-ends-soon', detail },
      steps: [...steps, { step: 'tls', result: 'warn', detail }],
    }
  }
  steps.push(pass('tls', `The certificate is valid for ${daysLeft} more days.`))
  return reached(steps, odd)
}

/** All is well on the way there; whether it leads to where it was meant to is another question. */
function reached(steps: readonly CheckStep[], odd: Oddity | null): UrlCheck {
  return odd === null
    ? { verdict: 'good', steps }
    : { verdict: 'warning', reason: { code: odd, detail: oddityDetails[odd] }, steps }
}

/** `{id}`, `{{ $json.id }}`, `<id>` and `${id}`, escaped or not. */
const placeholder = /\{[^{}/]*\}|<[^<>/]+>/

function oddityOf(url: URL): Oddity | null {
  if (placeholder.test(readable(url.pathname + url.search))) return 'placeholder'
  return /\/webhook-test\//.test(url.pathname) ? 'test-address' : null
}

function readable(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const oddityDetails: Readonly<Record<Oddity, string>> = {
  placeholder: 'There is a placeholder in the address. Put the real value in its place.',
  'test-address':
    'This is the test address of n8n, which answers only while its editor is listening. Take its production URL.',
}

function certificateDaysLeft(validTo: string, now: number): number {
  return Math.max(0, Math.floor((Date.parse(validTo) - now) / dayMs))
}

function pass(step: CheckStep['step'], detail: string): CheckStep {
  return { step, result: 'pass', detail }
}

function stopped(before: readonly CheckStep[], step: CheckStep['step'], failure: ConnectFailure): UrlCheck {
  const found = explain(failure)
  const result = found.verdict === 'warning' ? 'warn' : 'fail'
  return { ...found, steps: [...before, { step, result, detail: found.reason.detail }] }
}

type Explained =
  | { readonly verdict: 'warning'; readonly reason: Reason<UrlWarning> }
  | { readonly verdict: 'faulty'; readonly reason: Reason<UrlFault> }

function explain(failure: ConnectFailure): Explained {
  switch (failure.kind) {
    case 'blocked':
      // Whatever the policy's reason: which of an operator's networks a name leads to is nobody's business.
      return faulty(
        'address-not-allowed',
        'The name does not lead to a public site. Correct the name or its DNS records.',
      )
    case 'timeout':
      return warning('timeout', timeoutDetails[failure.phase])
    case 'unreachable':
      if (failure.cause === 'dns-not-found') {
        return faulty('name-not-found', 'There is no site of this name. Correct the name, or create its DNS record.')
      }
      if (failure.cause === 'tls-name') {
        return faulty('certificate-of-another-site', 'The certificate belongs to another site. Correct the name.')
      }
      return warning(failure.cause, causeDetails[failure.cause])
  }
}

function warning(code: UrlWarning, detail: string): Explained {
  return { verdict: 'warning', reason: { code, detail } }
}

function faulty(code: UrlFault, detail: string): Explained {
  return { verdict: 'faulty', reason: { code, detail } }
}

const timeoutDetails = {
  dns: 'The name servers do not answer in time. If it stays so, ask whoever runs them.',
  connect: 'The server does not answer in time. Check that it runs and that its firewall lets us in.',
  tls: 'The server takes connections and does not go on. Check that it speaks https on this port.',
} as const

const causeDetails: Readonly<Record<Exclude<Cause, 'dns-not-found' | 'tls-name'>, string>> = {
  'dns-failed': 'The name servers cannot say where this name leads. If it stays so, ask whoever runs them.',
  refused: 'The server refuses connections. Check that it runs and that the port is right.',
  reset: 'The server breaks connections off. Check that it speaks https on this port.',
  closed: 'The server closes connections at once. Check that it speaks https on this port.',
  'tls-expired': 'The certificate is out of date. Renew it: nothing is delivered until then.',
  'tls-untrusted':
    'The certificate comes from no known authority, or its chain is incomplete. Install the whole chain.',
  'tls-protocol': 'No secure connection could be agreed. The server has to speak https with TLS 1.2 or newer.',
  unreachable: 'The server cannot be reached right now. Check that it is connected to the internet.',
  'invalid-response': 'The server does not speak https on this port.',
  'headers-too-large': 'The server does not speak https on this port.',
}
