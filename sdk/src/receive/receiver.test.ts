import { describe, expect, it, vi } from 'vitest'
import type { Handler } from './handler.ts'
import { createReceiver, type ReceiverOptions } from './receiver.ts'
import { memoryStore } from './stores/memory.ts'
import type { ReceiverStore } from './stores/store.ts'

const hottok = 'the-token-of-this-account'

describe('the answer', () => {
  it('is 200 after the handler returned, and 200 without a second call for a duplicate', async () => {
    const { receive, handled } = stage()
    expect(await receive(approved('1'))).toBe('200 handled')
    expect(await receive(approved('1'))).toBe('200 duplicate')
    expect(handled).toEqual(['1'])
  })

  it('is 401 for a wrong token, before the body is parsed', async () => {
    const { receive, handled } = stage()
    expect(await receive('not json', { 'x-hotmart-hottok': 'guessed' })).toBe('401 refused hottok_mismatch')
    expect(await receive(approved('1'), { 'x-hotmart-hottok': '' })).toBe('401 refused hottok_missing')
    expect(handled).toEqual([])
  })

  it('is 400 for a body that is not an event', async () => {
    const { receive } = stage()
    expect(await receive('{"half": ')).toBe('400 unreadable not_json')
    expect(await receive('{}')).toBe('400 unreadable not_an_event')
  })

  it('is 200 for a known or unknown event without a handler', async () => {
    const { receive } = stage()
    expect(await receive(event('PURCHASE_EXPIRED', '1'))).toBe('200 unknown')
    expect(await receive(event('INVENTED_LATER', '2'))).toBe('200 unknown')
    expect(await receive(event('constructor', '3'))).toBe('200 unknown')
  })

  it('is that of onUnknown, called once, for an event without a handler', async () => {
    const onUnknown = vi.fn()
    const { receive } = stage({ onUnknown })
    expect(await receive(event('INVENTED_LATER', '2'), { 'postback-test': 'true' })).toBe('200 handled')
    expect(await receive(event('INVENTED_LATER', '2'))).toBe('200 duplicate')
    expect(onUnknown).toHaveBeenCalledExactlyOnceWith(event('INVENTED_LATER', '2'), {
      sequence: null,
      attempt: null,
      test: true,
      body: JSON.stringify(event('INVENTED_LATER', '2')),
    })
  })

  it('is 400 for a version that the handlers do not expect and would misread', async () => {
    const form = 'transaction=HP1&status=approved'
    expect(await stage().receive(form)).toBe('400 unreadable version_not_handled')
    const both = stage({ versions: ['2.0.0', '1.0.0'] })
    expect(await both.receive(form)).toBe('200 handled')
    expect(await both.receive(form)).toBe('200 duplicate')
    expect(both.handled).toEqual(['HP1:approved'])
  })

  it('is 500 when the handler throws, and the next attempt is handled', async () => {
    const onError = vi.fn()
    const fails = once(() => {
      throw new Error('mail server down')
    })
    const { receive, handled } = stage({ onError, before: fails })
    expect(await receive(approved('1'))).toBe('500 failed')
    expect(onError).toHaveBeenCalledExactlyOnceWith(new Error('mail server down'), approved('1'))
    expect(await receive(approved('1'))).toBe('200 handled')
    expect(await receive(approved('1'))).toBe('200 duplicate')
    expect(handled).toEqual(['1'])
  })

  it('is 503 while the same event is being handled', async () => {
    const gate = Promise.withResolvers<void>()
    const before = vi.fn(() => gate.promise)
    const { receive, handled } = stage({ before })
    const first = receive(approved('1'))
    await vi.waitFor(() => expect(before).toHaveBeenCalledOnce())
    expect(await receive(approved('1'))).toBe('503 busy')
    gate.resolve()
    expect(await first).toBe('200 handled')
    expect(await receive(approved('1'))).toBe('200 duplicate')
    expect(handled).toEqual(['1'])
  })

  it('is 503 when the handler takes too long; the handler goes on, and the next attempt is a duplicate', async () => {
    const gate = Promise.withResolvers<void>()
    const { receive, handled } = stage({ before: () => gate.promise, answerWithinMs: 1 })
    expect(await receive(approved('1'))).toBe('503 busy')
    gate.resolve()
    await expect.poll(() => receive(approved('1'))).toBe('200 duplicate')
    expect(handled).toEqual(['1'])
  })

  it('is 503 when the store fails, and nothing is handled', async () => {
    const onError = vi.fn()
    const broken = { ...memoryStore(), hold: () => Promise.reject(new Error('disk full')) }
    const { receive, handled } = stage({ dedupe: broken, onError })
    expect(await receive(approved('1'))).toBe('503 unavailable')
    expect(onError).toHaveBeenCalledOnce()
    expect(handled).toEqual([])
  })
})

