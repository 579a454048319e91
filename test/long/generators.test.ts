import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensurePackages } from '../support/ensure-programs.ts'
import { startPostback } from '../support/harness.ts'

/** Clients that integrators generate from the OpenAPI document: generators succeed, and the clients compile. */

const generators = join(import.meta.dirname, '..', 'generators')
const venv = join(generators, '.venv')
const run = promisify(execFile)
const oapiCodegen = 'github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen'
/** To download a generator. */
const within = { timeout: 240_000 }

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postback-generators-'))
  const postback = await startPostback()
  writeFileSync(join(folder, 'openapi.json'), (await postback.api('GET', '/openapi.json')).text)
  await postback.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Generator {
  readonly name: string
  /** The program that must be on the machine; null: npm installs all of it. */
  readonly needs: readonly string[] | null
  /** Installs the generator. */
  readonly install: () => Promise<unknown>
  readonly generate: () => Promise<void>
}

const all: readonly Generator[] = [
  {
    name: 'openapi-typescript',
    needs: null,
    install: async () => ensurePackages(generators),
    async generate() {
      const bin = join(generators, 'node_modules/.bin')
      await run(join(bin, 'openapi-typescript'), ['openapi.json', '-o', 'api.d.ts'], { cwd: folder })
      await run(join(bin, 'tsc'), ['--noEmit', '--strict', 'api.d.ts'], { cwd: folder })
    },
  },
  {
    name: 'openapi-python-client',
    needs: ['python3', '-c', 'import ensurepip, venv'],
    async install() {
      if (existsSync(join(venv, 'bin/openapi-python-client'))) return
      await run('python3', ['-m', 'venv', venv])
      await run(join(venv, 'bin/pip'), ['install', '-q', '-r', join(generators, 'requirements.txt')], within)
    },
    async generate() {
      const options = ['--path', 'openapi.json', '--output-path', 'client', '--meta', 'none']
      const env = { ...process.env, PATH: `${join(venv, 'bin')}:${process.env.PATH}` }
      const { stdout, stderr } = await run(join(venv, 'bin/openapi-python-client'), ['generate', ...options], {
        cwd: folder,
        env,
      })
      // This generator supports neither NDJSON nor CSV, and leaves these two routes out.
      const warnings = `${stdout}${stderr}`
        .match(/WARNING .*/g)
        ?.map((line) => line.replace(/^WARNING parsing (.*) within.*$/, '$1'))
      expect(warnings).toEqual(['POST /v1/events/batch', 'POST /v1/legacy-posts/import'])
      await run(join(venv, 'bin/python'), ['-c', 'import client.models, client.client'], { cwd: folder })
    },
  },
  {
    name: 'oapi-codegen',
    needs: ['go', 'version'],
    install: () => run('go', ['build', '-o', '/dev/null', oapiCodegen], { ...within, cwd: generators }),
    async generate() {
      for (const name of ['go.mod', 'go.sum']) cpSync(join(generators, name), join(folder, name))
      const options = ['-package', 'client', '-generate', 'types,client', '-o', 'client.gen.go']
      await run('go', ['tool', 'oapi-codegen', ...options, 'openapi.json'], { cwd: folder })
      await run('go', ['vet', '.'], { cwd: folder })
    },
  },
]

function isThere(needs: Generator['needs']): boolean {
  const [program = '', ...options] = needs ?? []
  try {
    if (needs !== null) execFileSync(program, options, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A toolchain that cannot reach its registry counts as missing. */
async function canInstall({ name, needs, install }: Generator): Promise<boolean> {
  try {
    await install()
    return true
  } catch (error) {
    if (needs === null) throw error
    process.stderr.write(`Without ${name}: ${(error as Error).message.slice(0, 200)}\n`)
    return false
  }
}

const there: Generator[] = []
for (const generator of all) {
  if (isThere(generator.needs) && (await canInstall(generator))) there.push(generator)
}

it.each(there)('$name makes a client that compiles', { timeout: 600_000 }, ({ generate }) => generate())
