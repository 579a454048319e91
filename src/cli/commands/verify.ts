import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { verify } from '../../../sdk/src/index.ts'
import { Unable } from '../explain.ts'

interface VerifyOptions {
  readonly headers?: string
  readonly secret?: string
  readonly hottok?: string
  readonly anyAge?: boolean
  readonly json?: boolean
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('say whether a request that was kept is genuine, and if not, which check fails')
    .argument('<body>', 'file with the body, to the letter')
    .option(
      '--headers <file>',
      'JSON file with the headers; by default the one that "listen --record" wrote beside the body',
    )
    .option('--secret <secret>', 'signing secret, whsec_…')
    .option('--hottok <token>', 'verification token')
    .option('--any-age', 'do not mind when it was sent')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nNothing leaves this machine. Ends with 0 if the request is genuine, with 1 if it is not.')
    .action(run)
}

async function run(bodyFile: string, options: VerifyOptions) {
  if (options.secret === undefined && options.hottok === undefined) {
    throw new Unable('There is nothing to check by: give --secret, --hottok, or both.')
  }
  const body = readFileSync(bodyFile)
  const headers = readHeaders(options.headers ?? bodyFile.replace(/\.[a-z]+$/, '.headers.json'))
  const sentAt = Number(headers['webhook-timestamp']) * 1000
  const result = await verify(
    { headers, body },
    {
      ...(options.secret !== undefined && { secrets: options.secret }),
      ...(options.hottok !== undefined && { hottok: options.hottok }),
      now: options.anyAge && Number.isFinite(sentAt) ? sentAt : Date.now(),
    },
  )
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`)
  else if (result.ok) process.stdout.write(`Genuine: ${result.checked.join(' and ')} as they must be.\n`)
  else process.stdout.write(`Not genuine (${result.code}). ${result.message}\n`)
  process.exitCode = result.ok ? 0 : 1
}

function readHeaders(file: string): Record<string, string> {
  try {
    const headers = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
  } catch (cause) {
    throw new Unable(`The headers cannot be read from ${file}. Name a JSON file, {"name": "value"}, with --headers.`, {
      cause,
    })
  }
}
