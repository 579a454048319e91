import { Command } from 'commander'
import { platformClient } from '../remote.ts'

export function linkCommand(): Command {
  return new Command('link')
    .description('print a one-time link into the console for an account')
    .argument('<account>', 'the account that the link lets in')
    .option('--url <url>', 'where the server is; by default as the settings say')
    .option('--locale <locale>', 'language of the console: en, pt-BR or es')
    .action(async (accountId: string, { url, locale }: { url?: string; locale?: string }) => {
      const input = { accountId, ...(locale && { locale: locale as 'en' | 'pt-BR' | 'es' }) }
      const link = await platformClient(url).portalSessions.create(input)
      process.stdout.write(`${link.url}\n`)
      process.stderr.write('It works once, within ten minutes.\n')
    })
}
