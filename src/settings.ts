import { readFileSync } from 'node:fs'
import { type Network, parseNetwork } from './domain/addresses/address-policy.ts'
import type { TrustedProxies } from './domain/addresses/trusted-proxies.ts'
import { defaultSchedule, type RetrySchedule } from './domain/delivery/retry-schedule.ts'
import { parseDuration, showDuration } from './domain/time/duration.ts'

/**
 * The program's environment, read only here, and checked as a whole before anything starts. One record per setting gives its
 * default, its help and how it is read.
 */
export interface Settings {
  readonly host: string
  readonly port: number
  readonly metricsPort: number | null
  readonly publicUrl: string | null
  readonly dataDir: string
  readonly supportUrl: string | null
  readonly signInUrl: string | null
  readonly zapierInviteUrl: string | null
  readonly embedOrigins: readonly string[]
  readonly platformKey: string | null
  readonly secret: string | null
  /** The source of the secret: the variable, or the file that the _FILE variable names. */
  readonly secretSource: string
  readonly allowHttp: boolean
  readonly allowNetworks: readonly Network[]
  readonly denyNetworks: readonly Network[]
  readonly retrySchedule: RetrySchedule
  readonly attemptTimeoutMs: number
  readonly stopTimeoutMs: number
  readonly historyDays: number
  readonly maxInFlight: number
  readonly maxInFlightPerConfiguration: number
  readonly maxConfigurations: number | null
  readonly trustProxy: TrustedProxies
  readonly requestsPerMinute: number
  readonly accessTokenLifetimeMs: number
  readonly logLevel: string
}

interface Setting<T> {
  readonly name: string
  readonly fallback: string
  readonly help: string
  /** The value, or a description of what was expected. */
  readonly read: (text: string) => { readonly value: T } | { readonly expected: string }
}

/** Longer than any useful wait for a retry. */
const waitMaxMs = 30 * 24 * 3_600_000
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

