import type { Configuration } from './configuration.ts'

/** Programs that create and remove configurations through REST hooks. `other`: an unknown program. */
export const hookSources = ['zapier', 'make', 'n8n', 'other'] as const
export type HookSource = (typeof hookSources)[number]

/** Whether another program manages the configuration. */
export function isHook({ source }: Pick<Configuration, 'source'>): boolean {
  return (hookSources as readonly string[]).includes(source)
}

/**
 * Whether a program that subscribes the second has the first already. A hook of another credential is not the same: its
 * verification token would be told to a program that has no right to it.
 */
export function isSameHook(a: Configuration, b: Configuration): boolean {
  const told = a.hottok !== null && b.hottok !== null
  const events = new Set(a.events)
  return (
    isHook(a) &&
    isHook(b) &&
    told &&
    a.credentialId === b.credentialId &&
    a.url === b.url &&
    a.productId === b.productId &&
    events.size === b.events.length &&
    b.events.every((event) => events.has(event))
  )
}

/** The hosts of their hook URLs. A self-hosted n8n has to name itself. */
const hosts: readonly { readonly source: HookSource; readonly pattern: RegExp }[] = [
  { source: 'zapier', pattern: /(^|\.)zapier\.com$/ },
  { source: 'make', pattern: /(^|\.)(make\.com|integromat\.com|make\.celonis\.com)$/ },
  { source: 'n8n', pattern: /(^|\.)n8n\.cloud$/ },
]

export function sourceOfUrl(url: string): HookSource {
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  return hosts.find(({ pattern }) => pattern.test(host))?.source ?? 'other'
}

const labels: Readonly<Record<HookSource, string>> = { zapier: 'Zapier', make: 'Make', n8n: 'n8n', other: 'Hook' }

/** The name of a hook that was created without one. */
export function nameOfHook(source: HookSource, events: readonly string[]): string {
  const [first = '', ...others] = events
  return `${labels[source]}: ${others.length === 0 ? first : `${events.length} events`}`
}
