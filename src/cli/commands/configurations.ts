import { Command, InvalidArgumentError, Option } from 'commander'
import type { Configuration, EventName, PayloadVersion, ReleaseMode } from '../../../sdk/src/index.ts'
import { eventsOf } from '../names.ts'
import { connect, type RemoteOptions, remoteCommand } from '../remote.ts'
import { type Column, printTable } from '../table.ts'
import { terminalOf } from '../terminal.ts'

export function configurationsCommand(): Command {
  const id = 'id of the configuration: cfg_…'
  return new Command('configurations')
    .description('list, make, change, check, enable, disable and remove configurations')
    .addCommand(remoteCommand('list', 'list them, newest first').action(list))
    .addCommand(
      remoteCommand('create', 'make one')
        .requiredOption('--name <name>', 'what to call it')
        .requiredOption('--to <url>', 'the sending URL')
        .requiredOption('--events <names>', 'events, with commas', eventsOf)
        .option('--product <id>', 'only this product; by default all')
        .addOption(new Option('--payload <version>', 'version of the payload').choices(['2.0.0', '1.0.0']))
        .option('--max-per-second <number>', 'posts a second at most; by default as many as it takes', readPace)
        .option('--hottok-in-body', 'the verification token in the body, too, for systems that look for it only there')
        .action(create),
    )
    .addCommand(
      remoteCommand('change', 'change one')
        .argument('<id>', id)
        .option('--hottok-in-body', 'the verification token in the body, too')
        .option('--no-hottok-in-body', 'only in the header')
        .action(change),
    )
    .addCommand(remoteCommand('check', 'look at its address again').argument('<id>', id).action(check))
    .addCommand(remoteCommand('disable', 'send nothing for now').argument('<id>', id).action(disable))
    .addCommand(
      remoteCommand('enable', 'send again')
        .argument('<id>', id)
        .addOption(
          new Option('--held <what>', 'what becomes of what was held meanwhile')
            .choices(['all', 'latest', 'discard'])
            .default('latest'),
        )
        .action(enable),
    )
    .addCommand(
      remoteCommand('remove', 'remove one; its posts stay in the history').argument('<id>', id).action(remove),
    )
}

async function list(options: RemoteOptions) {
  const client = await connect(options)
  const rows = await Array.fromAsync(client.configurations.list({ limit: 250 }))
  const terminal = terminalOf(process.stdout)
  if (options.json) return terminal.say(JSON.stringify(rows))
  printTable(terminal, rows, columns)
}

const columns: readonly Column<Configuration>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'NAME', value: ({ name }) => name },
  { title: 'STATE', value: shortStateOf },
  { title: 'HELD', value: ({ held }) => String(held) },
  { title: 'EVENTS', value: ({ events }) => String(events.length) },
  { title: 'PRODUCT', value: ({ productId }) => String(productId ?? 'all') },
  { title: 'VERSION', value: ({ version }) => version },
  { title: 'PER SECOND', value: ({ maxPerSecond }) => String(maxPerSecond ?? '–') },
  { title: 'URL', value: ({ url }) => url },
]

interface CreateOptions extends RemoteOptions {
  readonly name: string
  readonly to: string
  readonly events: readonly EventName[]
  readonly product?: string
  readonly payload?: PayloadVersion
  readonly maxPerSecond?: number
  readonly hottokInBody?: boolean
}

async function create(options: CreateOptions) {
  const { name, to, events, product, payload, maxPerSecond, hottokInBody } = options
  const client = await connect(options)
  const made = await client.configurations.create({
    name,
    url: to,
    events,
    ...(product !== undefined && { productId: Number(product) }),
    ...(payload && { version: payload }),
    ...(maxPerSecond !== undefined && { maxPerSecond }),
    ...(hottokInBody && { hottokInBody }),
  })
  const words = [`${made.id} is ${stateOf(made)}. Its signing secret is in the console, under Documentation.`]
  print(options, made, [...words, ...made.warnings.map(({ detail }) => detail)].join('\n'))
}

async function change(id: string, options: RemoteOptions & { readonly hottokInBody?: boolean }, command: Command) {
  const { hottokInBody } = options
  if (hottokInBody === undefined) return command.error('error: say what to change, such as --hottok-in-body')
  const client = await connect(options)
  const changed = await client.configurations.change(id, { hottokInBody })
  print(
    options,
    changed,
    `${id}: the token is sent ${changed.hottokInBody ? 'in the body, too' : 'only in the header'}.`,
  )
}

async function check(id: string, options: RemoteOptions) {
  const client = await connect(options)
  const found = await client.configurations.check(id)
  print(options, found, `${id}: ${JSON.stringify(found, null, 2)}`)
}

async function disable(id: string, options: RemoteOptions) {
  const client = await connect(options)
  const changed = await client.configurations.disable(id)
  print(options, changed, `${id}: ${stateOf(changed)}`)
}

async function enable(id: string, options: RemoteOptions & { held: ReleaseMode }) {
  const client = await connect(options)
  const changed = await client.configurations.enable(id, options.held)
  print(options, changed, `${id}: ${stateOf(changed)}`)
}

async function remove(id: string, options: RemoteOptions) {
  const client = await connect(options)
  await client.configurations.remove(id)
  print(options, { id, removed: true }, `${id} is removed.`)
}

function print(options: RemoteOptions, answer: object, words: string) {
  process.stdout.write(`${options.json ? JSON.stringify(answer) : words}\n`)
}

/** The server checks the upper limit. A text that is not a number must not be taken for "no limit". */
function readPace(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a whole number.')
}

function shortStateOf({ state, disabledReason, statedLimit }: Configuration): string {
  if (disabledReason) return `${state} (${disabledReason})`
  const until = statedLimit?.pausedUntil
  return until !== undefined && Date.parse(until) > Date.now() ? `${state}, asked to wait until ${until}` : state
}

function stateOf({ state, disabledDetail }: Configuration): string {
  return disabledDetail ? `${state}: ${disabledDetail}` : state
}
