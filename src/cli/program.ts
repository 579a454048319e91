import { Command } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { configurationsCommand } from './commands/configurations.ts'
import { credentialsCommand } from './commands/credentials.ts'
import { deliveriesCommand } from './commands/deliveries.ts'
import { importCommand } from './commands/import.ts'
import { linkCommand } from './commands/link.ts'
import { listenCommand } from './commands/listen.ts'
import { loginCommand, logoutCommand, profilesCommand } from './commands/login.ts'
import { salesCommand } from './commands/sales.ts'
import { serveCommand } from './commands/serve.ts'
import { settingsCommand } from './commands/settings.ts'
import { storyCommand, triggerCommand } from './commands/trigger.ts'
import { verifyCommand } from './commands/verify.ts'
import { completionCommand } from './completion.ts'
import { exitCodeOf, explain } from './explain.ts'

/** Runs the command that the arguments name, to its end; `process.exitCode` says how it went. */
export async function runProgram(args: readonly string[]) {
  try {
    await buildProgram().parseAsync(args, { from: 'user' })
  } catch (error) {
    process.stderr.write(explain(error, { debug: /^(debug|trace)$/.test(process.env.POSTBACK_LOG_LEVEL ?? '') }))
    process.exitCode = exitCodeOf(error)
  }
}

function buildProgram(): Command {
  const program = new Command('postback')
    .description(packageJson.description)
    .version(packageJson.version, '-v, --version')
    .addCommand(serveCommand())
    .addCommand(linkCommand())
    .addCommand(loginCommand())
    .addCommand(logoutCommand())
    .addCommand(profilesCommand())
    .addCommand(listenCommand())
    .addCommand(triggerCommand())
    .addCommand(storyCommand())
    .addCommand(verifyCommand())
    .addCommand(configurationsCommand())
    .addCommand(deliveriesCommand())
    .addCommand(salesCommand())
    .addCommand(credentialsCommand())
    .addCommand(importCommand())
    .addCommand(settingsCommand())
    .addCommand(completionCommand(() => program))
  teachAll(program)
  return program
}

function teachAll(command: Command) {
  command.exitOverride().showHelpAfterError('Try --help.')
  for (const inner of command.commands) teachAll(inner)
}
