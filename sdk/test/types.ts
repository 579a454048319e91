import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { imported, program, root, run } from './pack.ts'

/** TypeScript programs that use the package, to be compiled. */

interface Modules {
  readonly module: string
  readonly moduleResolution: string
}

/** The strictest options, with checks of the declarations of packages. */
const strict = {
  ...{ target: 'es2022', lib: ['es2022'], noEmit: true, skipLibCheck: false },
  ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
}

/** The program as an ES module, as CommonJS, and as package.json says. Without the types of Node. */
export function writeUses(project: string, modules: Modules): void {
  const text = `${program(imported)}
import type { EventOf } from '@postback/sdk'
export const emailOf = ({ data }: EventOf<'PURCHASE_APPROVED', '2.0.0'>) => data.buyer?.email
// @ts-expect-error: a type that is not found would be any, and any has every field
export const nothingOf = ({ data }: EventOf<'PURCHASE_APPROVED', '2.0.0'>) => data.buyer?.emial
`
  const files = ['use.mts', 'use.cts', 'use.ts']
  for (const file of files) writeFileSync(join(project, file), text)
  writeConfig(project, { ...strict, ...modules, lib: ['es2022', 'dom'], types: [] }, files)
}

/** The output of the compiler; empty without errors. */
export function compile(tsc: string, project: string): Promise<string> {
  return run(process.execPath, [tsc, '-p', '.'], { cwd: project }).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  )
}

/** Declarations that the examples in the README use. */
const given = `
import { DatabaseSync } from 'node:sqlite'
import { createClient, createReceiver, type EventOf, sqliteStore } from '@postback/sdk'
declare function giveAccess(data: EventOf<'PURCHASE_APPROVED', '2.0.0'>['data']): Promise<void>
declare function takeAccess(data: EventOf<'PURCHASE_REFUNDED', '2.0.0'>['data']): Promise<void>
declare function log(text: string): void
const database = new DatabaseSync('receipts.db')
const [key = '', url = '', id = ''] = process.argv
const controller = new AbortController()
const postback = createClient({ baseUrl: url })
`

/** All TypeScript examples of the README in one file. With the types of Node, and without those of browsers. */
export function writeReadmeExamples(project: string, modules: Modules): void {
  const readme = readFileSync(join(root, 'sdk/README.md'), 'utf8')
  const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, example]) => `{\n${example}}\n`)
  writeFileSync(join(project, 'readme.ts'), given + examples.join(''))
  writeConfig(project, { ...strict, ...modules, types: ['node'] }, ['readme.ts'])
}

function writeConfig(project: string, compilerOptions: object, files: readonly string[]): void {
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
}
