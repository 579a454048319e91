import { Command, InvalidArgumentError, Option } from 'commander'
import { type ImportFormat, isApiError, type LegacyImportProgress } from '../../../sdk/src/index.ts'
import { sentenceOf, Unable } from '../explain.ts'
import { platformClient } from '../remote.ts'
import { terminalOf } from '../terminal.ts'
import { errorsTo } from './import/errors.ts'
import { countsOf, figure, progressLine, summaryOf } from './import/progress.ts'
import { beginningOf, openSource, type Source } from './import/source.ts'

interface ImportOptions {
  readonly account: string
  readonly url?: string
  readonly format?: ImportFormat
  readonly errors?: string
}

/** The import is complete, except for refused lines. */
const someRefused = 3

export function importCommand(): Command {
  return new Command('import')
    .description('import posts that the platform’s earlier postback tool made')
    .argument('<file>', 'NDJSON, or CSV whose first line names the columns; - reads standard input')
    .requiredOption('--account <id>', 'the account that the posts are of')
    .addOption(
      new Option('--format <format>', 'what the file holds; by default as it begins').choices(['ndjson', 'csv']),
    )
    .option('--errors <file>', 'where to write what is wrong with which line, as NDJSON', readPath)
    .option('--url <url>', 'where the server is; by default as the settings say')
    .addHelpText(
      'after',
      `
Fields: id, at, url, event; optional: transaction, product, status, attempts, contentType, body, response.
What is there already is left as it is: an import that was interrupted is simply made again.
Exit codes: 0 all posts are there, 1 it could not be finished, 2 called wrongly, ${someRefused} some lines were refused.`,
    )
    .action(importFile)
}

async function importFile(file: string, options: ImportOptions) {
  const source = await openSource(file)
  try {
    await importFrom(source, file, options)
  } finally {
    source.content.destroy()
  }
}

async function importFrom(source: Source, file: string, options: ImportOptions) {
  const terminal = terminalOf(process.stderr)
  const { format, content } = await beginningOf(source.content, options.format)
  const errors = await errorsTo(options.errors, file, terminal)
  const progress = progressLine(terminal, source.bytes)
  let last: LegacyImportProgress | undefined
  try {
    last = await platformClient(options.url, options.account).legacyPosts.import(content, {
      format,
      onErrors: (found) => progress.around(() => errors.add(found)),
      onWait: ({ title }, waitMs) =>
        progress.around(() => terminal.say(`${title}. Trying again in ${waitMs / 1000} s.`)),
      onProgress: (now) => {
        last = now
        progress.show(now)
      },
    })
  } catch (error) {
    progress.end()
    throw unfinished(error, last)
  } finally {
    await errors.close()
  }
  progress.end()
  if (last.records === 0) throw new Unable('There is nothing in it to import.')
  for (const line of summaryOf(last, errors.left, options.errors)) terminal.say(line)
  if (last.refused > 0) process.exitCode = someRefused
}

/** Posts that were imported stay imported, and the message says so. */
function unfinished(error: unknown, progress: LegacyImportProgress | undefined): unknown {
  if (progress === undefined || !isApiError(error)) return error
  const what = `Stopped after line ${figure(progress.nextLine - 1)} (${countsOf(progress)}).`
  return new Unable(`${sentenceOf(error)}\n${what} Run the same command again: what is there is left as it is.`, {
    cause: error,
  })
}

function readPath(text: string): string {
  if (text.trim() !== '') return text
  throw new InvalidArgumentError('Expected a file.')
}
