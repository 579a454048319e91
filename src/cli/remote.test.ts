import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { postbackCommand } from '../../test/support/command-line.ts'
import { freePort } from '../../test/support/free-port.ts'
import { eventually, sale } from '../../test/support/harness.ts'
import { type Stage, setStage } from '../../test/support/stage.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'postback-remote-'))
})
afterEach(() => rmSync(home, { recursive: true }))

function commandsFor({ postback }: Stage) {
  const environment = { XDG_CONFIG_HOME: home, POSTBACK_PLATFORM_KEY: postback.platformKey }
  const remote = ['--url', postback.url, '--account', 'producer']
  return (...args: string[]) => postbackCommand([...args, ...remote], environment)
}

describe('configurations', () => {
  it('are made, listed, disabled, enabled and removed', async () => {
    const stage = await setStage()
    const run = commandsFor(stage)
    const site = await stage.receiver()
    const events = 'PURCHASE_APPROVED,PURCHASE_REFUNDED'
    const made = await run('configurations', 'create', '--name', 'Shop', '--to', site.url, '--events', events, '--json')
    expect(made.code).toBe(0)
    const { id } = JSON.parse(made.output)
    expect((await run('configurations', 'list')).output).toMatch(
      new RegExp(`${id} +Shop +active +0 +2 +all +2\\.0\\.0`),
    )
    expect((await run('configurations', 'disable', id)).output).toContain(`${id}: disabled`)
    expect((await run('configurations', 'enable', id, '--held', 'all')).output).toContain(`${id}: active`)
    expect((await run('configurations', 'remove', id)).code).toBe(0)
    expect((await run('configurations', 'list', '--json')).output).toBe('[]\n')
  })

  it('that are invalid are refused with the field', async () => {
    const run = commandsFor(await setStage())
    const wanted = ['configurations', 'create', '--name', 'x', '--to', 'ftp://x', '--events']
    const { code, errors } = await run(...wanted, 'PURCHASE_APPROVED')
    expect(code).toBe(1)
    expect(errors).toContain('/url')
    expect(await run(...wanted, 'NONE')).toMatchObject({ code: 2, errors: expect.stringContaining('Allowed are') })
  })
})

describe('deliveries', () => {
  it('are listed page by page, or all at once', async () => {
    const stage = await setStage()
    const run = commandsFor(stage)
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    for (const code of ['HP1', 'HP2', 'HP3']) await stage.report('PURCHASE_APPROVED', code)
    await site.arrivals(3)
    const json = async (...args: string[]) => JSON.parse((await run('deliveries', 'list', '--json', ...args)).output)
    const codes = ({ data }: { data: { transaction: string }[] }) => data.map(({ transaction }) => transaction)
    const first = await json('--limit', '2')
    expect(codes(first)).toEqual(['HP3', 'HP2'])
    const second = await json('--limit', '2', '--cursor', first.nextCursor)
    expect([codes(second), second.nextCursor]).toEqual([['HP1'], null])
    const all = await json('--limit', '1', '--all')
    expect([codes(all), all.nextCursor]).toEqual([['HP3', 'HP2', 'HP1'], null])
    expect((await run('deliveries', 'list', '--limit', '2')).output).toContain(`--cursor ${first.nextCursor}`)
    expect((await run('deliveries', 'list', '--event', 'PURCHASE_APROVED')).errors).toContain('PURCHASE_APPROVED?')
  })

  it('are listed, shown and processed again; line breaks in foreign names are removed', async () => {
    const stage = await setStage()
    const run = commandsFor(stage)
    const site = await stage.receiver(() => ({ status: 503, body: 'down\u001b[2J' }))
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const { id } = await stage.delivery('transaction=HP100', (it) => it.state === 'failed')
    expect((await run('deliveries', 'list', '--state', 'failed')).output).toMatch(
      new RegExp(`${id} .* 503 +failed +5/5`),
    )
    const shown = await run('deliveries', 'show', id)
    expect(shown.output).toContain('Sent payload')
    expect(shown.output).toContain('"transaction":"HP100"')
    expect(shown.output).not.toContain('\u001b')
    site.answer(() => ({}))
    expect((await run('deliveries', 'resend', id)).code).toBe(0)
    await stage.delivery('transaction=HP100', (it) => it.state === 'delivered')
  })

  it('that were refused for the token are shown with the two commands that also send it in the body', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '1h,1h,1h,1h' })
    const run = commandsFor(stage)
    const site = await stage.receiver(({ body, headers }) => ({
      status: JSON.parse(body).hottok === headers['x-hotmart-hottok'] ? 200 : 401,
    }))
    await stage.configure(site.url, ['PURCHASE_APPROVED'], { name: 'Old plugin' })
    const { code, output } = await run('trigger', 'PURCHASE_APPROVED', '--to', 'Old plugin')
    expect(code).toBe(1)
    expect(output).toContain('look for it only in the body')
    const commands = output.split('\n').filter((line) => line.startsWith('  postback '))
    const [, deliveryId = ''] = /resend (dlv_\w+)/.exec(output) ?? []
    expect((await run('deliveries', 'show', deliveryId)).output).toContain(commands.join('\n'))
    for (const line of commands) expect((await run(...line.trim().split(' ').slice(1))).code).toBe(0)
    await stage.delivery('test=true', (it) => it.state === 'delivered' && it.hottokInBody)
    expect((await run('deliveries', 'show', deliveryId)).output).not.toContain('What to do now')
  })

  it('that do not exist exit with 1', async () => {
    const run = commandsFor(await setStage())
    expect(await run('deliveries', 'show', 'dlv_0')).toMatchObject({ code: 1, output: '' })
  })
})