export const settingsCatalogue: { readonly [K in Exclude<keyof Settings, 'secretSource'>]: Setting<Settings[K]> } = {
  host: {
    name: 'POSTBACK_HOST',
    fallback: '127.0.0.1',
    help: 'Address to listen on.',
    // Node would take an empty text for every address of the machine.
    read: (text) => (text === '' ? { expected: 'an address such as 127.0.0.1, or a name' } : { value: text }),
  },
  port: {
    name: 'POSTBACK_PORT',
    fallback: '8080',
    help: 'Port to listen on; 0 picks a free one.',
    read: wholeNumber(0, 65_535),
  },
  metricsPort: {
    name: 'POSTBACK_METRICS_PORT',
    fallback: '',
    help: 'Port for /metrics without a key. Unset: on the main port, with the platform key.',
    read: (text) => (text === '' ? { value: null } : wholeNumber(0, 65_535)(text)),
  },
  publicUrl: {
    name: 'POSTBACK_PUBLIC_URL',
    fallback: '',
    help: 'Address under which people reach this server, such as https://postback.example.com.',
    // Paths are appended to it.
    read: (text) =>
      /[?#]/.test(text) ? { expected: 'an http or https address without ? and #' } : optionalWebAddress(text),
  },
  supportUrl: {
    name: 'POSTBACK_SUPPORT_URL',
    fallback: '',
    help: 'Where people find help: behind "Talk to us" in the console.',
    read: (text) => (/^mailto:.+@.+$/.test(text) ? { value: text } : optionalWebAddress(text)),
  },
  signInUrl: {
    name: 'POSTBACK_SIGN_IN_URL',
    fallback: '',
    help: 'The page of your platform that signs people in to the console: behind "Sign in". It is given returnTo, the address in the console to come back to.',
    read: optionalWebAddress,
  },
  zapierInviteUrl: {
    name: 'POSTBACK_ZAPIER_INVITE_URL',
    fallback: '',
    help: 'Invitation to the Zapier app that you publish (docs/zapier.md): behind "Accept Invite and Build a Zap" in the console.',
    read: optionalWebAddress,
  },
  embedOrigins: {
    name: 'POSTBACK_EMBED_ORIGINS',
    fallback: '',
    help: 'Origins that may show the console in a frame, with commas between them. Unset: none.',
    read: (text) => {
      const origins = text === '' ? [] : text.split(',').map((origin) => origin.trim())
      return origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin)
        ? { value: origins }
        : { expected: 'origins such as https://platform.example.com with commas between them' }
    },
  },
  dataDir: {
    name: 'POSTBACK_DATA_DIR',
    fallback: './data',
    help: 'Directory of the embedded store and the generated keys.',
    read: (text) => (text === '' ? { expected: 'a directory' } : { value: text }),
  },
  platformKey: {
    name: 'POSTBACK_PLATFORM_KEY',
    fallback: '',
    help: 'The key that the platform calls the API with, at least 24 characters. Unset: made once, in the data directory.',
    read: (text) => {
      if (text === '') return { value: null }
      // The characters that an Authorization header can carry (RFC 6750, 2.1); with any other, every call would be refused.
      return /^[A-Za-z0-9._~+/-]{24,}=*$/.test(text)
        ? { value: text }
        : { expected: 'at least 24 of the characters A-Z a-z 0-9 . _ ~ + / -' }
    },
  },
  secret: {
    name: 'POSTBACK_SECRET',
    fallback: '',
    help: 'Master key that seals secrets at rest, at least 32 characters; "new,old" to change it: the next start seals everything anew, after which the old one can go. Unset: made once, in the data directory.',
    read: (text) => {
      const keys = text.split(',').map((key) => key.trim())
      if (text === '') return { value: null }
      return keys.length <= 2 && keys.every((key) => key.length >= 32)
        ? { value: text }
        : { expected: 'one key of at least 32 characters, or two with a comma between them' }
    },
  },
  allowHttp: {
    name: 'POSTBACK_ALLOW_HTTP',
    fallback: 'false',
    help: 'Whether configurations may have http addresses. Every answer can then be read on the way: for development.',
    read: (text) => (/^(true|false)$/.test(text) ? { value: text === 'true' } : { expected: 'true or false' }),
  },
  allowNetworks: {
    name: 'POSTBACK_ALLOW_NETWORKS',
    fallback: '',
    help: 'Networks that may be sent to although they are not public, such as 127.0.0.0/8,::1/128: for development.',
    read: networks,
  },
  denyNetworks: {
    name: 'POSTBACK_DENY_NETWORKS',
    fallback: '',
    help: 'Public networks that may not be sent to.',
    read: networks,
  },
  retrySchedule: {
    name: 'POSTBACK_RETRY_SCHEDULE',
    fallback: defaultSchedule.map(showDuration).join(','),
    help: 'Waits between the attempts of a series; four waits make five attempts. Hotmart: 15m,15m,15m,15m.',
    read: (text) => {
      if (text === '') return { value: defaultSchedule }
      const waits = text.split(',').map(parseDuration)
      const good = waits.filter((wait): wait is number => wait !== null && wait > 0 && wait <= waitMaxMs)
      return good.length === waits.length && good.length <= 20
        ? { value: good }
        : { expected: 'at most 20 durations of up to 30d, such as 1m,10m,1h,6h' }
    },
  },
  attemptTimeoutMs: {
    name: 'POSTBACK_ATTEMPT_TIMEOUT',
    fallback: '15s',
    help: 'How long one attempt may take in all.',
    read: duration(100, 120_000),
  },
  stopTimeoutMs: {
    name: 'POSTBACK_STOP_TIMEOUT',
    fallback: '8s',
    help: 'How long stopping may take in all. Attempts still under way one second before its end are cut off, and made again after the next start. Shorter than what your supervisor waits before it kills: Docker waits 10 s.',
    read: duration(1_000, 600_000),
  },
  historyDays: {
    name: 'POSTBACK_HISTORY_DAYS',
    fallback: '60',
    help: 'Days that posts stay in the history.',
    read: wholeNumber(1, 3650),
  },
  maxInFlight: {
    name: 'POSTBACK_MAX_IN_FLIGHT',
    fallback: '1024',
    help: 'Attempts under way at once, in all.',
    read: wholeNumber(1, 20_000),
  },
  maxInFlightPerConfiguration: {
    name: 'POSTBACK_MAX_IN_FLIGHT_PER_CONFIGURATION',
    fallback: '256',
    help: 'Attempts under way at once, for one configuration, at most. It begins with 4, and goes beyond 32 only while answers are fast.',
    read: wholeNumber(1, 1000),
  },
  maxConfigurations: {
    name: 'POSTBACK_MAX_CONFIGURATIONS',
    fallback: '',
    help: 'Configurations that one account may have, hooks among them. Unset: as many as it wishes.',
    read: (text) => (text === '' ? { value: null } : wholeNumber(1, 1_000_000)(text)),
  },
  trustProxy: {
    name: 'POSTBACK_TRUST_PROXY',
    fallback: '',
    help: 'Reverse proxies whose X-Forwarded-For says who calls: their addresses or networks, such as 10.0.0.5,192.168.0.0/16, or true for the one in front, at any address. Unset: none, and limits for each caller take all who come by a proxy for one.',
    read: (text) => {
      if (text === '' || text === 'false') return { value: null }
      if (text === 'true') return { value: 'nearest' }
      const result = networks(text)
      return 'value' in result ? result : { expected: `true, false, or ${result.expected}` }
    },
  },
  requestsPerMinute: {
    name: 'POSTBACK_REQUESTS_PER_MINUTE',
    fallback: '600000',
    help: 'Requests that one key may make in a minute; without a key, one address.',
    read: wholeNumber(1, 100_000_000),
  },
  accessTokenLifetimeMs: {
    name: 'POSTBACK_ACCESS_TOKEN_LIFETIME',
    fallback: '24h',
    help: 'How long an OAuth access token can be used; clients then get another one.',
    read: duration(1_000, 30 * 24 * 3_600_000),
  },
  logLevel: {
    name: 'POSTBACK_LOG_LEVEL',
    fallback: 'info',
    help: `How much is logged: ${levels.join(', ')}.`,
    read: (text) => (levels.includes(text) ? { value: text } : { expected: `one of ${levels.join(', ')}` }),
  },
}

