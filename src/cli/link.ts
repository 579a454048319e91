import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { createClient, isApiError } from '../../sdk/src/index.ts'
import { readSettings, type Settings } from '../settings.ts'
import { Unable } from './explain.ts'

export function linkCommand(): Command {
  return new Command('link')
    .description('print a one-time link into the console for an account')
    .argument('<account>', 'the account that the link lets in')
    .option('--url <url>', 'where the server is; by default as the settings say')
    .option('--locale <locale>', 'language of the console: en, pt-BR or es')
    .action(async (accountId: string, options: { url?: string; locale?: string }) => {
      const settings = readSettings(process.env)
      const client = createClient({
        baseUrl: options.url ?? addressOf(settings),
        headers: { authorization: `Bearer ${platformKeyOf(settings)}` },
      })
      const { locale } = options
      const link = await client
        .request<{ url: string }>('POST', '/v1/portal-sessions', { body: { accountId, ...(locale && { locale }) } })
        .catch((error) => {
          throw isApiError(error) ? new Unable(`${error.title}. ${error.detail}`, { cause: error }) : error
        })
      process.stdout.write(`${link.url}\n`)
      process.stderr.write('It works once, within ten minutes.\n')
    })
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
