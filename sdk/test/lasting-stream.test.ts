import { describe, expect, it } from 'vitest'
import { lineTo } from '../../test/receivers/cut-line.ts'
import { type Stage, setStage } from '../../test/support/stage.ts'
import { createClient, isApiError, lastingStream, type ServerSentEvent } from '../src/index.ts'

/** A lasting stream over connections that break, or fall silent. */

function clientAt(url: string, { postback }: Stage) {
  const headers = { authorization: `Bearer ${postback.platformKey}`, 'postback-account': 'producer' }
  return createClient({ baseUrl: url, headers })
}

function transactionOf({ data }: ServerSentEvent): string {
  return JSON.parse(JSON.parse(data).body).data.purchase.transaction
}

/** Reads a stream in the background, and collects its messages. */
function follow(stage: Stage, url: string, options: Parameters<typeof lastingStream>[2] = {}) {
  const stop = new AbortController()
  const messages: ServerSentEvent[] = []
  const lost: unknown[] = []
  const waiting = new Set<() => void>()
  const note = () => {
    for (const look of waiting) look()
  }
  const stream = lastingStream(clientAt(url, stage), '/v1/events/stream', {
    waitsMs: [20],
    signal: stop.signal,
    onLost: (cause) => {
      lost.push(cause)
      note()
    },
    ...options,
  })
  const ended = (async () => {
    for await (const message of stream) {
      messages.push(message)
      note()
    }
  })()
  const until = (wanted: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!wanted()) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  const events = () => messages.filter(({ event }) => event === 'event')
  return { stop, ended, until, lost, messages, transactions: () => events().map(transactionOf), events }
}

describe('a stream that lasts', () => {
  it('delivers the events of an interruption after it, once and in order', async () => {
    const stage = await setStage()
    const line = await lineTo(stage.postback.url)
    const follower = follow(stage, line.url)
    await follower.until(() => follower.messages.length > 0)
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await follower.until(() => follower.transactions().length === 1)
    line.cut()
    await follower.until(() => follower.lost.length > 0)
    for (const code of ['HP2', 'HP3', 'HP4']) await stage.report('PURCHASE_APPROVED', code)
    await line.mend()
    await follower.until(() => follower.transactions().includes('HP4'))
    await stage.report('PURCHASE_REFUNDED', 'HP1')
    await follower.until(() => follower.transactions().length >= 5)
    expect(follower.transactions()).toEqual(['HP1', 'HP2', 'HP3', 'HP4', 'HP1'])
    follower.stop.abort()
    await follower.ended
    await line.close()
  })

  it('treats silence as a lost connection', async () => {
    const stage = await setStage()
    const line = await lineTo(stage.postback.url)
    const follower = follow(stage, line.url, { silentMs: 300 })
    await follower.until(() => follower.messages.length > 0)
    line.fallSilent()
    await stage.report('PURCHASE_APPROVED', 'HP1')
    await follower.until(() => follower.lost.length > 0)
    expect(follower.lost[0]).toMatchObject({ name: 'StreamSilent' })
    await line.mend()
    await follower.until(() => follower.transactions().length > 0)
    expect(follower.transactions()).toEqual(['HP1'])
    follower.stop.abort()
    await follower.ended
    await line.close()
  })

  it('misses nothing when new events come faster than old ones are resent', async () => {
    const stage = await setStage()
    const first = follow(stage, stage.postback.url)
    await first.until(() => first.messages.length > 0)
    const lastEventId = first.messages[0]?.id ?? ''
    first.stop.abort()
    await first.ended
    const codes = Array.from({ length: 300 }, (_, i) => `HP${i + 1}`)
    const reported = Promise.all(codes.map((code) => stage.report('PURCHASE_APPROVED', code)))
    const second = follow(stage, stage.postback.url, { lastEventId })
    await reported
    await second.until(() => second.transactions().length >= codes.length)
    expect(second.transactions().toSorted()).toEqual(codes.toSorted())
    second.stop.abort()
    await second.ended
  })

  it('gets a message `missed` when its last event is older than the history', async () => {
    const stage = await setStage()
    const follower = follow(stage, stage.postback.url, { lastEventId: '01890000-0000-7000-8000-000000000000' })
    await follower.until(() => follower.messages.length >= 2)
    expect(follower.messages.map(({ event, data }) => [event, data])).toEqual([
      ['missed', '{"count":null}'],
      ['ready', '{}'],
    ])
    follower.stop.abort()
    await follower.ended
  })

  it('throws for an invalid lastEventId', async () => {
    const stage = await setStage()
    const stream = lastingStream(clientAt(stage.postback.url, stage), '/v1/events/stream', { lastEventId: '42' })
    await expect(stream.next()).rejects.toSatisfy((error) => isApiError(error) && error.status === 400)
  })

  it('throws the first error when the first connection fails', async () => {
    const stage = await setStage()
    const stream = lastingStream(clientAt('http://127.0.0.1:1', stage), '/v1/events/stream')
    await expect(stream.next()).rejects.toMatchObject({ code: 'not_reached' })
  })
})
