import type { HeardEvent } from '../../../../sdk/src/index.ts'
import { carriesHottok, spliceHottok } from '../../../domain/secrets/hottok.ts'
import { sign, signingKey } from '../../../domain/secrets/signature.ts'

export interface ForwardOptions {
  /** `whsec_…` */
  readonly secret: string
  readonly hottok: string
  readonly hottokInBody: boolean
}

export interface ForwardedRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type ForwardResult =
  | { readonly kind: 'answered'; readonly status: number; readonly durationMs: number; readonly body: string }
  | { readonly kind: 'unanswered'; readonly why: string; readonly durationMs: number }

/** What a delivery would be, signed here: the secret never leaves this machine. */
export function requestFor(heard: HeardEvent, attempt: number, options: ForwardOptions, now: number): ForwardedRequest {
  const { contentType, body: text, hottokAt, version } = heard
  const needsToken = carriesHottok({ version, hottokInBody: options.hottokInBody }) && hottokAt !== null
  const body = needsToken ? spliceHottok({ contentType, text, hottokAt }, options.hottok) : text
  const seconds = Math.floor(now / 1000)
  return {
    headers: {
      'content-type': contentType,
      'user-agent': 'Postback (postback listen)',
      'x-hotmart-hottok': options.hottok,
      'webhook-id': heard.id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': sign([signingKey(options.secret)], heard.id, seconds, body).header,
      'postback-attempt': String(attempt),
      'postback-sequence': String(heard.sequence),
      ...(heard.test && { 'postback-test': 'true' }),
    },
    body,
  }
}

const timeoutMs = 15_000

/** @param stopped ends the waiting for an answer */
export async function forward(
  url: string,
  { headers, body }: ForwardedRequest,
  stopped: AbortSignal,
): Promise<ForwardResult> {
  const began = performance.now()
  const durationMs = () => Math.round(performance.now() - began)
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stopped])
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    const answer = await response.text()
    return { kind: 'answered', status: response.status, durationMs: durationMs(), body: answer }
  } catch (error) {
    return { kind: 'unanswered', why: whyUnanswered(url, error), durationMs: durationMs() }
  }
}

function whyUnanswered(url: string, error: unknown): string {
  const { host } = new URL(url)
  if ((error as Error).name === 'AbortError') return 'stopped before an answer came'
  if ((error as Error).name === 'TimeoutError') return `no answer from ${host} within ${timeoutMs / 1000} s`
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return `nothing listens at ${host}`
  if (code === 'ENOTFOUND') return `${host} is not known`
  return `${host}: ${code ?? (error as Error).message}`
}
