import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { eventually } from '../../test/support/harness.ts'

/** A separate process, because signals reach a whole process. */
const program = `
  import { stopSignals } from ${JSON.stringify(new URL('stop-signals.ts', import.meta.url).href)}
  void stopSignals(() => console.log('again')).then((signal) => console.log('stop ' + signal))
  setInterval(() => {}, 1000)
  console.log('ready')
`

test('a signal within a second of the first counts as the same key press; a later one asks to stop at once', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program])
  let heard = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard += text
  })
  const until = (wanted: string) =>
    eventually(
      async () => heard,
      (text) => text.includes(wanted),
    )
  try {
    await until('ready')
    child.kill('SIGINT')
    await until('stop SIGINT')
    const at = performance.now()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGINT'] as const) child.kill(signal)
    await eventually(
      async () => {
        child.kill('SIGINT')
        return heard
      },
      (text) => text.includes('again'),
    )
    expect(performance.now() - at).toBeGreaterThan(900)
    expect(heard.startsWith('ready\nstop SIGINT\nagain\n')).toBe(true)
  } finally {
    child.kill('SIGKILL')
  }
})
