import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Unable } from '../explain.ts'

export interface Workspace {
  readonly directory: string
  /** Path of the server's key, once it has one. */
  readonly keyFile: string
  /** Path of a file in it. */
  file(name: string): string
  /** Leaves word of where the demo in it is reached. */
  noteUrl(url: string): void
}

/** Lies in every directory that a demo has made, and says where that demo was reached. */
const markName = 'demo.json'
const keyName = 'platform.key'
const answerWithinMs = 2_000

/** An empty directory for one run. What the last run left is removed; what is not ours, or in use, is left alone. */
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

/** Whether a server still answers to this directory's key. Another one at the same address does not know it. */
async function isInUse(file: (name: string) => string): Promise<boolean> {
  try {
    const { url } = JSON.parse(readFileSync(file(markName), 'utf8')) as { url: string }
    const headers = { authorization: `Bearer ${readFileSync(file(keyName), 'utf8').trim()}` }
    const response = await fetch(`${url}/v1/me`, { headers, signal: AbortSignal.timeout(answerWithinMs) })
    return response.ok
  } catch {
    return false
  }
}

/** Step by step: with `recursive`, Node tries for ever where nothing can be made, as below /proc. */
function makeDirectory(path: string) {
  if (existsSync(path)) return
  makeDirectory(dirname(path))
  mkdirSync(path, { mode: 0o700 })
}
