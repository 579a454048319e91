import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../test/free-port.ts'
import { eventually, registerProducer, startPostback } from '../../test/harness.ts'

/** The package as others get it: packed, installed somewhere else, and used without anything of this repository. */

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const tsc = join(root, 'node_modules/.bin/tsc')

/** Ours, and the one of the machine, which may be as old as the oldest that the package is for. */
const nodes = [process.execPath, '/usr/bin/node'].filter((path) => existsSync(path))

let project: string
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'sdk-package-'))
  await run('npm', ['pack', '-w', 'sdk', '--pack-destination', project], { cwd: root })
  const [tarball = ''] = readdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  await run('npm', ['install', '--offline', `./${tarball}`], { cwd: project })
}, 120_000)
afterAll(() => rmSync(project, { recursive: true }))

const program = `
import { createClient, createReceiver, sign } from '@postback/sdk'

const secrets = 'whsec_' + btoa('a signing secret of 32 bytes....')
const receiver = createReceiver({
  secrets,
  on: { PURCHASE_APPROVED: ({ data }) => console.log('paid: ' + data.purchase.transaction) },
})
const body = JSON.stringify({ id: '1', event: 'PURCHASE_APPROVED', version: '2.0.0', data: { purchase: { transaction: 'HP1' } } })
const timestamp = Math.floor(Date.now() / 1000)
const headers = {
  'webhook-id': '1',
  'webhook-timestamp': String(timestamp),
  'webhook-signature': await sign(secrets, { id: '1', timestamp, body }),
}
console.log((await receiver.receive({ headers, body })).result)
console.log((await receiver.receive({ headers, body })).result)
console.log((await receiver.receive({ headers, body: body + ' ' })).body)
console.log(typeof createClient({ baseUrl: 'https://postback.example' }).request)
`

describe('the package', () => {
  it.each(nodes)('is plain JavaScript to %s', async (node) => {
    writeFileSync(join(project, 'use.js'), program)
    const { stdout, stderr } = await run(node, ['use.js'], { cwd: project })
    expect(stderr).toBe('')
    expect(stdout.split('\n')).toEqual([
      'paid: HP1',
      'handled',
      'duplicate',
      expect.stringContaining('signature_mismatch'),
      'function',
      '',
    ])
  })

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types for module %s, without those of Node', async (module, moduleResolution) => {
    const compilerOptions = {
      ...{ module, moduleResolution, target: 'es2022', lib: ['es2022', 'dom'], types: [] },
      ...{ strict: true, noEmit: true, skipLibCheck: false, exactOptionalPropertyTypes: true },
    }
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
    writeFileSync(join(project, 'use.ts'), program)
    await run(tsc, ['-p', '.'], { cwd: project })
    writeFileSync(join(project, 'use.ts'), program.replace('data.purchase.transaction', 'data.purchase.transactio'))
    await expect(run(tsc, ['-p', '.'], { cwd: project })).rejects.toMatchObject({
      stdout: expect.stringContaining("Did you mean 'transaction'?"),
    })
  })

  it('holds what is needed to use it, and no tests', () => {
    const files = readdirSync(join(project, 'node_modules/@postback/sdk'), { recursive: true, encoding: 'utf8' })
    expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']))
    expect(files.filter((file) => /\.test\.|tsconfig|scripts/.test(file))).toEqual([])
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