/** Reports everything that is wrong with the settings at once. */
export class SettingsError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The settings are not right:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'SettingsError'
    this.problems = problems
  }
}

/**
 * @param environment usually process.env; each setting can also be given as NAME_FILE, the path of a file with its value
 * @throws SettingsError
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = []
  const values: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries(settingsCatalogue) as [string, Setting<unknown>][]) {
    const text = textOf(setting.name, environment, problems) ?? setting.fallback
    const result = setting.read(text.trim())
    if ('value' in result) values[key] = result.value
    else problems.push(`${setting.name}: expected ${result.expected}, got ${shown(setting.name, text)}`)
  }
  for (const name of notYet.flatMap((it) => [it, `${it}_FILE`])) {
    if (environment[name]) problems.push(`${name}: this version knows only the embedded store; unset it`)
  }
  if (problems.length > 0) throw new SettingsError(problems)
  return { ...values, secretSource: sourceOf(settingsCatalogue.secret.name, environment) } as unknown as Settings
}

/** They would choose another store: we refuse to start rather than keep events elsewhere than the operator expects. */
const notYet = ['POSTBACK_DATABASE_URL', 'POSTBACK_NATS_URL']

/** Variables with our prefix that we do not have, each with the likely intended name: they cause a warning, not a refusal. */
export function unknownSettings(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const known = new Set(Object.values(settingsCatalogue).flatMap(({ name }) => [name, `${name}_FILE`]))
  return Object.keys(environment)
    .filter((name) => name.startsWith('POSTBACK_') && !known.has(name))
    .map((name) => `${name}: there is no such setting${similar(name, known)}`)
}

function textOf(name: string, environment: Readonly<Record<string, string | undefined>>, problems: string[]) {
  const file = environment[`${name}_FILE`]
  if (file === undefined) return environment[name]
  if (environment[name] !== undefined) problems.push(`${name}: given twice, also as ${name}_FILE; keep one`)
  try {
    const text = readFileSync(file, 'utf8').trim()
    // An empty file was not mounted or not written yet, so it does not count as an empty value.
    if (text !== '') return text
    problems.push(`${name}_FILE: expected a file that holds the value, but ${JSON.stringify(file)} is empty`)
  } catch {
    problems.push(`${name}_FILE: expected a file that can be read, got ${JSON.stringify(file)}`)
  }
  return undefined
}

function sourceOf(name: string, environment: Readonly<Record<string, string | undefined>>): string {
  const file = environment[`${name}_FILE`]
  return file === undefined ? name : `${file} (${name}_FILE)`
}

/** Every setting by its name, safe to log: without secrets, and without passwords in addresses. null: not set. */
export function settingsInForce(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string | null>> {
  const inForce = ({ name, fallback }: Setting<unknown>) => {
    if (isSecret(name) && environment[`${name}_FILE`] !== undefined) return 'from a file'
    const text = (textOf(name, environment, []) ?? fallback).trim()
    return text === '' ? null : showSetting(name, text)
  }
  return Object.fromEntries(Object.values(settingsCatalogue).map((setting) => [setting.name, inForce(setting)]))
}

/** A value for people. It hides secrets, because lists and logs are easily copied into a ticket. */
export function showSetting(name: string, text: string): string {
  return isSecret(name) ? 'set, not shown' : text.replaceAll(/(\/\/)[^/@\s]*@/g, '$1…@')
}

function isSecret(name: string): boolean {
  return /SECRET|KEY/.test(name)
}

/** The value as an error shows it: only the length of a secret. */
function shown(name: string, text: string): string {
  return isSecret(name) ? `${text.length} characters` : JSON.stringify(showSetting(name, text))
}

function similar(name: string, known: ReadonlySet<string>): string {
  const close = [...known].find((it) => it.startsWith(name.slice(0, -2)) || name.startsWith(it))
  return close ? `; did you mean ${close}?` : ''
}

function wholeNumber(least: number, most: number) {
  return (text: string) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
    return value >= least && value <= most ? { value } : { expected: `a whole number from ${least} to ${most}` }
  }
}

function duration(leastMs: number, mostMs: number) {
  return (text: string) => {
    const value = parseDuration(text)
    return value !== null && value >= leastMs && value <= mostMs
      ? { value }
      : { expected: `a duration from ${showDuration(leastMs)} to ${showDuration(mostMs)}, such as 15s` }
  }
}

function networks(text: string) {
  if (text === '') return { value: [] }
  const parsed = text.split(',').map((part) => parseNetwork(part.trim()))
  const good = parsed.filter((network): network is Network => network !== null)
  return good.length === parsed.length
    ? { value: good }
    : { expected: 'networks such as 10.0.0.0/8,fd00::/8 with commas between them' }
}

function optionalWebAddress(text: string) {
  if (text === '') return { value: null }
  const url = URL.canParse(text) ? new URL(text) : null
  return url && /^https?:$/.test(url.protocol)
    ? { value: text.replace(/\/+$/, '') }
    : { expected: 'an http or https address' }
}
