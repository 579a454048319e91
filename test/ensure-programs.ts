import { type ExecFileSyncOptions, execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * What the tests run and npm does not bring: a browser for the console, PHP for the receiver that the console documents, and
 * PostgreSQL.
 */
const programs = [
  { path: '/usr/bin/chromium', packages: ['chromium'] },
  { path: '/usr/bin/php', packages: ['php-cli', 'php-sqlite3'] },
  { path: '/usr/lib/postgresql', packages: ['postgresql'] },
]

export default function ensurePrograms() {
  const missing = programs.filter(({ path }) => !existsSync(path)).flatMap((program) => program.packages)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`The tests need programs that are not here. On Debian: apt-get install ${missing.join(' ')}.`)
  }
  process.stderr.write(`Installing ${missing.join(' and ')} for the tests…\n`)
  const options: ExecFileSyncOptions = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }
  execFileSync('apt-get', ['update', '-qq'], options)
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options)
}
