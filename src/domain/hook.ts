import type { Configuration } from './configuration.ts'

/** What makes configurations through REST hooks, and removes them again by itself. `other`: a program that we do not know. */
export const hookSources = ['zapier', 'make', 'n8n', 'other'] as const
export type HookSource = (typeof hookSources)[number]

/** Whether another program made it and looks after it. */
export function isHook({ source }: Pick<Configuration, 'source'>): boolean {
  return (hookSources as readonly string[]).includes(source)
}

/** By the hosts that they have their hooks called at; a self-hosted n8n has to say so itself. */
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

/** What a hook is called whose maker gave it no name. */
export function nameOfHook(source: HookSource, events: readonly string[]): string {
  const [first = '', ...others] = events
  return `${labels[source]}: ${others.length === 0 ? first : `${events.length} events`}`
}