it('an event is free again when the lease of a dead process ends', async () => {
  const dedupe = memoryStore()
  let now = 1_000_000
  const died = stage({
    dedupe,
    now: () => now,
    before: () => new Promise(() => {}),
    answerWithinMs: 1,
    leaseMs: 60_000,
  })
  const next = stage({ dedupe, now: () => now, leaseMs: 60_000 })
  expect(await died.receive(approved('1'))).toBe('503 busy')
  now += 59_999
  expect(await next.receive(approved('1'))).toBe('503 busy')
  now += 1
  expect(await next.receive(approved('1'))).toBe('200 handled')
})

describe('with the order guard', () => {
  const sequence = (n: number) => ({ 'postback-sequence': String(n) })

  it('an overtaken event is skipped, and so is a later copy of it', async () => {
    const { receive, handled } = stage({ order: true })
    expect(await receive(approved('2'), sequence(2))).toBe('200 handled')
    expect(await receive(approved('1'), sequence(1))).toBe('200 stale')
    expect(await receive(approved('1'), sequence(1))).toBe('200 duplicate')
    expect(await receive(approved('3'), sequence(3))).toBe('200 handled')
    expect(handled).toEqual(['2', '3'])
  })

  it('a failed event does not make earlier ones stale, and is handled at its next attempt', async () => {
    const fails = once(() => {
      throw new Error('not now')
    })
    const { receive, handled } = stage({ order: true, before: fails, onError: () => {} })
    expect(await receive(approved('2'), sequence(2))).toBe('500 failed')
    expect(await receive(approved('1'), sequence(1))).toBe('200 handled')
    expect(await receive(approved('2'), sequence(2))).toBe('200 handled')
    expect(handled).toEqual(['1', '2'])
  })

  it('two events of one sale are not handled at the same time, but events of two sales are', async () => {
    const gate = Promise.withResolvers<void>()
    const before = vi.fn(() => gate.promise)
    const { receive, handled } = stage({ order: true, before })
    const first = receive(approved('1'), sequence(1))
    await vi.waitFor(() => expect(before).toHaveBeenCalledTimes(1))
    const other = receive(approved('9', 'HP9'), sequence(1))
    await vi.waitFor(() => expect(before).toHaveBeenCalledTimes(2))
    expect(await receive(approved('2'), sequence(2))).toBe('503 busy')
    gate.resolve()
    expect(await Promise.all([first, other])).toEqual(['200 handled', '200 handled'])
    expect(await receive(approved('2'), sequence(2))).toBe('200 handled')
    expect(handled).toEqual(['1', '9', '2'])
  })

  it('events without a sequence or a subject are handled in any order', async () => {
    const { receive } = stage({ order: true, onUnknown: () => {} })
    expect(await receive(approved('5'), sequence(5))).toBe('200 handled')
    expect(await receive(approved('6'))).toBe('200 handled')
    expect(await receive(event('CLUB_FIRST_ACCESS', '7'), sequence(1))).toBe('200 handled')
    expect(await receive(event('CLUB_FIRST_ACCESS', '8'), sequence(1))).toBe('200 handled')
  })
})

it('handlers get the event with its own type, and the delivery facts from the headers', async () => {
  const seen: unknown[] = []
  const receiver = createReceiver({
    hottok,
    on: {
      PURCHASE_APPROVED: (event, delivery) => {
        seen.push(event.data.purchase.status satisfies 'APPROVED', delivery.attempt, delivery.sequence, delivery.test)
      },
    },
  })
  await receiver.receive({
    headers: { 'x-hotmart-hottok': hottok, 'postback-attempt': '2', 'postback-sequence': '7' },
    body: JSON.stringify(approved('1')),
  })
  expect(seen).toEqual(['APPROVED', 2, 7, false])
})

it('without a store every copy goes to the handler, even two at the same time', async () => {
  const { receive, handled } = stage({
    dedupe: false,
    onError: () => {},
    before: once(() => Promise.reject(new Error())),
  })
  expect(await receive(approved('1'))).toBe('500 failed')
  expect(await Promise.all([receive(approved('1')), receive(approved('1'))])).toEqual(['200 handled', '200 handled'])
  expect(handled).toEqual(['1', '1'])
})

it('order without a store, or no token and secret, is refused when the receiver is made', () => {
  expect(() => createReceiver({ hottok, order: true, dedupe: false })).toThrow(/^order: needs a store/)
  expect(() => createReceiver({ on: {} })).toThrow(/^hottok, secrets: give at least one/)
  expect(() => createReceiver({ secrets: 'whsec_' })).toThrow(/^secrets: /)
})

