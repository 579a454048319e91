import { isOneOf } from './constant-time.ts'
import { headerOf, type RawRequest, textOf } from './raw-request.ts'
import { type SigningKey, signingKey, signWith } from './signature.ts'

/** The shared secrets. Give the token, the secret, or both. Give two of a kind while one is being replaced. */
export interface Secrets {
  /** The account's verification token. It comes in `x-hotmart-hottok`, or only in the body. */
  readonly hottok?: string | readonly string[] | undefined
  /** The configuration's signing secret, `whsec_…` (Standard Webhooks). */
  readonly secrets?: string | readonly string[] | undefined
  /** Maximum difference between `webhook-timestamp` and now, in both directions. Default: 300. */
  readonly toleranceSeconds?: number
}

export interface VerifyOptions extends Secrets {
  /** Milliseconds since 1970: `Date.now()`. */
  readonly now: number
}

/** A code never changes its meaning. New codes can be added. */
export type RefusalCode =
  | 'hottok_missing'
  | 'hottok_mismatch'
  | 'id_missing'
  | 'timestamp_missing'
  | 'timestamp_invalid'
  | 'signature_missing'
  | 'signature_unsupported'
  | 'signature_mismatch'
  | 'timestamp_too_old'
  | 'timestamp_too_new'

export interface Refusal {
  readonly ok: false
  /** The first step that failed. The steps run in this order. */
  readonly step: 'hottok' | 'signature' | 'timestamp'
  readonly code: RefusalCode
  /** One or two sentences for debugging, without secrets. */
  readonly message: string
}

export interface Genuine {
  readonly ok: true
  readonly checked: readonly ('hottok' | 'signature')[]
}

export type Verification = Genuine | Refusal

/**
 * Whether a request comes from the sender that knows your secrets. The token proves the sender. The signature also proves that the
 * body is unchanged, and when it was sent. All comparisons are in constant time.
 * @throws TypeError when the options are invalid: no token and no secret, an undefined value, or a malformed secret
 */
export async function verify(request: RawRequest, options: VerifyOptions): Promise<Verification> {
  return createVerifier(options)(request, options.now)
}

export type Verifier = (request: RawRequest, now: number) => Promise<Verification>

/** Like `verify`, for many requests. Invalid options throw here, not at the first request. */
export function createVerifier(options: Secrets): Verifier {
  const tokens = several(options, 'hottok')
  if (!tokens.every((token) => /^[!-~](?:[ -~]*[!-~])?$/.test(token))) {
    throw new TypeError(
      'hottok: expected printable characters in one line. A line break or space at its end may come from copying.',
    )
  }
  const keys = several(options, 'secrets').map(signingKey)
  const tolerance = options.toleranceSeconds ?? 300
  if (tokens.length + keys.length === 0) {
    throw new TypeError('hottok, secrets: give at least one of them. Without a check any caller would be accepted.')
  }
  if (!(tolerance >= 0)) throw new TypeError('toleranceSeconds: a number of seconds, 0 or more.')

  return async (request, now) => {
    if (!Number.isFinite(now)) throw new TypeError('now: milliseconds since 1970, such as Date.now().')
    if (tokens.length > 0) {
      const refusal = await whyTokenRefused(request, tokens)
      if (refusal) return refusal
    }
    if (keys.length > 0) {
      const refusal = (await whySignatureRefused(request, keys)) ?? whyTimeRefused(request, tolerance, now)
      if (refusal) return refusal
    }
    return {
      ok: true,
      checked: [...(tokens.length > 0 ? ['hottok' as const] : []), ...(keys.length > 0 ? ['signature' as const] : [])],
    }
  }
}

/** Refuses undefined: an environment variable that is not set must not switch off a check. */
function several(options: Secrets, name: 'hottok' | 'secrets'): readonly string[] {
  if (!(name in options)) return []
  const given: unknown = options[name]
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  if (list.length === 0 || !list.every((item) => typeof item === 'string' && item !== '')) {
    throw new TypeError(`${name}: empty or undefined. Set it, or leave ${name} out altogether.`)
  }
  return list as readonly string[]
}

async function whyTokenRefused(request: RawRequest, tokens: readonly string[]): Promise<Refusal | null> {
  // The header takes precedence: the copy in the body is for receivers that read only the body.
  const token = headerOf(request, 'x-hotmart-hottok') ?? tokenInBody(request)
  if (token === null || token === '') {
    return refuse(
      'hottok',
      'hottok_missing',
      'There is no verification token in the header x-hotmart-hottok, and none in the body. Only the sender knows it; see that no proxy in between drops the header.',
    )
  }
  if (await isOneOf(token, tokens)) return null
  return refuse(
    'hottok',
    'hottok_mismatch',
    'The verification token is not the one that this receiver knows. If it was changed, copy the new one from the sender; both can be accepted for a while.',
  )
}

function tokenInBody(request: RawRequest): string | null {
  const text = textOf(request.body)
  if (text === null) return null
  if (!text.trimStart().startsWith('{')) return new URLSearchParams(text).get('hottok')
  try {
    const { hottok } = JSON.parse(text) as { hottok?: unknown }
    return typeof hottok === 'string' ? hottok : null
  } catch {
    return null
  }
}

/** More than any account has valid secrets. Further signatures are ignored. */
const signaturesMax = 16

async function whySignatureRefused(request: RawRequest, keys: readonly SigningKey[]): Promise<Refusal | null> {
  const id = headerOf(request, 'webhook-id')
  const timestamp = headerOf(request, 'webhook-timestamp')
  const header = headerOf(request, 'webhook-signature')
  if (!id) return refuse('signature', 'id_missing', missing('webhook-id'))
  if (!timestamp) return refuse('signature', 'timestamp_missing', missing('webhook-timestamp'))
  if (!header) return refuse('signature', 'signature_missing', missing('webhook-signature'))
  if (!/^\d{1,12}$/.test(timestamp)) {
    return refuse('signature', 'timestamp_invalid', 'webhook-timestamp is not a whole number of seconds since 1970.')
  }
  const given = header
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .slice(0, signaturesMax)
  if (given.length === 0) {
    return refuse(
      'signature',
      'signature_unsupported',
      'webhook-signature holds no signature of the scheme v1, written as v1, a comma and a base64 text.',
    )
  }
  const expected = await Promise.all(keys.map((key) => signWith(key, { id, timestamp, body: request.body })))
  const fits = await Promise.all(given.map((signature) => isOneOf(signature, expected)))
  if (fits.includes(true)) return null
  return refuse(
    'signature',
    'signature_mismatch',
    'No signature fits id, timestamp and body. Either the signing secret is another one, or what was verified is not the body as it came: take the raw bytes, before any parser.',
  )
}

/** The last step: only a signed timestamp can be trusted. */
function whyTimeRefused(request: RawRequest, toleranceSeconds: number, now: number): Refusal | null {
  const age = now / 1000 - Number(headerOf(request, 'webhook-timestamp'))
  if (Math.abs(age) <= toleranceSeconds) return null
  const [code, words] = age > 0 ? (['timestamp_too_old', 'old'] as const) : (['timestamp_too_new', 'ahead'] as const)
  return refuse(
    'timestamp',
    code,
    `The signature is genuine but ${Math.round(Math.abs(age))} seconds ${words}, and ${toleranceSeconds} are tolerated. It is a replay, or a clock is wrong: compare the clock of this machine.`,
  )
}

function missing(header: string): string {
  return `There is no header ${header}. Signed deliveries always carry it; see that no proxy in between drops it.`
}

function refuse(step: Refusal['step'], code: RefusalCode, message: string): Refusal {
  return { ok: false, step, code, message }
}
