import { Argument, type Command, InvalidArgumentError, Option } from 'commander'
import {
  isApiError,
  type PurchaseKind,
  purchaseKinds,
  type SentTestStep,
  type TestInput,
  type TestSubject,
} from '../../../sdk/src/index.ts'
import type { EventName } from '../../domain/event.ts'
import { textIn } from '../../domain/payload/local-text.ts'
import { outlineOf, storyNames } from '../../domain/stories/stories.ts'
import { storyTexts } from '../../domain/stories/story-text.ts'
import { parseDuration } from '../../domain/time/duration.ts'
import { explain } from '../explain.ts'
import { eventOf, storyOf } from '../names.ts'
import { connect, type RemoteOptions, remoteCommand } from '../remote.ts'
import { oneLine, type Terminal, terminalOf, toWidth } from '../terminal.ts'
import { tokenInBodyHint } from '../token-in-body-hint.ts'
import { type Result, resultOf } from './trigger/follow.ts'
import { findTargets, inbox, type Target } from './trigger/targets.ts'

interface TestCommandOptions extends RemoteOptions {
  readonly to: readonly string[]
  readonly product?: number
  readonly data?: Readonly<Record<string, unknown>>
  readonly withHottok?: boolean
  readonly duplicate?: boolean
  readonly wait: number
}

interface TriggerOptions extends TestCommandOptions {
  readonly classic?: boolean
  readonly kind?: PurchaseKind
}

interface StoryOptions extends TestCommandOptions {
  readonly outOfOrder?: boolean
}

export function triggerCommand(): Command {
  return testCommand('trigger', 'send a test event, and print what is answered')
    .addArgument(new Argument('<event>', 'its name, such as PURCHASE_APPROVED').argParser(eventOf))
    .addOption(
      new Option(
        '--kind <kind>',
        'what is bought in a purchase event; by default single; of PURCHASE_DELAYED, subscription',
      ).choices(purchaseKinds),
    )
    .option('--classic', 'what Hotmart’s own test tool sends')
    .action(async (event: EventName, options: TriggerOptions, command: Command) => {
      const { classic, kind } = options
      await sendTest({ event, ...(classic && { set: 'classic' }), ...(kind && { kind }) }, options, command)
    })
}

export function storyCommand(): Command {
  return testCommand('story', 'send the events of a whole story as tests; without a name, list the stories')
    .addArgument(new Argument('[name]', 'its name, such as refund').choices(storyNames).argParser(storyOf))
    .option('--out-of-order', 'later events overtake earlier ones')
    .action(async (story: string | undefined, options: StoryOptions, command: Command) => {
      if (story === undefined) return listStories(options)
      await sendTest({ story, ...(options.outOfOrder && { outOfOrder: true }) }, options, command)
    })
}

function testCommand(name: string, description: string): Command {
  return remoteCommand(name, description)
    .option(
      '--to <target>',
      'name or id of a configuration, or an address; again for more; by default the test inbox',
      collect,
      [],
    )
    .option('--product <id>', 'number of the product; by default the first', productOf)
    .option('--data <json>', 'changes to the data, as a merge patch (RFC 7396)', objectOf)
    .option('--with-hottok', 'send the verification token to addresses, too')
    .option('--duplicate', 'send everything twice, as after an answer that was lost')
    .option('--wait <time>', 'for answers, at most: 30s, 5m', timeOf, 5 * 60_000)
    .addHelpText('after', helpText)
}

const helpText = `
Ends with 0 when every post was delivered, with 1 when one was not, with 2 when it was called wrongly. The retries of a post
that failed are made all the same, and are not waited for.

  postback trigger PURCHASE_APPROVED                  into the test inbox, and to "postback listen"
  postback trigger PURCHASE_APPROVED --to "Members area"
  postback trigger PURCHASE_APPROVED --kind subscription
  postback story refund --to http://localhost:3000/hook --duplicate`

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text]
}

function productOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Give the number that payloads carry as product.id.')
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Said below, in our words.
  }
  throw new InvalidArgumentError('Give a JSON object such as {"buyer":{"email":"me@example.com"}}.')
}

function timeOf(text: string): number {
  const milliseconds = parseDuration(text)
  if (milliseconds !== null) return milliseconds
  throw new InvalidArgumentError('Give a time such as 30s or 5m.')
}

