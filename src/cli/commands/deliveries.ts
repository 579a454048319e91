import { Command } from 'commander'
import type { ApiError, Attempt, Delivery, DeliveryState, EventName } from '../../../sdk/src/index.ts'
import { eventsOf } from '../names.ts'
import { connect, type RemoteOptions, remoteCommand } from '../remote.ts'
import { stopSignals } from '../stop-signals.ts'
import { type Column, printTable } from '../table.ts'
import { terminalOf } from '../terminal.ts'
import { tokenInBodyHint } from '../token-in-body-hint.ts'

export function deliveriesCommand(): Command {
  const id = 'id of the delivery: dlv_…'
  return new Command('deliveries')
    .description('the history: list, show, and process again')
    .addCommand(
      remoteCommand('list', 'list them, newest first')
        .option('--state <states>', 'delivered, retrying, failed, held …; with commas')
        .option('--event <names>', 'events, with commas', eventsOf)
        .option('--transaction <code>', 'of this transaction')
        .option('--configuration <id>', 'to this configuration')
        .option('--limit <number>', 'so many at a time, up to 250', '50')
        .option('--cursor <cursor>', 'the page that follows: nextCursor of the one before')
        .option('--all', 'all pages, one after another')
        .action(list),
    )
    .addCommand(remoteCommand('show', 'payload, answers and past actions of one').argument('<id>', id).action(show))
    .addCommand(
      remoteCommand('resend', 'process one again')
        .argument('<id>', id)
        .option('--as-configured', 'the token in the body if its configuration says so now, not as it was')
        .action(resend),
    )
    .addCommand(remoteCommand('cancel', 'send it no more').argument('<id>', id).action(cancel))
    .addCommand(remoteCommand('tail', 'follow them as they change, until Ctrl+C').action(tail))
}

interface ListOptions extends RemoteOptions {
  readonly state?: string
  readonly event?: readonly EventName[]
  readonly transaction?: string
  readonly configuration?: string
  readonly limit: string
  readonly cursor?: string
  readonly all?: boolean
}

async function list(options: ListOptions) {
  const { state, event, transaction, configuration: configurationId, limit, cursor, all } = options
  const client = await connect(options)
  const found = client.deliveries.list({
    // The server says which words it does not know.
    state: state?.split(',') as DeliveryState[] | undefined,
    event,
    transaction,
    configurationId,
    limit: Number(limit),
    cursor,
  })
  const terminal = terminalOf(process.stdout)
  const { data, nextCursor } = all ? { data: await Array.fromAsync(found), nextCursor: null } : await found
  if (options.json) return terminal.say(JSON.stringify({ data, nextCursor }))
  printTable(terminal, data, columns)
  if (nextCursor !== null) terminal.say(terminal.paint('dim', `There are more: --all, or --cursor ${nextCursor}`))
}

const columns: readonly Column<Delivery>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'TIME', value: ({ createdAt }) => createdAt },
  { title: 'STATUS', value: ({ status }) => String(status ?? '–') },
  { title: 'STATE', value: ({ state }) => state },
  { title: 'ATTEMPTS', value: ({ attemptCount, attemptsMax }) => `${attemptCount}/${attemptsMax}` },
  { title: 'EVENT', value: ({ event, test }) => (test ? `${event} (test)` : event) },
  { title: 'TRANSACTION', value: ({ transaction }) => transaction ?? '–' },
]

async function show(id: string, options: RemoteOptions) {
  const client = await connect(options)
  const found = await client.deliveries.get(id)
  const terminal = terminalOf(process.stdout)
  if (options.json) return terminal.say(JSON.stringify(found))
  printTable(terminal, [found], columns)
  const hint = found.state === 'delivered' ? null : tokenInBodyHint(found)
  if (hint) terminal.say(`\n${terminal.paint('bold', 'What to do now')}\n${hint}`)
  terminal.say(`\n${terminal.paint('bold', 'Sent payload')}\n${found.payload ?? 'gone with the history'}`)
  terminal.say(`\n${terminal.paint('bold', 'History of responses')}`)
  printTable(terminal, found.attempts, [
    { title: 'ATTEMPT', value: ({ series, inSeries }) => `${series}.${inSeries}` },
    { title: 'TIME', value: ({ at }) => at },
    { title: 'STATUS', value: ({ status }) => String(status) },
    { title: 'OUTCOME', value: outcomeOf },
    { title: 'MS', value: ({ durationMs }) => String(durationMs) },
    { title: 'ANSWER', value: ({ response }) => (response?.body ?? '').slice(0, 60) },
  ])
  terminal.say(`\n${terminal.paint('bold', 'Past actions')}`)
  printTable(terminal, found.actions, [
    { title: 'TIME', value: ({ at }) => at },
    { title: 'BY', value: ({ by }) => by },
    { title: 'WHAT', value: ({ kind, detail }) => (detail ? `${kind}: ${detail}` : kind) },
  ])
}

function outcomeOf({ outcome, cause, askedToWaitUntil, counted, late }: Attempt): string {
  const remarks = [
    askedToWaitUntil !== null && `asked to wait until ${askedToWaitUntil}`,
    late ? 'too late to count' : !counted && 'not counted',
  ]
  return [cause ? `${outcome}: ${cause}` : outcome, ...remarks.filter((remark) => remark !== false)].join(', ')
}

async function resend(id: string, options: RemoteOptions & { readonly asConfigured?: boolean }) {
  const client = await connect(options)
  const changed = await client.deliveries.resend(id, options.asConfigured ? { hottokInBody: 'as-configured' } : {})
  say(id, changed, options)
}

async function cancel(id: string, options: RemoteOptions) {
  const client = await connect(options)
  say(id, await client.deliveries.cancel(id), options)
}

function say(id: string, changed: Delivery, { json }: RemoteOptions) {
  process.stdout.write(`${json ? JSON.stringify(changed) : `${id} is ${changed.state}.`}\n`)
}

async function tail(options: RemoteOptions) {
  const client = await connect(options)
  const stopped = new AbortController()
  void stopSignals().then(() => stopped.abort())
  const onWait = ({ detail }: ApiError, waitMs: number) =>
    void process.stderr.write(`${detail} Waiting ${waitMs / 1000} s.\n`)
  try {
    for await (const delivery of client.deliveries.stream({ signal: stopped.signal, onWait })) {
      const line = options.json ? JSON.stringify(delivery) : columns.map(({ value }) => value(delivery)).join('  ')
      process.stdout.write(`${line}\n`)
    }
  } catch (error) {
    if (!stopped.signal.aborted) throw error
  }
}
