import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Postback, registerProducer, sale, startPostback } from '../../test/support/harness.ts'
import type { JsonObject } from '../domain/text/json.ts'
import { directIntake } from './direct.ts'
import type { Accepted, Intake } from './intake.ts'

let postback: Postback
let intake: Intake
beforeEach(async () => {
  postback = await startPostback()
  intake = directIntake({ isBusy: () => false, now: () => performance.now() })
  await intake.start((group) => postback.engine.accept(group))
  await registerProducer(postback)
  await registerProducer(postback, 'other', 2000)
})
afterEach(async () => {
  await intake.stop()
  await postback.close()
})

function report(transaction: string, via: 'whole' | 'patch', data: JsonObject): Promise<Accepted> {
  const update = postback.engine.stamp({
    via,
    subject: { kind: 'transaction', transaction },
    event: null,
    data,
    occurredAt: null,
    occurrence: '',
    emitStale: false,
    caller: null,
  })
  return intake.report(update)
}

const put = (transaction: string, product?: number) =>
  report(transaction, 'whole', sale('PURCHASE_APPROVED', transaction, product))
const many = (prefix: string) => Array.from({ length: 300 }, (_, i) => `${prefix}${i}`)

describe('waiting updates', () => {
  it('are taken in turn by account: one update does not wait for the hundreds of another account', async () => {
    await Promise.all([put('KNOWN1'), put('KNOWN2', 2000)])
    const order: string[] = []
    const all = many('HP').map((transaction) => put(transaction).then(() => order.push(transaction)))
    await Promise.all([...all, put('OTHER', 2000).then(() => order.push('OTHER'))])
    expect(order.indexOf('OTHER')).toBe(1)
  })

  it('keep the order of one subject: a patch without a product does not overtake the report before it', async () => {
    const waiting = many('HP').map((transaction) => put(transaction))
    const whole = put('HP')
    const patch = report('HP', 'patch', { purchase: { status: 'COMPLETE' } })
    const again = report('HP', 'patch', { purchase: { status: 'REFUNDED' } })
    await Promise.all(waiting)
    expect([await whole, await patch, await again]).toMatchObject([
      { kind: 'event', event: 'PURCHASE_APPROVED' },
      { kind: 'event', event: 'PURCHASE_COMPLETE' },
      { kind: 'event', event: 'PURCHASE_REFUNDED' },
    ])
  })

  it('keep the order of one subject while its account becomes known', async () => {
    // The first group reveals the account; later reports would get another turn.
    const waiting = many('HP').map((transaction) => put(transaction))
    const whole = put('HP')
    await waiting[0]
    const patch = report('HP', 'patch', { product: { id: 1000 }, purchase: { status: 'COMPLETE' } })
    await Promise.all(waiting)
    expect([await whole, await patch]).toMatchObject([{ event: 'PURCHASE_APPROVED' }, { event: 'PURCHASE_COMPLETE' }])
  })
})
