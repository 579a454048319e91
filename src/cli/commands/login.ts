import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Command } from 'commander'
import { createClient } from '../../../sdk/src/index.ts'
import { Unable } from '../explain.ts'
import { Profiles } from '../profiles.ts'
import { signIn } from '../remote.ts'

interface LoginOptions {
  readonly url?: string
  readonly clientId?: string
  readonly profile: string
}

export function loginCommand(): Command {
  return new Command('login')
    .description('keep a credential, so that other commands speak for its account')
    .option('--url <url>', 'where the server is')
    .option('--client-id <id>', 'Client ID of the credential: Hotconnect → Credentials in the console')
    .option('--profile <name>', 'what to call it', 'default')
    .addHelpText(
      'after',
      '\nThe Client Secret is asked for, or read from standard input: an argument would be seen by others.',
    )
    .action(async (options: LoginOptions) => {
      const url = options.url ?? (await ask('Address of the server: '))
      const clientId = options.clientId ?? (await ask('Client ID: '))
      const clientSecret = process.stdin.isTTY
        ? await ask('Client Secret: ', { hidden: true })
        : (await text(process.stdin)).trim()
      const profile = { url: webAddress(url), clientId, clientSecret }
      const { token } = await signIn(profile)
      const client = createClient({ baseUrl: profile.url, headers: { authorization: `Bearer ${token}` } })
      const { account } = await client.accounts.me()
      const profiles = new Profiles(process.env)
      profiles.save(options.profile, profile)
      process.stdout.write(`Logged in as ${account?.name ?? clientId}. The credential is kept in ${profiles.file}.\n`)
    })
}

export function logoutCommand(): Command {
  return new Command('logout')
    .description('forget a credential')
    .option('--profile <name>', 'which one; by default the one in use')
    .action(({ profile }: { profile?: string }) => {
      const gone = new Profiles(process.env).remove(profile ?? null)
      if (!gone) throw new Unable('There is no such profile; "postback profiles" lists them.')
      process.stdout.write('Forgotten here. To end it everywhere, revoke the credential in Hotconnect.\n')
    })
}

export function profilesCommand(): Command {
  return new Command('profiles').description('list the credentials that are kept').action(() => {
    const profiles = new Profiles(process.env).list()
    if (profiles.length === 0) process.stdout.write('None yet: "postback login" makes one.\n')
    for (const { name, url, current } of profiles) process.stdout.write(`${current ? '*' : ' '} ${name}  ${url}\n`)
  })
}

function webAddress(given: string): string {
  const url = URL.parse(given)
  if (url && /^https?:$/.test(url.protocol)) return url.href.replace(/\/$/, '')
  throw new Unable(`${given} is no web address: give one such as https://postback.example.com.`)
}

async function ask(question: string, { hidden = false } = {}): Promise<string> {
  if (!process.stdin.isTTY) throw new Unable(`${question.replace(/: $/, '')} is missing: give it as an option.`)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: hidden ? silent : process.stderr, terminal: true })
  if (hidden) process.stderr.write(question)
  const answer = await lines.question(hidden ? '' : question)
  lines.close()
  if (hidden) process.stderr.write('\n')
  return answer.trim()
}
