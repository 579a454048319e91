import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'vitest'

export const run = promisify(execFile)
export const root = join(import.meta.dirname, '../..')

/**
 * A new folder with an empty project in which the package is installed: built, packed and unpacked as for its users. It is built
 * from a copy, so that the build of the repository is neither needed nor changed.
 */
export async function installPackage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sdk-package-'))
  const copy = join(folder, 'repository')
  cpSync(join(root, 'tsconfig.json'), join(copy, 'tsconfig.json'))
  cpSync(join(root, 'sdk'), join(copy, 'sdk'), {
    recursive: true,
    filter: (path) => !/sdk\/(dist|test|node_modules)$/.test(path),
  })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  await run('npm', ['pack', '--pack-destination', folder], { cwd: join(copy, 'sdk') })

  const project = join(folder, 'project')
  mkdirSync(project)
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  await run('npm', ['install', '--offline', `../${tarball}`], { cwd: project })
  return project
}

/** A program that uses receiver and client. Only its import differs between projects. */
export const program = (imports: string) => `
${imports}

const secrets = 'whsec_' + btoa('a signing secret of 32 bytes....')
const receiver = createReceiver({
  secrets,
  on: { PURCHASE_APPROVED: ({ data }) => console.log('paid: ' + data.purchase.transaction) },
})

async function main() {
  const event = { id: '1', event: 'PURCHASE_APPROVED', version: '2.0.0', data: { purchase: { transaction: 'HP1' } } }
  const body = JSON.stringify(event)
  const timestamp = Math.floor(Date.now() / 1000)
  const headers = {
    'webhook-id': '1',
    'webhook-timestamp': String(timestamp),
    'webhook-signature': await sign(secrets, { id: '1', timestamp, body }),
  }
  console.log((await receiver.receive({ headers, body })).result)
  console.log((await receiver.receive({ headers, body: new TextEncoder().encode(body) })).result)
  console.log((await receiver.receive({ headers, body: body + ' ' })).body)
  const client = createClient({ baseUrl: 'http://127.0.0.1:1' })
  console.log(await client.request('GET', '/v1/me').catch((error) => isApiError(error, 'not_reached')))
}
main()
`
export const imported = "import { createClient, createReceiver, isApiError, sign } from '@postback/sdk'"
export const required = "const { createClient, createReceiver, isApiError, sign } = require('@postback/sdk')"
export const printed = ['paid: HP1', 'handled', 'duplicate', expect.stringContaining('signature_mismatch'), 'true', '']
