import { Command, InvalidArgumentError } from 'commander'
import { exitCodeOf, explain } from '../../src/cli/explain.ts'
import { endWithReader } from '../../src/cli/reader-gone.ts'
import { terminalOf } from '../../src/cli/terminal.ts'
import type { DemoOptions } from './demo.ts'

const program = new Command('npm run demo --')
  .description('play a few weeks of a school in a few seconds, with a server and receivers of its own')
  .option('--once', 'end when all is played: exit code 0 if every post ended as expected, else 1', false)
  .option('--port <number>', 'port of the server; the next free one if it is taken, 0 for any', readPort, 8080)
  .option(
    '--data-dir <directory>',
    'where to keep the data; the data of an earlier demo there is removed',
    './data/demo',
  )
  .exitOverride()
  .showHelpAfterError('Try --help.')
  .action(async (options: DemoOptions) => {
    const terminal = terminalOf(process.stdout)
    terminal.say(terminal.paint('bold', 'Postback demo: five weeks of a school that sells courses, in a few seconds.'))
    // The server takes a moment to load. Load it after the first line, so that this line appears at once.
    const { runDemo } = await import('./demo.ts')
    process.exitCode = (await runDemo(options, terminal)) ? 0 : 1
  })

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('Expected a number from 0 to 65535.')
}

endWithReader()

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(explain(error, { debug: /^(debug|trace)$/.test(process.env.POSTBACK_LOG_LEVEL ?? '') }))
  process.exitCode = exitCodeOf(error)
}
