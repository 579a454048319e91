import type { LookupAddress } from 'node:dns'
import { closeSync, openSync } from 'node:fs'
import net, { type Socket } from 'node:net'
import { devNull } from 'node:os'
import tls, { type SecureContext, type TLSSocket } from 'node:tls'
import { type AddressPolicy, hostOf, judgeAddress, portOf } from '../../domain/addresses/address-policy.ts'
import type { BlockReason, Cause, Phase } from '../../domain/delivery/reply.ts'

/**
 * The way to a customer's address, in four steps: name, judgement, TCP, TLS. What is judged is what is dialled: the
 * addresses are pinned between the two, so a name that changes its mind in between gains nothing. The check cannot be a
 * `lookup` hook, as Node calls none for a URL that holds an address.
 */

/** Every address of a name. Rejects as `dns.lookup` and `dns.resolve` do. */
export type Lookup = (hostname: string) => Promise<readonly LookupAddress[]>

export interface Target {
  readonly origin: string
  readonly secure: boolean
  /** An address without brackets, or a name. */
  readonly host: string
  readonly port: number
}

export type ConnectPhase = Extract<Phase, 'dns' | 'connect' | 'tls'>

export type ConnectFailure =
  | { readonly kind: 'timeout'; readonly phase: ConnectPhase }
  | { readonly kind: 'unreachable'; readonly cause: Cause }
  | { readonly kind: 'blocked'; readonly reason: BlockReason }

export type Step<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: ConnectFailure }

/** Limits of each phase; the deadline of the whole is the caller's signal. */
const phaseLimitMs = { dns: 5_000, connect: 5_000, tls: 5_000 } as const

/** Before the next address of a name is tried. Node gives up the one before it, so the usual 250 ms would be too hasty. */
const nextAddressAfterMs = 1_000

export function targetOf(url: URL): Target {
  return { origin: url.origin, secure: url.protocol === 'https:', host: hostOf(url), port: portOf(url) }
}

/** TLS 1.2 or newer, verified against the usual authorities (or those given). Made once: it is costly. */
export function makeSecureContext(options: { readonly ca?: string | readonly string[] } = {}): SecureContext {
  const ca = options.ca
  return tls.createSecureContext({
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
  })
}

/** The addresses of a host; an address is its own. */
export async function resolveHost(
  host: string,
  lookup: Lookup,
  signal: AbortSignal,
): Promise<Step<readonly LookupAddress[]>> {
  const family = net.isIP(host)
  if (family !== 0) return { ok: true, value: [{ address: host, family }] }
  const late = Promise.withResolvers<'late'>()
  const giveUp = () => late.resolve('late')
  const timer = setTimeout(giveUp, phaseLimitMs.dns)
  signal.addEventListener('abort', giveUp)
  try {
    const addresses = await Promise.race([lookup(host), late.promise])
    if (addresses === 'late') return failed({ kind: 'timeout', phase: 'dns' })
    if (addresses.length === 0) return failed({ kind: 'unreachable', cause: 'dns-not-found' })
    return { ok: true, value: addresses }
  } catch (error) {
    throwIfOutOfFiles()
    const cause = ['ENOTFOUND', 'ENODATA'].includes(codeOf(error)) ? 'dns-not-found' : 'dns-failed'
    return failed({ kind: 'unreachable', cause })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', giveUp)
  }
}

/** One bad record refuses the name: whoever mixes them is trying something. */
export function vet(
  addresses: readonly LookupAddress[],
  port: number,
  policy: AddressPolicy,
): Step<readonly LookupAddress[]> {
  for (const { address } of addresses) {
    const verdict = judgeAddress(address, port, policy)
    if (!verdict.allowed) return failed({ kind: 'blocked', reason: verdict.reason })
  }
  return { ok: true, value: addresses }
}

