import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createClient } from '@postback/sdk'
import { Unable } from '../../src/cli/explain.ts'

export interface Workspace {
  readonly directory: string
  /** Path of the server's key. The server makes it when it starts. */
  readonly keyFile: string
  /** Path of a file in it. */
  file(name: string): string
  /** Writes down the address of the demo that uses this directory. */
  noteUrl(url: string): void
}

/** A file in every directory of a demo, with the address of that demo. */
const markName = 'demo.json'
const keyName = 'platform.key'
const answerWithinMs = 2_000

/** An empty directory for one run. Data of an earlier run is removed. A directory of another kind, or in use, is refused. */
export async function openWorkspace(path: string): Promise<Workspace> {
  const directory = resolve(path)
  const file = (name: string) => join(directory, name)
  const found = existsSync(directory) ? readdirSync(directory) : []
  if (found.length > 0 && !found.includes(markName)) {
    throw new Unable(`${directory} holds something else than a demo. Name another directory with --data-dir.`)
  }
  if (await isInUse(file)) {
    throw new Unable(`A demo is running in ${directory} already. Stop it, or name another directory with --data-dir.`)
  }
  for (const name of found.filter((it) => it !== markName)) rmSync(file(name), { recursive: true })
  makeDirectory(directory)
  const noteUrl = (url: string) => writeFileSync(file(markName), JSON.stringify({ url }))
  noteUrl('')
  return { directory, file, noteUrl, keyFile: file(keyName) }
}

/** Whether a server accepts the key of this directory. Another server at the same address would refuse it. */
async function isInUse(file: (name: string) => string): Promise<boolean> {
  try {
    const { url } = JSON.parse(readFileSync(file(markName), 'utf8')) as { url: string }
    const headers = { authorization: `Bearer ${readFileSync(file(keyName), 'utf8').trim()}` }
    await createClient({ baseUrl: url, headers, timeoutMs: answerWithinMs, retries: 0 }).accounts.me()
    return true
  } catch {
    return false
  }
}

/** Level by level: with `recursive`, Node never returns where no directory can be made, such as below /proc. */
function makeDirectory(path: string) {
  if (existsSync(path)) return
  makeDirectory(dirname(path))
  mkdirSync(path, { mode: 0o700 })
}
