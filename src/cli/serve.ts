import { resolve } from 'node:path'
import { Command } from 'commander'
import type { App } from '../app.ts'
import { showDuration } from '../domain/duration.ts'
import { readSettings, type Settings, unknownSettings } from '../settings.ts'
import { stopSignals } from './stop-signals.ts'

export function serveCommand(): Command {
  return new Command('serve').description('run the server until SIGTERM or Ctrl+C').action(async () => {
    const settings = readSettings(process.env)
    for (const warning of unknownSettings(process.env)) say(`Warning: ${warning}`)
    const { startApp } = await import('../app.ts')
    // Listened for from the beginning: whoever reads that it listens may stop it in the same moment.
    const signalled = stopSignals(stopAtOnce)
    const app = await startApp(settings)
    introduce(app, settings)
    await stopOn(signalled, app, settings)
  })
}

/** Standard output is the log's alone, so that it can be piped to whatever reads logs. */
function say(line: string) {
  process.stderr.write(`${line}\n`)
}

/** The key itself is never printed: terminals are recorded and logs are copied. */
function introduce(app: App, settings: Settings) {
  say(`Postback listens at ${app.url}; its reference page is ${app.url}/docs`)
  say(`Platform key:   ${app.platformKeyFile === null ? 'as given in the settings' : resolve(app.platformKeyFile)}`)
  say(`Data directory: ${resolve(settings.dataDir)}`)
}

/** The first signal lets what is under way end; a later one does not wait for it. Nothing is lost by either. */
async function stopOn(signalled: Promise<NodeJS.Signals>, app: App, { stopTimeoutMs }: Settings) {
  const signal = await signalled
  const patience = showDuration(stopTimeoutMs)
  say(`${signal}: stopping within ${patience}. What is under way ends first; a second signal stops at once.`)
  await app.stop()
  say('Stopped.')
  process.exit(0)
}

function stopAtOnce() {
  say('Stopped at once. What was under way is sent again at the next start.')
  process.exit(1)
}
