#!/usr/bin/env node
import { Command } from 'commander'
import packageJson from '../../package.json' with { type: 'json' }
import { completionCommand } from './completion.ts'
import { configurationsCommand } from './configurations.ts'
import { credentialsCommand } from './credentials.ts'
import { deliveriesCommand } from './deliveries.ts'
import { exitCodeOf, explain } from './explain.ts'
import { importCommand } from './import.ts'
import { linkCommand } from './link.ts'
import { listenCommand } from './listen.ts'
import { loginCommand, logoutCommand, profilesCommand } from './login.ts'
import { endWithReader } from './reader-gone.ts'
import { serveCommand } from './serve.ts'
import { settingsCommand } from './settings.ts'
import { storyCommand, triggerCommand } from './trigger.ts'
import { verifyCommand } from './verify.ts'

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
  .addCommand(credentialsCommand())
  .addCommand(importCommand())
  .addCommand(settingsCommand())
  .addCommand(completionCommand(() => program))

teachAll(program)

function teachAll(command: Command) {
  command.exitOverride().showHelpAfterError('Try --help.')
  for (const inner of command.commands) teachAll(inner)
}

endWithReader()

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(explain(error, { debug: /^(debug|trace)$/.test(process.env.POSTBACK_LOG_LEVEL ?? '') }))
  process.exitCode = exitCodeOf(error)
}
