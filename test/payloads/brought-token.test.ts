import { describe, expect, it } from 'vitest'
import { setStage } from '../support/stage.ts'

/** A verification token that receivers already use, kept by an account. */

const odd = `it's "50%" & more\\ <b>=+/`

describe('an existing token', () => {
  it('is set with the account, and sent unchanged in header and body', async () => {
    const stage = await setStage()
    await stage.ok('PUT', '/v1/accounts/producer', { name: 'Producer', hottok: odd })
    const json = await stage.receiver()
    const form = await stage.receiver()
    await stage.configure(json.url, ['PURCHASE_APPROVED'], { hottokInBody: true })
    await stage.configure(form.url, ['PURCHASE_APPROVED'], { version: '1.0.0' })
    await stage.report('PURCHASE_APPROVED', 'HP1')
    const [one] = await json.arrivals(1)
    const [two] = await form.arrivals(1)
    for (const arrival of [one, two]) expect(arrival?.headers['x-hotmart-hottok']).toBe(odd)
    expect(JSON.parse(one?.body ?? '').hottok).toBe(odd)
    expect(new URLSearchParams(two?.body).get('hottok')).toBe(odd)
    expect(JSON.stringify(await stage.ok('GET', '/v1/me'))).not.toContain('50%')
  })

  it('stays when the account is saved without a token, and is replaced at once by another', async () => {
    const stage = await setStage()
    const current = async () => (await stage.ok('GET', '/v1/hottok')).hottok
    await stage.ok('PUT', '/v1/accounts/producer', { name: 'Producer', hottok: 'first-token' })
    await stage.ok('POST', '/v1/hottok/rotate', {})
    await stage.ok('PUT', '/v1/accounts/producer', { name: 'Producer Ltd' })
    expect(await stage.ok('GET', '/v1/hottok')).toMatchObject({ hottok: 'first-token', next: expect.any(String) })
    await stage.ok('PUT', '/v1/accounts/producer', { name: 'Producer', hottok: 'second-token' })
    expect(await stage.ok('GET', '/v1/hottok')).toMatchObject({ hottok: 'second-token', next: null, switchAt: null })
    expect(await current()).toBe('second-token')
    const site = await stage.receiver()
    await stage.configure(site.url, ['PURCHASE_APPROVED'])
    await stage.report('PURCHASE_APPROVED', 'HP1')
    expect((await site.arrivals(1))[0]?.headers['x-hotmart-hottok']).toBe('second-token')
  })

  it('does not end a rotation when it is already the current token', async () => {
    const stage = await setStage()
    await stage.ok('PUT', '/v1/accounts/producer', { name: 'Producer', hottok: 'first-token' })
    const rotating = await stage.ok('POST', '/v1/hottok/rotate', {})
    await stage.ok('PUT', '/v1/accounts/producer', { name: 'Producer Ltd', hottok: 'first-token' })
    expect(await stage.ok('GET', '/v1/hottok')).toEqual(rotating)
  })

  it('can be the new token of a rotation, and one receiver can switch early', async () => {
    const stage = await setStage()
    const site = await stage.receiver()
    const { id } = await stage.configure(site.url, ['PURCHASE_APPROVED'])
    expect(await stage.ok('POST', '/v1/hottok/rotate', { hottok: 'known-there' })).toMatchObject({
      next: 'known-there',
    })
    await stage.ok('POST', `/v1/configurations/${id}/use-new-hottok`)
    await stage.report('PURCHASE_APPROVED', 'HP1')
    expect((await site.arrivals(1))[0]?.headers['x-hotmart-hottok']).toBe('known-there')
  })

  it.each([
    ['short', '1234567'],
    ['long', 'x'.repeat(129)],
    ['not ASCII', 'token-ção-1'],
    ['more than one line', 'token\r\nx-evil: 1'],
    ['a space at the end', 'token-1234 '],
    ['a space at the beginning', ' token-1234'],
    ['no text', 12345678],
    ['nothing', null],
  ])('is refused with its field when it is %s', async (_, hottok) => {
    const { postback } = await setStage()
    for (const [method, path, body] of [
      ['PUT', '/v1/accounts/producer', { name: 'Producer', hottok }],
      ['POST', '/v1/hottok/rotate', { hottok }],
    ] as const) {
      const reply = await postback.api(method, path, body, { account: 'producer' })
      expect(reply.status).toBe(400)
      expect(reply.body.errors).toContainEqual(expect.objectContaining({ pointer: '/hottok' }))
    }
  })
})

describe('the charge-date event', () => {
  const data = { subscription: { product: { id: 1000 } }, subscriber: { code: 'I9OT62C3' } }

  it('has the token in its body, as at Hotmart, and purchases do not', async () => {
    const stage = await setStage()
    const { hottok } = await stage.ok('GET', '/v1/hottok')
    const site = await stage.receiver()
    const { id } = await stage.configure(site.url, ['UPDATE_SUBSCRIPTION_CHARGE_DATE', 'PURCHASE_APPROVED'])
    const event = 'UPDATE_SUBSCRIPTION_CHARGE_DATE'
    await stage.ok('POST', '/v1/events', { event, data })
    await stage.ok('POST', '/v1/tests', { event, productId: 1000, configurationIds: [id], set: 'classic' })
    await stage.report('PURCHASE_APPROVED', 'HP1')
    const bodies = (await site.arrivals(3)).map(({ body }) => JSON.parse(body))
    for (const body of bodies) expect(body.hottok).toBe(body.event === event ? hottok : undefined)
    const { data: listed } = await stage.ok('GET', '/v1/deliveries')
    for (const { id } of listed) expect((await stage.ok('GET', `/v1/deliveries/${id}`)).payload).not.toContain(hottok)
  })
})
