import { describe, expect, it } from 'vitest'
import { eventNames } from '../event.ts'
import { documentEvent } from './documentation.ts'
import { textIn } from './local-text.ts'

describe('the documentation', () => {
  it('calls the events as the help pages do', () => {
    expect(eventNames.map((event) => documentEvent(event, '2.0.0', { locale: 'en' }).title)).toEqual([
      'Canceled purchase',
      'Approved purchase',
      'Refund claimed',
      'Refunded',
      'Chargeback',
      'Purchase expired',
      'Delayed',
      'Complete purchase',
      'Waiting for payment (slip or PIX issued)',
    ])
  })

  it.each(eventNames)('of %s has every column for every parameter', (event) => {
    const { parameters } = documentEvent(event, '2.0.0', { locale: 'en' })
    expect(parameters.length).toBeGreaterThan(90)
    for (const parameter of parameters) {
      expect(['yes', 'with-buyer-data', 'no']).toContain(parameter.affiliate)
      for (const text of [
        parameter.name,
        parameter.description,
        parameter.format,
        parameter.size,
        parameter.presence,
      ]) {
        expect(text).not.toBe('')
      }
    }
  })

  it('puts limits into words', () => {
    const { parameters } = documentEvent('PURCHASE_APPROVED', '2.0.0', { locale: 'en' })
    const sizeOf = (name: string) => parameters.find((parameter) => parameter.name === name)?.size
    expect(sizeOf('data.buyer.email')).toBe('3 to 254 characters')
    expect(sizeOf('data.purchase.price.value')).toBe('0 to 999,999,999,999.99')
    expect(sizeOf('data.purchase.price.currency_value')).toBe('exactly 3 characters')
    expect(sizeOf('data.commissions[]')).toBe('up to 50 entries')
    expect(sizeOf('data.commissions[].source')).toBe('1 of 5 values, up to 11 characters')
  })

  it('shows the reader’s own product', () => {
    const product = { id: 42, name: 'Mine', ucode: 'u-42' }
    const { example } = documentEvent('PURCHASE_APPROVED', '2.0.0', { locale: 'en', product })
    expect(example).toMatchObject({ event: 'PURCHASE_APPROVED', data: { product } })
  })

  it('shows the headers of a real delivery', () => {
    const { headers } = documentEvent('PURCHASE_APPROVED', '2.0.0', { locale: 'en' })
    expect(headers).toHaveProperty('x-hotmart-hottok')
    expect(headers).not.toHaveProperty('postback-test')
  })

  it('says plainly that Hotmart has no signature headers', () => {
    const { parameters } = documentEvent('PURCHASE_APPROVED', '2.0.0', { locale: 'en' })
    const hottok = parameters.find((parameter) => parameter.name === 'x-hotmart-hottok')
    expect(hottok?.description).toContain('X-Hotmart-Signature')
  })
})

describe('a text in a language', () => {
  const text = { en: 'sale', pt: 'venda', es: 'compra' }
  it.each([
    ['en', 'sale'],
    ['en-GB', 'sale'],
    ['pt', 'venda'],
    ['pt-BR', 'venda'],
    ['PT-br', 'venda'],
    ['es', 'compra'],
    ['es-419', 'compra'],
    ['es-MX', 'compra'],
    ['fr', 'sale'],
    ['', 'sale'],
    ['constructor', 'sale'],
  ])('%s is %s', (locale, expected) => {
    expect(textIn(text, locale)).toBe(expected)
  })
})