function listStories({ json }: RemoteOptions) {
  const terminal = terminalOf(process.stdout)
  for (const story of storyNames) {
    const steps = outlineOf(story)
    if (json) terminal.say(JSON.stringify({ story, steps: steps.map(({ event }) => event) }))
    else terminal.say(`${toWidth(story, 17)}  ${textIn(storyTexts[story].title, 'en')} (${steps.length} events)`)
  }
}

async function sendTest(subject: TestSubject, options: TestCommandOptions, command: Command) {
  const client = await connect(options)
  const found = await findTargets(client, options.to)
  if (!found.ok) return command.error(`error: ${found.why}`)
  const targets = found.targets.length > 0 ? found.targets : [inbox]
  const body: TestInput = {
    ...subject,
    configurationIds: targets.flatMap(({ id }) => (id === null ? [] : [id])),
    urls: found.targets.flatMap(({ id, name }) => (id === null ? [name] : [])),
    inbox: found.targets.length === 0,
    ...(options.product !== undefined && { productId: options.product }),
    ...(options.data && { data: options.data }),
    ...(options.withHottok && { withHottok: true }),
    ...(options.duplicate && { duplicate: true }),
  }
  const sent = await client.tests.send(body).catch((error) => {
    const wrong = isApiError(error) && (error.status === 400 || error.status === 422)
    if (wrong) command.error(`error: ${explain(error, { debug: false }).trimEnd()}`)
    throw error
  })
  const until = Date.now() + options.wait
  const times = options.duplicate ? 2 : 1
  const terminal = terminalOf(process.stdout)
  const results: Result[] = []
  // One post after the other reaches a target, so nobody asks for what cannot be there yet.
  await Promise.all(
    targets.map(async (target, index) => {
      for (const step of sent.steps) {
        const result = await resultOf(client, step.deliveryIds[index] ?? '', times, until)
        results.push(result)
        const post = { step, steps: sent.steps.length, target, result, times }
        terminal.say(options.json ? jsonLine(post) : textLine(terminal, post))
      }
    }),
  )
  const delivered = results.filter((result) => result.delivered).length
  const summary = `${delivered} of ${results.length} ${results.length === 1 ? 'post' : 'posts'} delivered.`
  if (!options.json) {
    terminal.say(terminal.paint('dim', summary))
    const hint = results.map(({ delivered, delivery }) => (delivered ? null : tokenInBodyHint(delivery))).find(Boolean)
    if (hint) terminal.say(hint)
  }
  if (delivered < results.length) process.exitCode = 1
}

interface Post {
  readonly step: SentTestStep
  readonly steps: number
  readonly target: Target
  readonly result: Result
  readonly times: number
}

function textLine(terminal: Terminal, { step, steps, target, result, times }: Post): string {
  const { delivery, delivered, answered } = result
  const last = delivery.attempts.at(-1)
  const place = steps === 1 ? '' : `${step.step}/${steps}  `
  const status = delivery.status === null ? '–' : String(delivery.status)
  const words = [
    answered ? endOf(delivery) : 'no answer yet',
    delivered && times > 1 && `${times} times`,
    delivery.nextAttemptAt !== null && answered && !delivered && `tried again at ${delivery.nextAttemptAt}`,
  ]
  return [
    terminal.paint('dim', new Date().toTimeString().slice(0, 8)),
    `${place}${toWidth(step.event, 31)}`,
    toWidth(step.transaction ?? '–', 16),
    toWidth(oneLine(target.name), 24),
    terminal.paint(delivered ? 'green' : 'red', status.padStart(3)),
    `${last ? Math.round(last.durationMs) : '–'} ms`.padStart(8),
    words.filter(Boolean).join(', '),
  ].join('  ')
}

function endOf({ outcome, cause, state }: Result['delivery']): string {
  if (outcome === null) return state
  return cause ? `${outcome}: ${cause}` : outcome
}

function jsonLine({ step, target, result }: Post): string {
  const { id, status, outcome, cause, state, attemptsTotal, nextAttemptAt, attempts } = result.delivery
  return JSON.stringify({
    step: step.step,
    event: step.event,
    eventId: step.eventId,
    transaction: step.transaction,
    deliveryId: id,
    target: target.name,
    configurationId: target.id,
    delivered: result.delivered,
    state,
    status,
    outcome,
    cause,
    attempts: attemptsTotal,
    durationMs: attempts.at(-1)?.durationMs ?? null,
    nextAttemptAt,
  })
}