// -- verbs ----------------------------------------------------------------------------------------------------------------

interface Staging extends Omit<ReceiverOptions<'1.0.0' | '2.0.0'>, 'on'> {
  dedupe?: ReceiverStore | false
  /** The handler waits for this before it records the event. */
  before?: () => unknown
}

function stage({ before, ...options }: Staging = {}) {
  const handled: string[] = []
  const note: Handler<{ id: string }> = async ({ id }) => {
    await before?.()
    handled.push(id)
  }
  const receiver = createReceiver({ hottok, ...options, on: { PURCHASE_APPROVED: note } })
  const receive = async (body: object | string, headers: Record<string, string> = {}) => {
    const { status, body: text } = await receiver.receive({
      headers: { 'x-hotmart-hottok': hottok, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    const { result, code } = JSON.parse(text) as { result: string; code?: string }
    return `${status} ${result}${code ? ` ${code}` : ''}`
  }
  return { receive, handled }
}

function approved(id: string, transaction = 'HP1') {
  return event('PURCHASE_APPROVED', id, transaction)
}

function event(name: string, id: string, transaction = 'HP1') {
  return { id, event: name, version: '2.0.0', data: { purchase: { transaction, status: 'APPROVED' } } }
}

/** Calls `work` the first time only. */
function once(work: () => unknown): () => unknown {
  let done = false
  return () => {
    if (done) return undefined
    done = true
    return work()
  }
}

describe('invalid options are refused when the receiver is made', () => {
  const handler = () => {}
  const rows: readonly (readonly [string, object, RegExp])[] = [
    [
      'a misspelled event',
      { on: { PURCHASE_APROVED: handler } },
      /^on\.PURCHASE_APROVED: .*Did you mean PURCHASE_APPROVED\?/,
    ],
    ['an event in lower case', { on: { purchase_refunded: handler } }, /Did you mean PURCHASE_REFUNDED\?/],
    [
      'an unknown event without a similar name',
      { on: { ORDER_PAID_TWICE_TODAY: handler } },
      /^on\.ORDER_PAID_TWICE_TODAY: .*onUnknown/,
    ],
    [
      'an event that the versions do not have',
      { versions: ['1.0.0'], on: { CLUB_FIRST_ACCESS: handler } },
      /^on\.CLUB_FIRST_ACCESS: version 1\.0\.0/,
    ],
    [
      'a handler that is not a function',
      { on: { PURCHASE_APPROVED: 'giveAccess' } },
      /^on\.PURCHASE_APPROVED: a function/,
    ],
    ['a handler that is undefined', { on: { PURCHASE_APPROVED: undefined } }, /^on\.PURCHASE_APPROVED: a function/],
    ['handlers in a list', { on: [handler] }, /^on: /],
    ['a misspelled option', { onUnkown: handler }, /^onUnkown: .*Did you mean onUnknown\?/],
    ['an option of another program', { webhookSecret: 'x' }, /^webhookSecret: no such option/],
    ['an unknown version', { versions: ['2.0'] }, /^versions: there is no 2\.0/],
    ['versions that are not a list', { versions: '2.0.0' }, /^versions: /],
    ['no version', { versions: [] }, /^versions: /],
    ['an onUnknown that is not a function', { onUnknown: true }, /^onUnknown: a function/],
    ['an onError that is not a function', { onError: 'console' }, /^onError: a function/],
    ['a store without the methods', { dedupe: new Map() }, /^dedupe: /],
    ['dedupe that is true', { dedupe: true }, /^dedupe: /],
    ['an order that is not a boolean', { order: 'yes' }, /^order: /],
    ['a time of 0', { answerWithinMs: 0 }, /^answerWithinMs: /],
    ['a size that is a text', { bodyBytesMax: '1mb' }, /^bodyBytesMax: /],
    ['a malformed secret', { secrets: 'whsec_not base64!' }, /^secrets: not a signing secret/],
    ['a secret that was cut off', { secrets: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZI' }, /^secrets: not a signing secret/],
    ['a token with a line break', { hottok: 'fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e\n' }, /^hottok: /],
  ]
  it.each(rows)('%s', (_, options, message) => {
    const all = { hottok: 'fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e', ...options } as Parameters<typeof createReceiver>[0]
    expect(() => createReceiver(all)).toThrow(message)
  })

  it('but undefined options count as absent', () => {
    const none = { on: undefined, onUnknown: undefined, dedupe: undefined, order: undefined, leaseMs: undefined }
    expect(() => createReceiver({ hottok: 'fK3v9QxT7pLm2ZsW', ...none } as never)).not.toThrow()
  })
})
