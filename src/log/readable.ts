import { styleText } from 'node:util'

/** A line of the log as pino writes it. */
interface Entry {
  readonly level: string
  readonly time: string
  readonly msg?: string
  readonly err?: { readonly stack?: string; readonly message?: string }
  readonly [field: string]: unknown
}

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

/** Fields of an attempt that a person at a terminal does not need. The JSON lines have them all. */
const leftOut = new Set([
  ...['series', 'attemptInAll', 'trigger', 'sequence', 'eventId', 'laneLimit', 'answerBytes'],
  ...['dnsMs', 'connectMs', 'tlsMs', 'firstByteMs'],
])
const inColumns = new Set([
  'outcome',
  'status',
  'durationMs',
  'event',
  'transaction',
  'host',
  'cause',
  'attempt',
  'next',
  'nextAt',
  'test',
])
const levelStyles: Readonly<Record<string, Style>> = { warn: 'yellow', error: 'red', fatal: ['red', 'bold'] }
const indent = ' '.repeat('12:00:00.000 '.length)

/** @returns a function that turns a JSON line into a line for people, with longer values in rows below it */
export function readableLines({ colours }: { colours: boolean }): (line: string) => string {
  const paint: Paint = (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text)
  return (line) => {
    const { level, time, msg = '', err, ...fields } = JSON.parse(line, harmless) as Entry
    const at = new Date(time)
    const words = isAttempt(fields) ? attemptWords(fields, { msg, at, paint }) : [`${msg} `, ...pairs(fields, paint)]
    const head = [paint('dim', timeOfDay(at)), paint(levelStyles[level] ?? 'dim', level.padEnd(5)), ...words]
    const below = [...rows(fields), ...linesOf(err?.stack ?? err?.message ?? '')]
    return [head.join(' ').trimEnd(), ...below.map((row) => paint('dim', `${indent}${row}`)), ''].join('\n')
  }
}

interface AttemptFields {
  readonly outcome: string
  readonly status: number
  readonly durationMs: number
  readonly event: string
  readonly transaction: string | null
  readonly host: string
  readonly cause?: string | null
  readonly attempt?: number
  readonly next?: string
  readonly nextAt?: string
  readonly [field: string]: unknown
}

function isAttempt(fields: object): fields is AttemptFields {
  return 'outcome' in fields && 'host' in fields
}

/** In columns, since attempts follow one another: result, event, target, next step, and the ids. */
function attemptWords(fields: AttemptFields, { msg, at, paint }: { msg: string; at: Date; paint: Paint }): string[] {
  const { outcome, status, durationMs, event, transaction, host, cause, attempt = 1, next, nextAt } = fields
  const style = outcome === 'delivered' ? 'green' : next === 'used-up' ? 'red' : 'yellow'
  const rest = Object.entries(fields).filter(([name]) => !inColumns.has(name) && !leftOut.has(name))
  return [
    paint(style, outcome.padEnd('unreachable'.length)),
    (status < 0 ? '–' : String(status)).padStart(3),
    `${durationMs} ms`.padStart('15000 ms'.length),
    event.padEnd('PURCHASE_OUT_OF_SHOPPING_CART'.length),
    (transaction ?? '–').padEnd('HP0123456789'.length),
    host,
    ...(cause ? [`(${cause})`] : []),
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(nextAt === undefined ? [] : [`again at ${timeNear(new Date(nextAt), at)}`]),
    ...(next === 'used-up' ? ['the last of its series'] : []),
    ...(msg === 'attempt' ? [] : [`(${msg})`]),
    ...(fields.test === true ? ['(a test)'] : []),
    ...pairs(Object.fromEntries(rest), paint),
  ]
}

function pairs(fields: object, paint: Paint): string[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== null && !isRecord(value))
    .map(([name, value]) => (isPublicId(value) ? value : `${paint('dim', `${name}=`)}${wordOf(value)}`))
}

/** The prefix of such an id says what it identifies, so no name is shown before it. */
function isPublicId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z]{3}_[0-9a-f]{32}$/.test(value)
}

function wordOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordOf).join(',')
  const text = String(value)
  return /[\s"=]/.test(text) || text === '' ? JSON.stringify(text) : text
}

/** A record is shown below the line, with a row for each of its values. */
function rows(fields: object): string[] {
  const values = Object.values(fields).filter(isRecord).flatMap(Object.entries)
  const set = values.filter(([, value]) => value !== null)
  const width = Math.max(0, ...set.map(([name]) => name.length))
  return set.map(([name, value]) => `${name.padEnd(width)}  ${wordOf(value)}`)
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n')
}

/** Texts from callers and receivers can contain any character; none of them may move the cursor. */
function harmless(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value
  const lines = name === 'stack' ? value.split('\n') : [value]
  return lines.map((line) => line.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')).join('\n')
}

/** In local time. */
function timeOfDay(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const seconds = `${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`
  return `${two(at.getHours())}:${two(at.getMinutes())}:${seconds}`
}

function timeNear(at: Date, now: Date): string {
  const time = timeOfDay(at).slice(0, 'HH:MM:SS'.length)
  return at.toDateString() === now.toDateString() ? time : `${at.toDateString()} ${time}`
}
