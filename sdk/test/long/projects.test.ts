import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensurePackages } from '../../../test/support/ensure-programs.ts'
import { freePort } from '../../../test/support/free-port.ts'
import { eventually } from '../../../test/support/harness.ts'
import { sign } from '../../src/index.ts'
import { imported, installPackage, printed, program, required, root, run } from '../pack.ts'
import { compile, writeReadmeExamples, writeUses } from '../types.ts'

/** The packed package in users' projects: an older TypeScript, Jest, Nest, and runtimes other than Node. */

const projects = join(root, 'sdk/test/projects')
const packages = join(projects, 'node_modules')

let project: string
beforeAll(async () => {
  ensurePackages(projects)
  project = await installPackage()
  const names = readdirSync(packages).filter((name) => !name.startsWith('.'))
  for (const name of names) symlinkSync(join(packages, name), join(project, 'node_modules', name))
}, 300_000)
afterAll(() => rmSync(dirname(project), { recursive: true }))

describe('TypeScript 5.4', { timeout: 60_000 }, () => {
  const tsc = join(packages, 'typescript/bin/tsc')

  it.each([
    ['commonjs', 'node10'],
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types for module %s, resolved as %s', async (module, moduleResolution) => {
    writeUses(project, { module, moduleResolution })
    expect(await compile(tsc, project)).toBe('')
  })

  it('compiles the examples of the README under exactOptionalPropertyTypes', async () => {
    writeReadmeExamples(project, { module: 'nodenext', moduleResolution: 'nodenext' })
    expect(await compile(tsc, project)).toBe('')
  })
})

it('Jest: tests that require the package run', async () => {
  const folder = join(project, 'jest')
  cpSync(join(projects, 'jest'), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }))
  const jest = join(packages, 'jest/bin/jest.js')
  const { stderr } = await run(process.execPath, [jest, '--rootDir', folder, '--watchman=false'], { cwd: folder })
  expect(stderr).toMatch(/Tests: +3 passed, 3 total/)
}, 60_000)

it('Nest: an app compiled to CommonJS handles a signed post', async () => {
  const folder = join(project, 'nest')
  cpSync(join(projects, 'nest'), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }))
  expect(await compile(join(packages, 'typescript/bin/tsc'), folder)).toBe('')
  const app = start(process.execPath, ['dist/main.js'], folder)
  const [, url = ''] = await app.printed(/Waiting at (\S+)/)
  expect(await postSigned(url)).toEqual({ status: 200, body: { result: 'handled' } })
  await app.printed(/Give access: ana@example.com Bread/)
  await app.stop()
}, 60_000)

describe('other runtimes', () => {
  beforeAll(() => {
    writeFileSync(join(project, 'use.mjs'), program(imported))
    writeFileSync(join(project, 'use.cjs'), program(required))
  })

  it.each(['use.mjs', 'use.cjs'])('Bun runs %s', async (file) => {
    const { stdout } = await bun([file], project)
    expect(stdout.split('\n')).toEqual(printed)
  })

  it.each(['use.mjs', 'use.cjs'])('Deno runs %s', async (file) => {
    const deno = [
      join(packages, 'deno/bin.cjs'),
      'run',
      '--quiet',
      '--no-remote',
      '--node-modules-dir=manual',
      '--allow-all',
    ]
    const { stdout } = await run(process.execPath, [...deno, file], { cwd: project })
    expect(stdout.split('\n')).toEqual(printed)
  })

  it('workerd: a bundled worker handles a signed post', async () => {
    const folder = join(project, 'workerd')
    cpSync(join(projects, 'workerd'), folder, { recursive: true })
    await bun(['build', 'worker.js', '--outfile', 'bundle.js', '--target', 'browser'], folder)
    const port = await freePort()
    const workerd = [
      join(packages, 'workerd/bin/workerd'),
      'serve',
      'config.capnp',
      '--socket-addr',
      `http=127.0.0.1:${port}`,
    ]
    const app = start(process.execPath, workerd, folder)
    const answers = () => postSigned(`http://127.0.0.1:${port}`).catch(() => null)
    const answer = await eventually(answers, (found) => found !== null)
    expect(answer).toEqual({ status: 200, body: { result: 'handled' } })
    await app.printed(/Give access: ana@example.com Bread/)
    await app.stop()
  })
})

/** Runs the binary of the platform package. The package `bun` gets its binary by an install script, and scripts are not run. */
function bun(parameters: readonly string[], cwd: string) {
  const [platform = ''] = readdirSync(join(packages, '@oven'))
  return run(join(packages, '@oven', platform, 'bin/bun'), parameters, { cwd })
}

const secret = `whsec_${btoa('a signing secret of 32 bytes....')}`

async function postSigned(url: string): Promise<{ status: number; body: unknown }> {
  const data = { buyer: { email: 'ana@example.com' }, product: { name: 'Bread' } }
  const body = JSON.stringify({ id: 'e1', event: 'PURCHASE_APPROVED', version: '2.0.0', data })
  const timestamp = Math.floor(Date.now() / 1000)
  const signature = await sign(secret, { id: 'e1', timestamp, body })
  const headers = {
    'content-type': 'application/json',
    ...{ 'webhook-id': 'e1', 'webhook-timestamp': String(timestamp), 'webhook-signature': signature },
  }
  const response = await fetch(url, { method: 'POST', headers, body })
  return { status: response.status, body: await response.json() }
}

/** A program that serves until it is stopped, and what it prints. */
function start(command: string, parameters: readonly string[], cwd: string) {
  const child = spawn(command, parameters, { cwd, env: { ...process.env, SIGNING_SECRET: secret } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return {
    printed: async (pattern: RegExp) => {
      const text = await eventually(
        async () => output,
        (text) => pattern.test(text),
      )
      return pattern.exec(text) ?? []
    },
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
}
