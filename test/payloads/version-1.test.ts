import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import type { EventName } from '../../src/domain/event.ts'
import type { Arrival } from '../receivers/ordinary.ts'
import { sale } from '../support/harness.ts'
import { setStage } from '../support/stage.ts'

/** Configurations of version 1.0.0, for old receivers. */

const formType = 'application/x-www-form-urlencoded'

/** The expected signature, by another vendor’s library. Its verifier would also parse the body as JSON. */
function signatureOf({ headers, body }: Arrival, secret: string): string {
  const sentAt = new Date(Number(headers['webhook-timestamp']) * 1000)
  return new Webhook(secret).sign(String(headers['webhook-id']), sentAt, body)
}

function decoded(body: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body))
}

describe('a purchase in version 1.0.0', () => {
  it('arrives as a signed form, with the token at its place and in the header', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const { secret } = await stage.configure(site.url, ['PURCHASE_APPROVED'], { version: '1.0.0' })
    const { hottok } = await stage.ok('GET', '/v1/hottok')
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const [arrival] = await site.arrivals(1)
    if (!arrival) throw new Error('nothing arrived')
    expect(arrival.headers['webhook-signature']).toBe(signatureOf(arrival, secret))
    expect(arrival.headers).toMatchObject({ 'content-type': formType, 'x-hotmart-hottok': hottok })
    expect(arrival.body.startsWith(`callback_type=1&hottok=${hottok}&aff=&`)).toBe(true)
    expect(decoded(arrival.body)).toMatchObject({
      hottok,
      transaction: 'HP100',
      status: 'approved',
      prod: '1000',
      prod_name: 'Baking Bread at Home',
      price: '197.00',
      receiver_type: 'SELLER',
      address_city: 'São Paulo',
    })
  })

  it('is retried with the same bytes, and shown with the token masked', async () => {
    const stage = await setStage()
    const site = await stage.receiver(() => ({ status: 500 }))
    await stage.configure(site.url, ['PURCHASE_APPROVED'], { version: '1.0.0' })
    const { hottok } = await stage.ok('GET', '/v1/hottok')
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const failed = await stage.delivery('transaction=HP100', (it) => it.state === 'failed')
    await stage.ok('POST', `/v1/deliveries/${failed.id}/resend`)
    const arrivals = await site.arrivals(6)
    expect(new Set(arrivals.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1)
    expect(failed).toMatchObject({ version: '1.0.0', request: { headers: { 'content-type': formType } } })
    expect(failed.payload).toBe(arrivals[0]?.body.replace(hottok, '••••••••'))
    expect(JSON.stringify(failed)).not.toContain(hottok)
  })

  it('carries the new token when it changed between two attempts', async () => {
    const stage = await setStage({ POSTBACK_RETRY_SCHEDULE: '1m,1m,1m,1m' })
    let healthy = false
    const site = await stage.receiver(() => ({ status: healthy ? 200 : 500 }))
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'], { version: '1.0.0' })
    await stage.report('PURCHASE_APPROVED', 'HP100')
    const waiting = await stage.delivery('transaction=HP100', (it) => it.state === 'retrying')
    const { next } = await stage.ok('POST', '/v1/hottok/rotate', {
      switchAt: new Date(Date.now() + 3_600_000).toISOString(),
    })
    await stage.ok('POST', `/v1/configurations/${id}/use-new-hottok`)
    healthy = true
    await stage.ok('POST', `/v1/deliveries/${waiting.id}/resend`)
    const [before, after] = await site.arrivals(2)
    expect(decoded(after?.body ?? '')).toEqual({ ...decoded(before?.body ?? ''), hottok: next })
  })

  it('goes to affiliates in their view, as JSON where the configuration has version 2.0.0', async () => {
    const stage = await setStage()
    const [shut, open, modern] = [await stage.receiver(), await stage.receiver(), await stage.receiver()]
    for (const [name, code, sharesBuyerData] of [
      ['shut', 'S1', false],
      ['open', 'O1', true],
    ] as const) {
      await stage.ok('PUT', `/v1/accounts/${name}`, { name })
      await stage.ok('PUT', `/v1/products/1000/affiliates/${code}`, { accountId: name, name, sharesBuyerData })
    }
    const events = ['PURCHASE_APPROVED', 'PURCHASE_BILLET_PRINTED']
    const wish = (url: string) => ({ name: 'old', url, events, version: '1.0.0' })
    await stage.ok('POST', '/v1/configurations', wish(shut.url), 'shut')
    await stage.ok('POST', '/v1/configurations', wish(open.url), 'open')
    await stage.configure(modern.url, ['PURCHASE_APPROVED'])
    const soldBy = (event: EventName, code: string, transaction: string) =>
      stage.ok('PUT', `/v1/transactions/${transaction}`, {
        ...sale(event, transaction),
        affiliates: [{ affiliate_code: code, name: 'Seller' }],
      })
    await soldBy('PURCHASE_BILLET_PRINTED', 'O1', 'HP1')
    expect(await soldBy('PURCHASE_BILLET_PRINTED', 'S1', 'HP2')).toMatchObject({ deliveries: 0 })
    const { eventId } = await soldBy('PURCHASE_APPROVED', 'S1', 'HP3')

    const slip = decoded((await open.arrivals(1))[0]?.body ?? '')
    expect(slip).toMatchObject({ receiver_type: 'AFFILIATE', aff: 'O1', status: 'billet_printed' })
    expect(slip.billet_barcode).toMatch(/^\d{47}$/)
    expect(slip.email).toContain('@example.com')

    const approved = decoded((await shut.arrivals(1))[0]?.body ?? '')
    expect(approved).toMatchObject({ receiver_type: 'AFFILIATE', aff: 'S1', status: 'approved' })
    for (const name of ['email', 'name', 'doc', 'cms_vendor', 'producer_document']) {
      expect(approved).not.toHaveProperty(name)
    }
    const [arrival] = await modern.arrivals(1)
    expect(JSON.parse(arrival?.body ?? '{}')).toMatchObject({
      version: '2.0.0',
      data: { purchase: { transaction: 'HP3' } },
    })

    // An affiliate sees the event as it was sent: the parameters of the form.
    const seen = await stage.ok('GET', `/v1/events/${eventId}`, undefined, 'shut')
    const { hottok: _, ...withoutToken } = approved
    expect(seen.data).toEqual(withoutToken)
  })

  it('can be tested like any other', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'], { version: '1.0.0' })
    await stage.ok('POST', '/v1/tests', {
      event: 'PURCHASE_REFUNDED',
      configurationIds: [id],
      data: { buyer: { name: 'Maria Teste' } },
    })
    const [arrival] = await site.arrivals(1)
    expect(arrival?.headers['postback-test']).toBe('true')
    expect(decoded(arrival?.body ?? '')).toMatchObject({
      status: 'refunded',
      name: 'Maria Teste',
      prod: '1000',
      productOfferPaymentMode: 'pagamento_unico',
    })
  })
})
