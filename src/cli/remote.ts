import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { type Client, createClient, fetchAccessToken } from '../../sdk/src/index.ts'
import { readSettings, type Settings } from '../settings.ts'
import { Unable } from './explain.ts'
import { type Profile, Profiles } from './profiles.ts'

/** Connects a command to a server: with a profile of `postback login`, or, on the server's machine, with its platform key. */

export interface RemoteOptions {
  readonly url?: string
  readonly account?: string
  readonly profile?: string
  readonly json?: boolean
}

/** A command that calls a server for one account. */
export function remoteCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--profile <name>', 'a profile of "postback login"; by default the last one')
    .option('--url <url>', 'where the server is; by default as the profile, else the settings say')
    .option('--account <id>', 'with the platform key: the account to speak for')
    .option('--json', 'print JSON')
}

/** @throws Unable when there is neither a profile nor a platform key */
export async function connect(options: RemoteOptions): Promise<Client> {
  if (options.account === undefined) {
    const profile = new Profiles(process.env).find(options.profile ?? null)
    if (!profile) {
      throw new Unable(
        'You are not logged in. Run "postback login", or name an account with --account where the platform key is.',
      )
    }
    const { url, token } = await signIn({ ...profile, url: options.url ?? profile.url })
    return createClient({ baseUrl: url, headers: { authorization: `Bearer ${token}` } })
  }
  return platformClient(options.url, options.account)
}

/** @param accountId the account to act for; left out: none */
export function platformClient(url: string | undefined, accountId?: string): Client {
  const settings = readSettings(process.env)
  return createClient({
    baseUrl: (url ?? addressOf(settings)).replace(/\/$/, ''),
    headers: {
      authorization: `Bearer ${platformKeyOf(settings)}`,
      ...(accountId !== undefined && { 'postback-account': accountId }),
    },
  })
}

/** Exchanges the credential for an access token. */
export async function signIn(profile: Profile): Promise<{ url: string; token: string }> {
  const url = profile.url.replace(/\/$/, '')
  const { accessToken } = await fetchAccessToken({ baseUrl: url, credential: profile })
  return { url, token: accessToken }
}

function addressOf({ publicUrl, host, port }: Settings): string {
  return publicUrl ?? `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`
}

function platformKeyOf({ platformKey, dataDir }: Settings): string {
  if (platformKey !== null) return platformKey
  const file = join(dataDir, 'platform.key')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new Unable(
      `The platform key cannot be read from ${file}. Set POSTBACK_DATA_DIR to the server's, or POSTBACK_PLATFORM_KEY.`,
      { cause },
    )
  }
}