describe('sales', () => {
  it('are found by their buyer: one with its posts, several as a list', async () => {
    const stage = await setStage()
    const run = commandsFor(stage)
    const site = await stage.receiver(() => ({ status: 503 }))
    await stage.configure(site.url, ['PURCHASE_APPROVED'], { name: 'Members area' })
    await stage.configure(site.url, ['PURCHASE_REFUNDED'], { name: 'Refunds' })
    const bought = (transaction: string, name: string) => {
      const data = sale('PURCHASE_APPROVED', transaction)
      const buyer = { ...(data.buyer as object), name, email: `${transaction.toLowerCase()}@example.com` }
      return stage.ok('PUT', `/v1/transactions/${transaction}`, { ...data, buyer })
    }
    await bought('HP500', 'Marina Souza')
    await bought('HP501', 'Mariana Prado')
    await stage.delivery('transaction=HP500', (it) => it.state === 'failed')
    const { output } = await eventually(
      () => run('sales', 'mari'),
      ({ output }) => output.includes('HP500') && output.includes('HP501'),
    )
    expect(output).toMatch(/HP501 +APPROVED +\S+ +Mariana Prado, hp501@example.com +Baking Bread at Home/)
    expect(output).not.toContain('Members area')

    const one = (await run('sales', 'marina', 'souza')).output
    expect(one).toMatch(/HP500 +APPROVED/)
    expect(one).toMatch(/Members area +503 +failed +dlv_/)
    expect(one).toMatch(/Refunds +– +not sent +The configuration did not select this event/)
    const { data } = JSON.parse((await run('sales', 'hp500@example.com', '--json')).output)
    expect(data).toMatchObject([{ transaction: 'HP500', events: [{ routes: [{ stillTrue: true }, {}] }] }])
    expect((await run('sales', 'zacarias')).output).toBe('No sale has these words.\n')
    expect(await run('sales', 'ab')).toMatchObject({ code: 1, errors: expect.stringContaining('three letters') })
  })

  it('are among the words that a shell completes', async () => {
    const { output } = await postbackCommand(['completion', 'bash'], { XDG_CONFIG_HOME: home })
    expect(output).toMatch(/"sales"\) COMPREPLY=\(\$\(compgen -W "--\S+.*--limit/)
  })
})

describe('an unreachable server', () => {
  it('is named with the cause at the first call of a command', async () => {
    const url = `http://127.0.0.1:${await freePort()}`
    const environment = { XDG_CONFIG_HOME: home, POSTBACK_PLATFORM_KEY: 'pbk_not_for_others_0123456789' }
    const login = postbackCommand(['login', '--url', url, '--client-id', 'me'], environment, 'not_for_others')
    const list = postbackCommand(['deliveries', 'list', '--url', url, '--account', 'producer'], environment)
    for (const command of [login, list]) {
      const errors = `${url} could not be reached: connection refused.\n`
      expect(await command).toEqual({ code: 1, output: '', errors })
    }
  })
})

describe('a wrong command', () => {
  it('exits with 2, in subcommands too', async () => {
    const run = commandsFor(await setStage())
    expect(await run('configurations', 'create')).toMatchObject({ code: 2, errors: expect.stringContaining('--name') })
    expect(await run('deliveries', 'nonsense')).toMatchObject({ code: 2 })
  })

  it('names the missing option when the user is not logged in', async () => {
    const { code, errors } = await postbackCommand(['deliveries', 'list'], { XDG_CONFIG_HOME: home })
    expect(code).toBe(1)
    expect(errors).toContain('postback login')
  })
})

describe('completion', () => {
  it('is a valid bash script, and completes subcommands', async () => {
    const { output } = await postbackCommand(['completion', 'bash'], {})
    const ask = `${output}\nCOMP_WORDS=(postback deliveries re); COMP_CWORD=2; _postback; echo "\${COMPREPLY[@]}"`
    expect(spawnSync('bash', ['-c', ask], { encoding: 'utf8' }).stdout.trim()).toBe('resend')
  })
})

describe('login', () => {
  it('stores a credential that only its owner can read, and other commands use its account', async () => {
    const { postback, ok, configure } = await setStage()
    const { clientId, clientSecret } = await ok('POST', '/v1/credentials', { name: 'Terminal' })
    await configure('http://127.0.0.1:9/hook', ['PURCHASE_APPROVED'])
    const environment = { XDG_CONFIG_HOME: home }
    const login = ['login', '--url', postback.url, '--client-id', clientId]
    const wrong = await postbackCommand(login, environment, 'not-the-secret')
    expect(wrong).toMatchObject({ code: 1, output: '' })
    const done = await postbackCommand(login, environment, `${clientSecret}\n`)
    expect(done).toMatchObject({ code: 0, output: expect.stringContaining('Logged in as Account producer') })
    expect(done.output).not.toContain(clientSecret)
    expect(statSync(join(home, 'postback', 'profiles.json')).mode & 0o777).toBe(0o600)
    const listed = await postbackCommand(['configurations', 'list', '--json'], environment)
    expect(JSON.parse(listed.output)).toEqual([expect.objectContaining({ name: 'Story' })])
    expect((await postbackCommand(['profiles'], environment)).output).toContain(`* default  ${postback.url}`)
    expect((await postbackCommand(['logout'], environment)).code).toBe(0)
    expect(await postbackCommand(['configurations', 'list'], environment)).toMatchObject({ code: 1 })
  })
})
