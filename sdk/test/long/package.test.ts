import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../../test/support/free-port.ts'
import { eventually, registerProducer, startPostback } from '../../../test/support/harness.ts'
import { imported, installPackage, printed, program, required, root, run } from '../pack.ts'
import { compile, writeReadmeExamples, writeUses } from '../types.ts'

/** The package as its users get it: packed, installed in another folder, and used without files of this repository. */

const tsc = join(root, 'node_modules/.bin/tsc')

/** The Node of the project, and that of the system, which may be as old as the oldest supported version. */
const nodes = [process.execPath, '/usr/bin/node'].filter((path) => existsSync(path))

let project: string
beforeAll(async () => {
  project = await installPackage()
}, 120_000)
afterAll(() => rmSync(dirname(project), { recursive: true }))

describe('the package', () => {
  it.each(
    nodes.flatMap((node) => [
      { node, file: 'use.mjs', text: program(imported) },
      { node, file: 'use.cjs', text: program(required) },
    ]),
  )('runs as plain JavaScript in $node: $file', async ({ node, file, text }) => {
    writeFileSync(join(project, file), text)
    const { stdout, stderr } = await run(node, [file], { cwd: project })
    expect(stderr).toBe('')
    expect(stdout.split('\n')).toEqual(printed)
  })

  it('can be imported and required in one program, and recognizes the errors of both copies', async () => {
    const text = `
      import { createRequire } from 'node:module'
      import { ApiError, createClient, isApiError } from '@postback/sdk'
      const required = createRequire(import.meta.url)('@postback/sdk')
      const error = await required.createClient({ baseUrl: 'http://127.0.0.1:1' }).request('GET', '/').catch((error) => error)
      console.log(error instanceof ApiError, isApiError(error), isApiError(error, 'not_reached'), isApiError(new Error()))`
    writeFileSync(join(project, 'both.mjs'), text)
    const { stdout } = await run(process.execPath, ['both.mjs'], { cwd: project })
    expect(stdout).toBe('false true true false\n')
  })

  it.each([
    ['node16', 'node16'],
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types for module %s, without those of Node', async (module, moduleResolution) => {
    writeUses(project, { module, moduleResolution })
    expect(await compile(tsc, project)).toBe('')
  })

  it('has a README whose examples compile under exactOptionalPropertyTypes', async () => {
    mkdirSync(join(project, 'node_modules/@types'))
    symlinkSync(join(root, 'node_modules/@types/node'), join(project, 'node_modules/@types/node'))
    writeReadmeExamples(project, { module: 'nodenext', moduleResolution: 'nodenext' })
    expect(await compile(tsc, project)).toBe('')
  })

  it('contains all files that users need, and no tests', () => {
    const files = readdirSync(join(project, 'node_modules/@postback/sdk'), { recursive: true, encoding: 'utf8' })
    const needed = [
      'README.md',
      'LICENSE',
      'dist/index.js',
      'dist/index.d.ts',
      'dist/cjs/index.js',
      'dist/cjs/package.json',
    ]
    expect(files).toEqual(expect.arrayContaining(needed))
    expect(files.filter((file) => /\.test\.|tsconfig|scripts|projects/.test(file))).toEqual([])
  })
})

it('the app of the README receives a signed test event', async () => {
  const readme = readFileSync(join(root, 'sdk/README.md'), 'utf8')
  const [, code = ''] = /`app\.js`:\n\n```js\n(.*?)```/s.exec(readme) ?? []
  const port = await freePort()
  const file = (name: string) => join(project, name)
  writeFileSync(file('app.js'), code.replaceAll('3000', String(port)))
  symlinkSync(join(root, 'node_modules/express'), file('node_modules/express'))

  const postback = await startPostback()
  await registerProducer(postback)
  const asProducer = { account: 'producer' }
  const wanted = { name: 'My app', url: `http://127.0.0.1:${port}/webhook`, events: ['PURCHASE_APPROVED'] }
  const configuration = (await postback.api('POST', '/v1/configurations', wanted, asProducer)).body
  writeFileSync(file('configuration.json'), JSON.stringify(configuration))
  writeFileSync(file('hottok.json'), (await postback.api('GET', '/v1/hottok', undefined, asProducer)).text)

  const app = spawn(nodes.at(-1) as string, ['app.js'], { cwd: project })
  let output = ''
  app.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const printed = (part: string) =>
    eventually(
      async () => output,
      (text) => text.includes(part),
    )
  await printed('Waiting at')
  const test = { event: 'PURCHASE_APPROVED', configurationIds: [configuration.id] }
  expect(await postback.api('POST', '/v1/tests', test, asProducer)).toMatchObject({ status: 202 })
  await printed('A test: ana.souza@example.com')
  app.kill()
  await postback.close()
})
