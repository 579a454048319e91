import { Command } from 'commander'
import { readSettings, SettingsError, settingsCatalogue, showSetting, unknownSettings } from '../../settings.ts'
import { type Terminal, terminalOf, wrap } from '../terminal.ts'

export function settingsCommand(): Command {
  return new Command('settings').description('list every setting with its default and its value now').action(() => {
    const terminal = terminalOf(process.stdout)
    terminal.say(
      'Settings are environment variables. Each can also be given as NAME_FILE, the path of a file with the value.',
    )
    for (const { name, fallback, help } of Object.values(settingsCatalogue)) {
      terminal.say()
      terminal.say(`${terminal.paint('bold', name)}  ${valueNow({ name, fallback }, process.env, terminal)}`)
      for (const line of wrap(help, terminal.columns - 2)) terminal.say(`  ${line}`)
    }
    for (const warning of unknownSettings(process.env)) terminal.say(`\n${terminal.paint('yellow', '!')} ${warning}`)
    requireValid(terminal)
  })
}

function valueNow(
  { name, fallback }: { name: string; fallback: string },
  environment: NodeJS.ProcessEnv,
  { paint }: Terminal,
): string {
  const given = environment[name]
  const file = environment[`${name}_FILE`]
  const shownDefault = fallback === '' ? 'not set' : fallback
  if (given === undefined && file === undefined) return paint('dim', shownDefault)
  const value = file === undefined ? showSetting(name, given ?? '') : `from the file ${file}`
  return `${paint('cyan', value)}  ${paint('dim', `default: ${shownDefault}`)}`
}

/** The command fails if a setting is wrong. The error names the problems; an empty line separates it from the list. */
function requireValid({ say }: Terminal) {
  try {
    readSettings(process.env)
  } catch (error) {
    if (error instanceof SettingsError) say()
    throw error
  }
}
