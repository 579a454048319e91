import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { postbackCommand } from '../../../test/support/command-line.ts'
import { setStage } from '../../../test/support/stage.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'postback-credentials-'))
})
afterEach(() => rmSync(home, { recursive: true }))

async function begin() {
  const { postback } = await setStage()
  const environment = { XDG_CONFIG_HOME: home, POSTBACK_PLATFORM_KEY: postback.platformKey }
  const remote = ['--url', postback.url, '--account', 'producer']
  return {
    url: postback.url,
    run: (...args: string[]) => postbackCommand(['credentials', ...args, ...remote], environment),
  }
}

describe('credentials', () => {
  it('are made and listed, and a secret is printed only when it is made', async () => {
    const { run } = await begin()
    const made = await run('create', '--name', 'Zapier', '--expires', '2099-01-31', '--scope', 'read')
    const [, clientId = '', clientSecret = '', basic = ''] =
      /^Client ID {6}(\S+)\nClient Secret {2}(pbs_\S+)\nBasic {10}(\S+)\n$/.exec(made.output) ?? []
    expect(atob(basic)).toBe(`${clientId}:${clientSecret}`)
    const id = /crd_[0-9a-f]{32}/.exec(made.errors)?.[0] ?? ''
    const listed = await run('list')
    expect(listed.output).toMatch(
      new RegExp(`${id} +Zapier +${clientId} +${clientSecret.slice(0, 8)}… +read +never +2099-01-31\n`),
    )
    expect(listed.output).not.toContain(clientSecret)
  }, 60_000)

  it('are rotated and revoked', async () => {
    const { run } = await begin()
    const made = JSON.parse((await run('create', '--name', 'Zapier', '--json')).output)
    const rotated = JSON.parse((await run('rotate', made.id, '--overlap-hours', '2', '--json')).output)
    expect(rotated).toMatchObject({
      clientId: made.clientId,
      oldSecrets: [{ clientSecret: `${made.clientSecret.slice(0, 8)}…` }],
    })
    expect(await run('rotate', made.id, '--overlap-hours', '800')).toMatchObject({ code: 2 })
    expect(await run('revoke', made.id)).toMatchObject({ code: 0, output: `${made.id} is revoked.\n` })
    expect(await run('revoke', made.id)).toMatchObject({ code: 1, output: '' })
  }, 60_000)

  it('let a person log in, and refuse a guessed secret', async () => {
    const { run, url } = await begin()
    const { clientId, clientSecret } = JSON.parse((await run('create', '--name', 'Laptop', '--json')).output)
    const login = (secret: string) =>
      postbackCommand(['login', '--url', url, '--client-id', clientId], { XDG_CONFIG_HOME: home }, secret)
    expect(await login('guessed')).toMatchObject({ code: 1, errors: expect.stringContaining('that is in force') })
    expect(await login(clientSecret)).toMatchObject({ code: 0, output: expect.stringContaining('Account producer') })
    const asked = await postbackCommand(['configurations', 'list', '--json'], { XDG_CONFIG_HOME: home })
    expect(asked).toMatchObject({ code: 0, output: '[]\n' })
    // An access token gives no access to credentials.
    const refused = await postbackCommand(['credentials', 'list'], { XDG_CONFIG_HOME: home })
    expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('Access tokens may not do that') })
  }, 60_000)
})
