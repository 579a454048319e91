import { type ExecFileSyncOptions, execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

interface Program {
  readonly path: string
  readonly packages: readonly string[]
}

/** For the walk through the help article in a browser. */
const always: readonly Program[] = [{ path: '/usr/bin/chromium', packages: ['chromium'] }]

/** For receivers that integrators write, and for stores of the receiver's kit. */
const forLong: readonly Program[] = [
  { path: '/usr/bin/php', packages: ['php-cli', 'php-sqlite3'] },
  { path: '/usr/bin/python3', packages: ['python3'] },
  { path: '/usr/lib/postgresql', packages: ['postgresql'] },
]

/** Languages of the receivers in the console's documentation. Tested where installed, like Go and Java. */
const languages: readonly Program[] = [{ path: '/usr/bin/ruby', packages: ['ruby'] }]

export default function ensureAll({ vitest }: Pick<TestProject, 'vitest'>) {
  // Runs once, for any selection of projects.
  const isLong = vitest.projects.some(({ name }) => name !== 'quick')
  const missing = missingOf(isLong ? [...always, ...forLong] : always)
  if (missing.length > 0 && !canInstall) {
    throw new Error(`The tests need programs that are not here. On Debian: apt-get install ${missing.join(' ')}.`)
  }
  install(missing)
  if (!isLong) return
  if (canInstall) tryToInstall(missingOf(languages))
  ensureIntegrations()
}

const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

function missingOf(wanted: readonly Program[]): readonly string[] {
  return wanted.filter(({ path }) => !existsSync(path)).flatMap((program) => program.packages)
}

function tryToInstall(packages: readonly string[]) {
  try {
    install(packages)
  } catch {
    process.stderr.write(`Without ${packages.join(' and ')}: it cannot be installed.\n`)
  }
}

function install(missing: readonly string[]) {
  if (missing.length === 0) return
  process.stderr.write(`Installing ${missing.join(' and ')} for the tests…\n`)
  const options: ExecFileSyncOptions = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }
  execFileSync('apt-get', ['update', '-qq'], options)
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options)
}

const integrations = fileURLToPath(new URL('../../integrations/', import.meta.url))

/** Integrations need their vendors' packages, which have other licences, so we keep those out of the product's own tree. */
function ensureIntegrations() {
  for (const name of readdirSync(integrations)) ensurePackages(`${integrations}${name}`)
}

/** Installs the packages of the folder's own lock file, unless that has been done. */
export function ensurePackages(folder: string) {
  if (!existsSync(`${folder}/package-lock.json`) || existsSync(`${folder}/node_modules`)) return
  process.stderr.write(`Installing the packages of ${relative(process.cwd(), folder)} for its tests…\n`)
  execFileSync('npm', ['ci'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}
