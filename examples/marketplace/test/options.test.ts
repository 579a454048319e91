import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../main.ts', import.meta.url))

test('wrong options end with 2 and name the remedy, help ends with 0', async () => {
  expect(await demo('--port', 'x')).toMatchObject({ code: 2, errors: expect.stringContaining('from 0 to 65535') })
  expect(await demo('--nonsense')).toMatchObject({ code: 2, errors: expect.stringContaining('Try --help.') })
  expect(await demo('--help')).toMatchObject({ code: 0, output: expect.stringContaining('npm run demo -- [options]') })
})

function demo(...options: readonly string[]): Promise<{ code: unknown; output: string; errors: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--conditions=postback-source', program, ...options], (error, output, errors) =>
      resolve({ code: error?.code ?? 0, output, errors }),
    )
  })
}
