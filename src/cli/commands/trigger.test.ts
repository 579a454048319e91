import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { postbackCommand } from '../../../test/support/command-line.ts'
import { failingRows } from '../../../test/support/failing-rows.ts'
import { type Stage, setStage } from '../../../test/support/stage.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'postback-trigger-'))
})
afterEach(() => rmSync(home, { recursive: true }))

function commandsFor({ postback }: Stage) {
  const environment = { XDG_CONFIG_HOME: home, POSTBACK_PLATFORM_KEY: postback.platformKey }
  const remote = ['--url', postback.url, '--account', 'producer']
  return (...args: string[]) => postbackCommand([...args, ...remote], environment)
}

const linesOf = (output: string) =>
  output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('postback trigger', () => {
  it('sends an event to a configuration by its name and to an address, prints both answers, and ends with 0', async () => {
    const stage = await setStage()
    const [site, free] = [await stage.receiver(), await stage.receiver()]
    await stage.configure(site.url, ['PURCHASE_REFUNDED'], { name: 'Members area' })
    const data = '{"buyer":{"name":"Zoé"}}'
    const run = commandsFor(stage)
    const { code, output, errors } = await run(
      ...[
        'trigger',
        'purchase_approved',
        '--to',
        'members area',
        '--to',
        free.url,
        '--data',
        data,
        '--product',
        '1000',
      ],
    )
    expect(errors).toBe('')
    expect(code).toBe(0)
    expect(output).toMatch(/PURCHASE_APPROVED +HP00\d{12} +Members area +200 +\d+ ms +delivered\n/)
    expect(output).toMatch(/PURCHASE_APPROVED +HP00\d{12} +http:\S+ +200 +\d+ ms +delivered\n/)
    expect(output).toMatch(/2 of 2 posts delivered\.\n$/)
    for (const target of [site, free]) expect((await target.arrivals(1))[0]?.body).toContain('Zoé')
    expect(free.arrived[0]?.headers).not.toHaveProperty('x-hotmart-hottok')
  })

  it('goes to the test inbox when no target is given', async () => {
    const stage = await setStage()
    const { code, output } = await commandsFor(stage)('trigger', 'PURCHASE_APPROVED')
    expect(code).toBe(0)
    expect(output).toMatch(/PURCHASE_APPROVED +HP00\d{12} +test inbox +200 /)
    await stage.deliveries('target=inbox', ([first]) => first?.state === 'delivered')
  })

  it('exits with 1 when a post is not delivered, and does not wait for its retries', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '1h,1h,1h,1h' })
    const site = await stage.receiver(() => ({ status: 503 }))
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    const { code, output } = await commandsFor(stage)('trigger', 'CLUB_FIRST_ACCESS', '--to', id, '--json')
    expect(code).toBe(1)
    expect(linesOf(output)).toMatchObject([
      {
        event: 'CLUB_FIRST_ACCESS',
        configurationId: id,
        delivered: false,
        state: 'retrying',
        status: 503,
        outcome: 'rejected',
        nextAttemptAt: expect.any(String),
      },
    ])
  })

  it('exits with 1 when no answer comes within the given time', async () => {
    const stage = await setStage()
    const never = Promise.withResolvers<object>()
    const site = await stage.receiver(() => never.promise)
    const { code, output } = await commandsFor(stage)(
      'trigger',
      'PURCHASE_APPROVED',
      '--to',
      site.url,
      '--wait',
      '50ms',
    )
    never.resolve({})
    expect(code).toBe(1)
    expect(output).toContain('no answer yet')
  })

  it('sends a subscription when asked', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const run = commandsFor(stage)
    const { code } = await run('trigger', 'PURCHASE_APPROVED', '--to', site.url, '--kind', 'subscription')
    expect(code).toBe(0)
    expect((await site.arrivals(1))[0]?.body).toContain('"recurrence_number":1')
  })

  it('sends the classic values when asked, and the token to an address', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const { code } = await commandsFor(stage)(
      'trigger',
      'PURCHASE_APPROVED',
      '--to',
      site.url,
      '--classic',
      '--with-hottok',
    )
    expect(code).toBe(0)
    const [arrived] = await site.arrivals(1)
    expect(arrived?.body).toContain('Produto test postback2')
    expect(arrived?.headers).toHaveProperty('x-hotmart-hottok')
  })

  it('ends with 2 and names what is wrong', async () => {
    const run = commandsFor(await setStage())
    const wrong: Readonly<Record<string, [args: readonly string[], words: string]>> = {
      'no event': [['trigger'], 'event'],
      'an event that there is not': [['trigger', 'PAID', '--to', 'x'], 'PURCHASE_APPROVED'],
      'an event with a slip': [['trigger', 'PURCHASE_APROVED', '--to', 'x'], 'Did you mean PURCHASE_APPROVED?'],
      'a story with a slip': [['story', 'refnud', '--to', 'x'], 'Did you mean refund?'],
      'a configuration that there is not': [
        ['trigger', 'PURCHASE_APPROVED', '--to', 'Shop'],
        'There is no configuration "Shop"',
      ],
      'data that are no object': [['trigger', 'PURCHASE_APPROVED', '--to', 'x', '--data', '[1]'], 'JSON object'],
      'data that the event cannot have': [
        ['trigger', 'PURCHASE_APPROVED', '--to', 'http://127.0.0.1/', '--data', '{"buyer":5}'],
        '/data/buyer',
      ],
      'an address that is not allowed': [['trigger', 'PURCHASE_APPROVED', '--to', 'http://10.0.0.1/'], '/urls/0'],
      'a kind where nothing is bought': [['trigger', 'CLUB_FIRST_ACCESS', '--kind', 'single'], '/kind'],
      'a product that is no number': [
        ['trigger', 'PURCHASE_APPROVED', '--to', 'x', '--product', 'bread'],
        'product.id',
      ],
      'a story that there is not': [['story', 'happy-end', '--to', 'x'], 'refund'],
    }
    const failing = await failingRows(Object.entries(wrong), async ([args, words]) => {
      const { code, output, errors } = await run(...args)
      expect({ code, output }).toEqual({ code: 2, output: '' })
      expect(errors).toContain(words)
      expect(errors).not.toMatch(/\n +at /)
    })
    expect(failing).toEqual([])
  })
})

