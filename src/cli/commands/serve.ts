import { resolve } from 'node:path'
import { Command } from 'commander'
import type { App } from '../../app.ts'
import { showDuration } from '../../domain/time/duration.ts'
import { BoundedOutput } from '../../log/bounded-output.ts'
import { openLog } from '../../log/log.ts'
import { standardOutlet } from '../../log/outlets.ts'
import { readableLines } from '../../log/readable.ts'
import { readSettings, type Settings, settingsInForce, unknownSettings } from '../../settings.ts'
import { outliveReader } from '../reader-gone.ts'
import { stopSignals } from '../stop-signals.ts'

/** For the last lines: at the end of stopping, while their readers keep up. */
const lastLinesMs = { least: 100, most: 500 }

export function serveCommand(): Command {
  return new Command('serve')
    .description('run the server until SIGTERM or Ctrl+C')
    .option(
      '--clock-is-right',
      'forget what is older than the history, although the clock has gone far ahead since the last start',
    )
    .action(async ({ clockIsRight = false }: { clockIsRight?: boolean }) => {
      const settings = readSettings(process.env)
      outliveReader()
      const output = openOutput(settings)
      for (const warning of unknownSettings(process.env)) output.say(`Warning: ${warning}`)
      const { startApp } = await import('../../app.ts')
      // Listened for from the beginning: a program that reads that it listens may stop it in the same moment.
      const signalled = stopSignals(() => stopAtOnce(output))
      const app = await startApp(settings, {
        log: output.log,
        logLinesLost: output.logLinesLost,
        settingsInForce: settingsInForce(process.env),
        clockIsRight,
      })
      introduce(app, settings, output)
      await stopOn(signalled, { app, settings, output })
    })
}

type Output = ReturnType<typeof openOutput>

/** Standard output is the log's alone, so that it can be piped to whatever reads logs. Readers of neither can stop the server. */
function openOutput({ logLevel }: Settings) {
  const { stdout, stderr } = process
  const format = stdout.isTTY ? readableLines({ colours: stdout.hasColors() }) : undefined
  const log = openLog({ level: logLevel, outlet: standardOutlet(1), ...(format && { format }) })
  const noteOf = (lines: number) => `(${lines} lines were lost.)\n`
  // One queue for one terminal, so that its lines stay in order.
  const said = stdout.isTTY && stderr.isTTY ? log : new BoundedOutput({ outlet: standardOutlet(2), noteOf })
  process.on('uncaughtExceptionMonitor', (err) => log.logger.fatal({ err }, 'the process ends by a fault of its own'))
  process.on('exit', () => {
    log.flushNow()
    said.flushNow()
  })
  return {
    log: log.logger,
    logLinesLost: log.linesLost,
    say: (line: string) => said.write(`${line}\n`),
    flush: (withinMs: number) => Promise.all([log.flush(withinMs), said.flush(withinMs)]),
  }
}

/** The key itself is never printed: terminals are recorded and logs are copied. */
function introduce(app: App, settings: Settings, { say }: Output) {
  say(`Postback listens at ${app.url}; its reference page is ${app.url}/docs`)
  say(`Platform key:   ${app.platformKeyFile === null ? 'as given in the settings' : resolve(app.platformKeyFile)}`)
  say(`Data directory: ${resolve(settings.dataDir)}`)
}

/** The first signal lets what is under way end; a later one does not wait for it. Nothing is lost by either. */
async function stopOn(
  signalled: Promise<NodeJS.Signals>,
  { app, settings: { stopTimeoutMs }, output }: { app: App; settings: Settings; output: Output },
) {
  const signal = await signalled
  const endAt = performance.now() + stopTimeoutMs
  const patience = showDuration(stopTimeoutMs)
  output.say(`${signal}: stopping within ${patience}. What is under way ends first; a second signal stops at once.`)
  await app.stop()
  output.say('Stopped.')
  await output.flush(Math.min(lastLinesMs.most, Math.max(lastLinesMs.least, endAt - performance.now())))
  process.exit(0)
}

function stopAtOnce({ say, log }: Output) {
  log.warn('stopped at once, by a second signal: what was under way is sent again at the next start')
  say('Stopped at once. What was under way is sent again at the next start.')
  process.exit(1)
}