/** Dials the vetted addresses, one after the other until one answers. */
export function dial(target: Target, vetted: readonly LookupAddress[], signal: AbortSignal): Promise<Step<Socket>> {
  const [first] = vetted
  if (!first) throw new Error('no address to dial')
  const socket = net.connect({
    host: target.host,
    port: target.port,
    lookup: (_host, options, answer) => {
      if (options.all) answer(null, [...vetted])
      else answer(null, first.address, first.family)
    },
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: nextAddressAfterMs,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  })
  return ready(socket, 'connect', 'connect', signal)
}

/** Sessions are not resumed, so that every connection checks the certificate. */
export function secure(
  socket: Socket,
  host: string,
  secureContext: SecureContext,
  signal: AbortSignal,
): Promise<Step<TLSSocket>> {
  const secured = tls.connect({
    socket,
    host,
    // Server names are names: for an address the certificate has to hold the address, and nothing is announced.
    servername: net.isIP(host) === 0 ? host : '',
    secureContext,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: true, // said, so that NODE_TLS_REJECT_UNAUTHORIZED cannot unsay it
  })
  return ready(secured, 'secureConnect', 'tls', signal)
}

/** Waits until the socket can be used; otherwise it is destroyed. */
function ready<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  phase: 'connect' | 'tls',
  signal: AbortSignal,
): Promise<Step<S>> {
  return new Promise((resolve, reject) => {
    const end = (step: Step<S>) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
      socket.off(event, succeed).off('error', fail).off('close', close)
      if (!step.ok) socket.destroy()
      resolve(step)
    }
    const succeed = () => end({ ok: true, value: socket })
    const giveUp = () => end(failed({ kind: 'timeout', phase }))
    const close = () => end(failed({ kind: 'unreachable', cause: 'closed' }))
    const fail = (error: unknown) => {
      if (isOurFault(error)) reject(error)
      const code = codeOf(error)
      end(failed(code === 'ETIMEDOUT' ? { kind: 'timeout', phase } : { kind: 'unreachable', cause: causeOf(error) }))
    }
    const timer = setTimeout(giveUp, phaseLimitMs[phase])
    signal.addEventListener('abort', giveUp)
    // Stays for good: between here and the HTTP client an error must find somebody listening.
    socket.on('error', ignore)
    socket.once(event, succeed).once('error', fail).once('close', close)
    if (signal.aborted) giveUp()
  })
}

function ignore(): void {}

function failed(failure: ConnectFailure): { readonly ok: false; readonly failure: ConnectFailure } {
  return { ok: false, failure }
}

export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return ''
}

/** We ran out of something. No receiver did that, so it must not use up an attempt: it is thrown. */
export function isOurFault(error: unknown): boolean {
  // Of the several addresses of a name the last one may have failed so.
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  return errors.some((one) => ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'].includes(codeOf(one)))
}

/** c-ares says "refused" when it cannot open a socket, and the machine "no such name" when it cannot open its hosts file. */
function throwIfOutOfFiles(): void {
  try {
    closeSync(openSync(devNull, 'r'))
  } catch (error) {
    if (isOurFault(error)) throw error
  }
}

const causes: Readonly<Record<string, Cause>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-name',
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-expired',
  EPROTO: 'tls-protocol',
  UND_ERR_HEADERS_OVERFLOW: 'headers-too-large',
  POSTBACK_CONNECTION_GONE: 'closed',
}

/** OpenSSL's names for certificates that lead to no authority we know, or that are broken or withdrawn. */
const untrusted =
  /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|CRL_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH|EE_KEY_|CA_MD_)/

/** What an error of a socket, of TLS or of the HTTP client says about the receiver. */
export function causeOf(error: unknown): Cause {
  const code = codeOf(error)
  const known = causes[code]
  if (known) return known
  if (code === 'UND_ERR_SOCKET') {
    return error instanceof Error && error.message.startsWith('bad ') ? 'invalid-response' : 'closed'
  }
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) return 'tls-protocol'
  if (untrusted.test(code)) return 'tls-untrusted'
  if (/^E[A-Z]+$/.test(code)) return 'unreachable' // EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL, EACCES…
  return 'invalid-response' // HPE_… and what else the parser stumbles over
}
