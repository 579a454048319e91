import type { Delivery } from '@postback/sdk'
import { type Style, type Terminal, wrap } from '../../src/cli/terminal.ts'
import type { Student } from './calls.ts'
import type { Outcome } from './expectations.ts'
import { type ConfigurationKey, producer } from './school.ts'

export interface Places {
  readonly url: string
  readonly membersArea: string
  readonly keyFile: string
}

/** Prints what was reported, the state of each configuration with its reason, and the access of each student. */
export function summarise(outcome: Outcome, wrong: readonly string[], places: Places, terminal: Terminal) {
  const { paint, say } = terminal
  const title = (text: string) => {
    say()
    say(paint('bold', text))
  }

  title('What was reported')
  for (const line of wrap(whatWasReported(outcome), terminal.columns)) say(line)
  for (const line of wrap(whatWasImported(outcome), terminal.columns)) say(line)

  title('What each configuration shows')
  for (const line of configurationLines(outcome, terminal)) say(line)

  title(`Who may enter the members’ area (${places.membersArea})`)
  for (const line of outcome.students.flatMap((student) => studentLines(student, terminal))) say(line)
  for (const line of wrap(doorLine(outcome.forgedStatus), terminal.columns)) say(line)

  title('As expected?')
  if (wrong.length === 0) say(`${paint('green', '✓')} Every post and every student ended as expected.`)
  for (const sentence of shortened(wrong)) say(`${paint('red', '✗')} ${sentence}`)
}

/** Prints what to try next. Each command works as it is, after the first three lines. */
export function furtherSteps(outcome: Outcome, { url, keyFile }: Places, { paint, say }: Terminal) {
  const [failed] = postsOf(outcome, 'invoices').filter(({ state }) => state === 'failed')
  const step = (text: string, ...commands: readonly string[]) => {
    say(paint('dim', text))
    for (const command of commands) say(`  ${command}`)
  }
  say()
  say(paint('bold', 'Look further'))
  step(
    'The platform key, and whom you speak for:',
    `KEY="Authorization: Bearer $(cat ${quoted(keyFile)})"`,
    `FOR="Postback-Account: ${producer.id}"`,
    `API=${url}/v1`,
  )
  step(
    'The history; likewise with state=held, test=true, transaction=… and more:',
    'curl -H "$KEY" -H "$FOR" "$API/deliveries?state=failed"',
  )
  if (failed) {
    step(
      'A post that failed, with its payload, all attempts and what was answered:',
      `curl -H "$KEY" -H "$FOR" $API/deliveries/${failed.id}`,
    )
    step(
      'Process it again: the invoicing system works now.',
      `curl -H "$KEY" -H "$FOR" -X POST \\`,
      `  $API/deliveries/${failed.id}/resend`,
    )
  }
  step(
    'Switch the mailing list on, and send what was held for it:',
    `curl -H "$KEY" -H "$FOR" -H "content-type: application/json" \\`,
    `  -d '{"held":"all"}' \\`,
    `  $API/configurations/${outcome.configurations.mailing.id}/enable`,
  )
}

function whatWasReported({ reported: { reports, events }, deliveries }: Outcome): string {
  const tests = deliveries.filter(({ test }) => test).length
  return (
    `${reports} reports made ${events} events (${reports - events} only repeated what was known), ` +
    `and the events made ${deliveries.length - tests} posts. ${tests} more post was a test.`
  )
}

function whatWasImported({ legacy: { posts } }: Outcome): string {
  const pending = posts.filter(({ state }) => state === 'pending').length
  return (
    `${posts.length} posts of the platform’s earlier tool were imported, without the token that they held: ` +
    `${posts.length - pending} sent, one of them just now, and ${pending} pending, to be processed again in the console.`
  )
}

function* configurationLines(outcome: Outcome, terminal: Terminal): Generator<string> {
  const lines = Object.entries(outcome.configurations) as [
    ConfigurationKey,
    Outcome['configurations'][ConfigurationKey],
  ][]
  const nameWidth = Math.max(...lines.map(([, { name }]) => name.length))
  for (const [key, { name }] of lines) {
    const posts = postsOf(outcome, key)
    const { symbol, style } = lookOf(posts)
    const [first = '', ...rest] = wrap(sentenceFor(key, posts, outcome), terminal.columns - nameWidth - 4)
    yield `${terminal.paint(style, symbol)} ${name.padEnd(nameWidth)}  ${first}`
    for (const line of rest) yield ' '.repeat(nameWidth + 4) + line
  }
}

function lookOf(posts: readonly Delivery[]): { symbol: string; style: Style } {
  if (posts.some(({ state }) => state === 'failed')) return { symbol: '✗', style: 'red' }
  if (posts.some(({ state }) => state === 'held')) return { symbol: '‖', style: 'cyan' }
  return { symbol: '✓', style: 'green' }
}

function sentenceFor(key: ConfigurationKey, posts: readonly Delivery[], outcome: Outcome): string {
  const { disabledReason, disabledDetail } = outcome.configurations[key]
  const counts = `${posts.length} posts: ${countsOf(posts)}.`
  switch (key) {
    case 'access': {
      const again = posts.filter(({ state, attemptCount }) => state === 'delivered' && attemptCount > 1).length
      return again > 0 ? `${counts} ${again} were answered with 500 at first and delivered at a later try.` : counts
    }
    case 'recovery':
      return counts
    case 'invoices':
      return `${counts} The system answered 503 to all tries. Then it was repaired, and one post was processed again: series 2.`
    case 'oldSite':
      return disabledReason === 'manual'
        ? `${counts} No name server answers here, so that the name does not exist went unnoticed; disabled by hand instead.`
        : `${counts} Disabled when it was saved. ${disabledDetail ?? ''}`
    case 'mailing':
      return `${counts} Disabled by hand before the stories began.`
    case 'panel':
      return `${counts} Without the buyer’s data; the PIX code was not sent at all.`
  }
}

function countsOf(posts: readonly Delivery[]): string {
  const byState = Map.groupBy(posts, ({ state }) => state)
  return [...byState].map(([state, { length }]) => `${length} ${state}`).join(', ')
}

function studentLines({ name, courses }: Student, { paint }: Terminal): readonly string[] {
  return courses.map(({ course, access, reason }) => {
    const { symbol, style, words } = doors[access] ?? { symbol: '?', style: 'dim' as const, words: access }
    return `${paint(style, symbol)} ${name.padEnd(14)}  ${course.padEnd(26)}  ${words.padEnd(6)}  ${paint('dim', reason)}`
  })
}

const doors: Readonly<Record<string, { symbol: string; style: Style; words: string }>> = {
  yes: { symbol: '✓', style: 'green', words: 'open' },
  grace: { symbol: '↻', style: 'yellow', words: 'open' },
  review: { symbol: '?', style: 'cyan', words: 'waits' },
  no: { symbol: '✗', style: 'red', words: 'closed' },
}

function doorLine(forgedStatus: number): string {
  return `A forged post with a guessed token was refused: ${forgedStatus}.`
}

const sentencesMax = 10

function shortened(sentences: readonly string[]): readonly string[] {
  if (sentences.length <= sentencesMax) return sentences
  return [...sentences.slice(0, sentencesMax), `… and ${sentences.length - sentencesMax} more.`]
}

function postsOf({ deliveries, configurations }: Outcome, key: ConfigurationKey): readonly Delivery[] {
  return deliveries.filter(({ configurationId, test }) => !test && configurationId === configurations[key].id)
}

/** In quotes where a shell needs them. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
