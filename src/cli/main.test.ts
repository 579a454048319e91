import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { postbackCommand, programFile, startPostbackProcess, startProcess } from '../../test/support/command-line.ts'
import { setStage } from '../../test/support/stage.ts'

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'postback-cli-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

test('a wrong call ends with 2, help with 0', async () => {
  expect(await postback('nonsense')).toMatchObject({ code: 2, errors: expect.stringContaining('unknown command') })
  expect(await postback('--help')).toMatchObject({ code: 0, output: expect.stringContaining('serve') })
  expect(await postback('--version')).toMatchObject({ code: 0, output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
})

test('all wrong settings are named at once, and end with 2 before anything starts', async () => {
  const { code, output, errors } = await postback('serve', { POSTBACK_PORT: 'x', POSTBACK_HISTORY_DAYS: '0' })
  expect({ code, output }).toEqual({ code: 2, output: '' })
  expect(errors).toContain('POSTBACK_PORT: expected')
  expect(errors).toContain('POSTBACK_HISTORY_DAYS: expected')
})

test('settings are listed with default and value, secrets without their value', async () => {
  const key = 'a-platform-key-of-some-length'
  const { code, output } = await postback('settings', { POSTBACK_PORT: '9000', POSTBACK_PLATFORM_KEY: key })
  expect(code).toBe(0)
  expect(output).toContain('POSTBACK_PORT  9000  default: 8080\n')
  expect(output).toContain('POSTBACK_PLATFORM_KEY  set, not shown  default: not set\n')
  expect(output).not.toContain(key)
})

// What only a process shows: six of them.

test('the exit code of a command is that of its process', async () => {
  expect(await startPostbackProcess('nonsense', {}).ended).toMatchObject({
    code: 2,
    errors: expect.stringContaining('unknown command'),
  })
})

test('serve says where it listens and where the key is, never the key, and stops on SIGTERM', async () => {
  const server = startPostbackProcess('serve', { POSTBACK_PORT: '0', POSTBACK_DATA_DIR: dataDir })
  const url = (await server.whispered(/listens at (http:\S+);/))[1] ?? ''
  expect((await fetch(`${url}/livez`)).status).toBe(200)
  await server.whispered(/Data directory: (.*)\n/)
  server.child.kill('SIGTERM')
  const { code, output, errors } = await server.ended
  expect(code).toBe(0)
  expect(errors).toContain(`Platform key:   ${join(dataDir, 'platform.key')}\n`)
  expect(errors).toMatch(/Stopped\.\n$/)
  expect(output + errors).not.toContain(readFileSync(join(dataDir, 'platform.key'), 'utf8').trim())
  const lines = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const settings = { POSTBACK_PORT: '0', POSTBACK_PLATFORM_KEY: null, POSTBACK_STOP_TIMEOUT: '8s' }
  expect(lines.filter(({ msg }) => !msg.startsWith('Server listening'))).toMatchObject([
    { msg: 'the database was brought up to date', migrations: expect.arrayContaining(['0001_initial.sql']) },
    {
      msg: 'started',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      node: expect.stringMatching(/^v\d/),
      url,
      listensAt: [new URL(url).host],
      dataDirectory: dataDir,
      settings,
    },
    { msg: 'stopping', within: '8s', attemptsUnderWay: 0 },
    { msg: 'stopped', callersCutOff: 0, attemptsCutOff: 0, givenBack: 0 },
  ])
})

test('npm start passes SIGTERM on to the server', async () => {
  const npm = startProcess('npm', ['start'], { POSTBACK_PORT: '0', POSTBACK_DATA_DIR: dataDir })
  const url = (await npm.whispered(/listens at (http:\S+);/))[1] ?? ''
  npm.child.kill('SIGTERM')
  const { code, errors } = await npm.ended
  expect(code).toBe(0)
  expect(errors).toMatch(/Stopped\.\n$/)
  await expect(fetch(`${url}/livez`)).rejects.toThrow()
})

test('a closed output ends a command quietly; an output that cannot be written is an error', async () => {
  const settings = `'${process.execPath}' '${programFile}' settings`
  expect(await startProcess('sh', ['-c', `{ ${settings}; echo "ended with $?" >&2; } | true`], {}).ended).toMatchObject(
    {
      errors: 'ended with 0\n',
    },
  )
  expect(await startProcess('sh', ['-c', `${settings} > /dev/full`], {}).ended).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/^The output cannot be written: .*no space left.*\n$/),
  })
})

test('SIGINT ends postback listen without waiting for an address that does not answer', async () => {
  const { postback, report, receiver } = await setStage()
  const never = Promise.withResolvers<object>()
  const site = await receiver(() => never.promise)
  const line = `listen --url ${postback.url} --account producer --forward-to ${site.url}`
  const environment = { XDG_CONFIG_HOME: dataDir, POSTBACK_PLATFORM_KEY: postback.platformKey }
  const command = startPostbackProcess(line, environment)
  await command.said(/signing secret/)
  await report('PURCHASE_APPROVED', 'HP1')
  await site.arrivals(1)
  command.child.kill('SIGINT')
  const { code, output } = await command.ended
  never.resolve({})
  expect(code).toBe(0)
  expect(output).toContain('stopped before an answer came')
})

function postback(line: string, environment: Record<string, string> = {}) {
  return postbackCommand(line.split(' '), environment)
}