describe('postback story', () => {
  it('sends the steps in their order, twice each if asked, and ends with 0', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const { code, output } = await commandsFor(stage)('story', 'refund', '--to', site.url, '--duplicate', '--json')
    expect(code).toBe(0)
    expect(linesOf(output)).toMatchObject([
      { step: 1, event: 'PURCHASE_APPROVED', attempts: 2, delivered: true },
      { step: 2, event: 'PURCHASE_PROTEST', attempts: 2, delivered: true },
      { step: 3, event: 'PURCHASE_REFUNDED', attempts: 2, delivered: true },
    ])
    expect(site.arrived).toHaveLength(6)
  })

  it('sends them out of order if asked, and prints the place of each', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const { code, output } = await commandsFor(stage)('story', 'refund', '--to', site.url, '--out-of-order')
    expect(code).toBe(0)
    expect(output.match(/\d\/3 +PURCHASE_\w+/g)).toEqual([
      '3/3  PURCHASE_REFUNDED',
      '1/3  PURCHASE_APPROVED',
      '2/3  PURCHASE_PROTEST',
    ])
  })

  it('lists the stories when none is named', async () => {
    const { code, output } = await postbackCommand(['story'], { XDG_CONFIG_HOME: home })
    expect(code).toBe(0)
    expect(output).toMatch(/^refund +Refund asked for and given \(3 events\)$/m)
    expect(output.trimEnd().split('\n')).toHaveLength(9)
  })
})
