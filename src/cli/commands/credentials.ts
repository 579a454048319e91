import { Command, InvalidArgumentError, Option } from 'commander'
import { type Credential, type Scope, scopes } from '../../../sdk/src/index.ts'
import { connect, type RemoteOptions, remoteCommand } from '../remote.ts'
import { type Column, printTable } from '../table.ts'
import { terminalOf } from '../terminal.ts'

const overlapHoursMax = 720

/** For the platform's own people. A secret is printed when it is made, and never again: that takes a person at the console. */
export function credentialsCommand(): Command {
  const id = 'id of the credential: crd_…'
  return new Command('credentials')
    .description('list, make, rotate and revoke credentials; needs the platform key')
    .addCommand(remoteCommand('list', 'list them, newest first, their secrets masked').action(list))
    .addCommand(
      remoteCommand('create', 'make one, and print Client ID, Client Secret and Basic')
        .requiredOption('--name <name>', 'what is connected with it, such as Zapier')
        .addOption(new Option('--scope <scope...>', 'what it may do; both by default').choices([...scopes]))
        .option('--expires <date>', 'when it ends, such as 2027-01-31; by default never', readDate)
        .action(create),
    )
    .addCommand(
      remoteCommand('rotate', 'make a new Client Secret, and print it; the old one goes on for a while')
        .argument('<id>', id)
        .option('--overlap-hours <hours>', 'how long the old secret goes on working', readHours, 24)
        .action(rotate),
    )
    .addCommand(remoteCommand('revoke', 'end one, and its access tokens with it').argument('<id>', id).action(revoke))
}

async function list(options: RemoteOptions) {
  const client = await connect(options)
  const data = await Array.fromAsync(client.credentials.list({ limit: 250 }))
  const terminal = terminalOf(process.stdout)
  if (options.json) return terminal.say(JSON.stringify(data))
  printTable(terminal, data, columns)
}

const columns: readonly Column<Credential>[] = [
  { title: 'ID', value: ({ id }) => id },
  { title: 'NAME', value: ({ name }) => name },
  { title: 'CLIENT ID', value: ({ clientId }) => clientId },
  { title: 'CLIENT SECRET', value: ({ clientSecret }) => clientSecret },
  { title: 'SCOPES', value: (credential) => credential.scopes.join(' ') },
  { title: 'LAST USE', value: ({ lastUsedAt }) => dayOf(lastUsedAt) },
  { title: 'EXPIRES', value: ({ expiresAt }) => dayOf(expiresAt) },
]

function dayOf(time: string | null): string {
  return time?.slice(0, 'YYYY-MM-DD'.length) ?? 'never'
}

interface CreateOptions extends RemoteOptions {
  readonly name: string
  readonly scope?: readonly Scope[]
  readonly expires?: string
}

async function create(options: CreateOptions) {
  const { name, scope, expires } = options
  const input = { name, ...(scope && { scopes: scope }), ...(expires !== undefined && { expiresAt: expires }) }
  const client = await connect(options)
  printSecret(options, await client.credentials.create(input))
}

async function rotate(id: string, options: RemoteOptions & { overlapHours: number }) {
  const client = await connect(options)
  printSecret(options, await client.credentials.rotate(id, { overlapHours: options.overlapHours }))
}

async function revoke(id: string, options: RemoteOptions & { removeHooks?: boolean }) {
  const client = await connect(options)
  await client.credentials.revoke(id, { hooks: options.removeHooks ? 'remove' : 'keep' })
  process.stdout.write(`${options.json ? JSON.stringify({ id, revoked: true }) : `${id} is revoked.`}\n`)
}

function printSecret({ json }: RemoteOptions, credential: Credential) {
  const { say } = terminalOf(process.stdout)
  if (json) return say(JSON.stringify(credential))
  say(`Client ID      ${credential.clientId}`)
  say(`Client Secret  ${credential.clientSecret}`)
  say(`Basic          ${credential.basic}`)
  process.stderr.write(`${credential.id}. The secret is not shown here again; a person at the console can reveal it.\n`)
}

function readDate(text: string): string {
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new InvalidArgumentError('Expected a date such as 2027-01-31.')
  return new Date(time).toISOString()
}

function readHours(text: string): number {
  const hours = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
  if (hours <= overlapHoursMax) return hours
  throw new InvalidArgumentError(`Expected a number from 0 to ${overlapHoursMax}.`)
}
