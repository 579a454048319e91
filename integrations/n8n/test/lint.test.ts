import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const folder = fileURLToPath(new URL('..', import.meta.url))

it('keeps the rules that n8n has for community nodes', async () => {
  const eslint = `${folder}node_modules/eslint/bin/eslint.js`
  const run = promisify(execFile)(process.execPath, [eslint, '.', '--quiet'], {
    cwd: folder,
    // With NODE_ENV=test, some rules take every file for the same one.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const said = await run.then(
    ({ stdout }) => stdout,
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  )
  expect(said).toBe('')
})
