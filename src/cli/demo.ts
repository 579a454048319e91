import { Command, InvalidArgumentError } from 'commander'
import { stories } from './demo/stories.ts'
import { type Terminal, terminalOf } from './terminal.ts'

export interface DemoOptions {
  readonly once: boolean
  readonly port: number
  readonly dataDir: string
}

export function demoCommand(): Command {
  return new Command('demo')
    .description('play a few weeks of a school in a few seconds, with a server and receivers of its own')
    .option('--once', 'end when all is played: exit code 0 if every post ended as expected, else 1', false)
    .option('--port <number>', 'port of the server; the next free one if it is taken, 0 for any', readPort, 8080)
    .option('--data-dir <directory>', 'where to keep the data; what a demo before left there is removed', './data/demo')
    .action(async (options: DemoOptions) => {
      const terminal = terminalOf(process.stdout)
      introduce(terminal)
      // Only now, so that the first words come at once.
      const { runDemo } = await import('./demo/demo.ts')
      process.exitCode = (await runDemo(options, terminal)) ? 0 : 1
    })
}

function introduce({ say, paint }: Terminal) {
  say(paint('bold', 'Postback demo: five weeks of a school that sells courses, in a few seconds.'))
  say(`A checkout reports what becomes of ${stories.length} transactions. Each line of the table is a`)
  say('post to one of the systems that the school has connected.')
  say()
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port >= 0 && port <= 65_535) return port
  throw new InvalidArgumentError('Expected a number from 0 to 65535.')
}
