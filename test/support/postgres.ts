import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from './free-port.ts'
import { eventually } from './harness.ts'

/** A PostgreSQL server for one test, in a temporary directory. */
export interface PostgresServer {
  readonly url: string
  stop(): Promise<void>
}

const installed = '/usr/lib/postgresql'

export async function startPostgres(): Promise<PostgresServer> {
  const directory = mkdtempSync(join(tmpdir(), 'postgres-test-'))
  const as = unprivileged()
  if (as) chownSync(directory, as.uid, as.gid)
  const options = { ...as, cwd: directory }
  await promisify(execFile)(program('initdb'), ['-D', 'data', '-U', 'postgres', '-A', 'trust', '--no-sync'], options)

  const port = await freePort()
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off']
  const server = spawn(program('postgres'), ['-D', 'data', ...settings.flatMap((it) => ['-c', it])], {
    ...options,
    stdio: 'ignore',
  })
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  await eventually(
    () => accepts(url),
    (ready) => ready,
  )
  return {
    url,
    async stop() {
      await ended(server)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function program(name: string): string {
  const newest = readdirSync(installed).sort((a, b) => Number(b) - Number(a))[0] ?? ''
  return join(installed, newest, 'bin', name)
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client(url)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

/** Cuts open connections, because the test is over. */
function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve())
    server.kill('SIGINT')
  })
}
