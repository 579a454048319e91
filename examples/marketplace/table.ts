import type { Delivery } from '@postback/sdk'
import { type Style, type Terminal, toWidth } from '../../src/cli/terminal.ts'

/**
 * The deliveries and their changes. On a terminal, deliveries under way stand at the bottom and are redrawn; a delivery at rest is
 * printed once above them. In a file or a pipe every attempt is a line.
 */
export class Table {
  readonly #terminal: Terminal
  readonly #nameOf: (delivery: Delivery) => string
  /** For each delivery, the version that was shown last. */
  readonly #seen = new Map<string, string>()
  readonly #underWay = new Map<string, Delivery>()
  /** Finished lines that wait for the next drawing. */
  readonly #finished: string[] = []
  #linesBelow = 0
  #drawing: NodeJS.Timeout | undefined

  constructor(terminal: Terminal, nameOf: (delivery: Delivery) => string) {
    this.#terminal = terminal
    this.#nameOf = nameOf
  }

  header() {
    this.say(this.#terminal.paint('dim', headerFor(this.#terminal.columns)))
  }

  /** A line among the rows. */
  say(line = '') {
    this.#finished.push(line)
    this.#draw()
  }

  show(delivery: Delivery) {
    const version = `${delivery.state} ${delivery.series} ${delivery.attemptsTotal}`
    if (this.#seen.get(delivery.id) === version) return
    this.#seen.set(delivery.id, version)
    if (isAtRest(delivery)) {
      this.#underWay.delete(delivery.id)
      this.#finished.push(this.#row(delivery))
    } else if (this.#isLive) this.#underWay.set(delivery.id, delivery)
    else if (delivery.state === 'retrying') this.#finished.push(this.#row(delivery))
    this.#drawSoon()
  }

  /** Draws at once, because other output follows. */
  flush() {
    this.#draw()
  }

  /** Removes the deliveries under way from the screen. */
  close() {
    this.#underWay.clear()
    this.#draw()
  }

  get #isLive(): boolean {
    return this.#terminal.live && this.#terminal.columns >= liveFrom
  }

  /** Collects the changes of a short time into one drawing, so that the screen does not flicker. */
  #drawSoon() {
    this.#drawing ??= setTimeout(() => this.#draw(), 40)
  }

  #draw() {
    clearTimeout(this.#drawing)
    this.#drawing = undefined
    const below = this.#isLive ? this.#rowsBelow() : []
    const up = this.#linesBelow > 0 ? `\x1b[${this.#linesBelow}A\x1b[J` : ''
    const lines = [...this.#finished.splice(0), ...below]
    this.#linesBelow = below.length
    if (up !== '' || lines.length > 0) this.#terminal.write(up + lines.map((line) => `${line}\n`).join(''))
  }

  /** At most half a screen: lines that have scrolled away cannot be redrawn. */
  #rowsBelow(): string[] {
    const most = Math.max(1, Math.floor(this.#terminal.rows / 2) - 1)
    const all = [...this.#underWay.values()]
    const rows = all.slice(0, most).map((delivery) => this.#row(delivery))
    if (all.length > most) rows.push(this.#terminal.paint('dim', `  … and ${all.length - most} more under way`))
    return rows
  }

  #row(delivery: Delivery): string {
    return rowFor(delivery, this.#nameOf(delivery), this.#terminal)
  }
}

/** Whether it stays as it is until a person acts on it. */
export function isAtRest({ state }: Delivery): boolean {
  return state === 'delivered' || state === 'failed' || state === 'held' || state === 'cancelled'
}

interface Layout {
  readonly transaction: number
  readonly name: number
  readonly state: number
}

const wideFrom = 110
/** In a narrower window rows would wrap, and wrapped rows cannot be redrawn. */
const liveFrom = 72
const timeWidth = 8
const eventWidth = 14
const statusWidth = 4
const attemptsWidth = 3
const gap = '  '

/** In a narrow window a state is one word; in a wide one its reason fits too. */
function layoutFor(columns: number): Layout {
  const wide = columns >= wideFrom
  const transaction = wide ? 16 : 12
  const fixed = timeWidth + eventWidth + transaction + statusWidth + 1 + attemptsWidth + 5 * gap.length
  const state = wide ? 36 : 11
  return { transaction, state, name: Math.max(8, Math.min(24, columns - fixed - state)) }
}

function headerFor(columns: number): string {
  const { transaction, name } = layoutFor(columns)
  return [
    toWidth('time', timeWidth),
    toWidth('PURCHASE_…', eventWidth),
    toWidth('transaction', transaction),
    toWidth('configuration', name),
    `${'HTTP'.padStart(statusWidth)} try`,
    'state',
  ].join(gap)
}

function rowFor(delivery: Delivery, name: string, { columns, paint }: Terminal): string {
  const layout = layoutFor(columns)
  const { symbol, style } = looks[delivery.state]
  const words = columns >= wideFrom ? inWords(delivery) : delivery.state
  const status = delivery.status === null ? '–' : String(delivery.status)
  const tries = delivery.attemptCount === 0 ? '–' : `${delivery.attemptCount}/${delivery.attemptsMax}`
  return [
    paint('dim', timeOf(delivery)),
    toWidth(delivery.event.replace(/^PURCHASE_/, ''), eventWidth),
    paint('dim', toWidth(delivery.transaction ?? '–', layout.transaction)),
    toWidth(name, layout.name),
    `${status.padStart(statusWidth)} ${tries.padStart(attemptsWidth)}`,
    paint(style, toWidth(`${symbol} ${words}`, layout.state).trimEnd()),
  ].join(gap)
}

/** Each state has its own symbol, so that it is recognised without colours. */
export const looks: Readonly<Record<Delivery['state'], { readonly symbol: string; readonly style: Style }>> = {
  queued: { symbol: '·', style: 'dim' },
  sending: { symbol: '→', style: 'blue' },
  retrying: { symbol: '↻', style: 'yellow' },
  delivered: { symbol: '✓', style: 'green' },
  failed: { symbol: '✗', style: 'red' },
  held: { symbol: '‖', style: 'cyan' },
  cancelled: { symbol: '⊘', style: 'dim' },
}

function inWords(delivery: Delivery): string {
  const { state, attemptCount, series, test } = delivery
  switch (state) {
    case 'delivered':
      if (test) return 'delivered: a test'
      if (series > 1) return `delivered in series ${series}: by hand`
      return attemptCount > 1 ? `delivered at try ${attemptCount}` : 'delivered'
    case 'retrying':
      return `retrying in ${waitOf(delivery)}`
    case 'failed':
      return `failed: all ${attemptCount} tries used up`
    case 'held':
      return 'held: configuration disabled'
    default:
      return state
  }
}

function waitOf({ lastAttemptAt, nextAttemptAt }: Delivery): string {
  if (lastAttemptAt === null || nextAttemptAt === null) return 'a moment'
  return `${((Date.parse(nextAttemptAt) - Date.parse(lastAttemptAt)) / 1000).toFixed(1)} s`
}

function timeOf({ lastAttemptAt, createdAt }: Delivery): string {
  return new Date(lastAttemptAt ?? createdAt).toTimeString().slice(0, timeWidth)
}
