import { describe, expect, it } from 'vitest'
import { eventNames } from '../../event.ts'
import { textIn } from '../local-text.ts'
import { documentEvent } from './documentation.ts'

describe('the documentation', () => {
  it('names the events as the help pages do', () => {
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
      'Cart abandonment',
      'Subscription cancellation',
      'Plan change',
      'Charge date change',
      'First access',
      'Module completed',
      'Order fulfillment',
    ])
  })

  it.each([
    ['en', 'Waiting for payment (slip or PIX issued)', 'always'],
    ['pt-BR', 'Aguardando pagamento (boleto ou PIX gerado)', 'sempre'],
    ['es-419', 'Esperando el pago (boleto o PIX emitido)', 'siempre'],
  ])('is in the language of the console: %s', (locale, title, always) => {
    const page = documentEvent('PURCHASE_BILLET_PRINTED', '2.0.0', { locale })
    expect(page.title).toBe(title)
    expect(page.parameters.find((parameter) => parameter.name === 'id')?.presence).toBe(always)
  })

  it.each([
    [
      'data.buyer.email',
      '3 to 254 characters, or empty',
      'de 3 a 254 caracteres, ou vazio',
      'de 3 a 254 caracteres, o vacío',
    ],
    [
      'data.purchase.price.value',
      'up to 12 digits and 2 decimals',
      'até 12 dígitos e 2 decimais',
      'hasta 12 dígitos y 2 decimales',
    ],
    [
      'data.purchase.price.currency_value',
      'exactly 3 characters, or empty',
      'exatamente 3 caracteres, ou vazio',
      'exactamente 3 caracteres, o vacío',
    ],
    ['data.commissions[]', 'up to 50 entries', 'até 50 itens', 'hasta 50 elementos'],
    [
      'data.commissions[].source',
      '1 of 5 values, or a new one; up to 64 characters',
      '1 de 5 valores, ou um novo; até 64 caracteres',
      '1 de 5 valores, o uno nuevo; hasta 64 caracteres',
    ],
    [
      'data.purchase.business_model',
      '1 of 3 values, or a new one; up to 64 characters',
      '1 de 3 valores, ou um novo; até 64 caracteres',
      '1 de 3 valores, o uno nuevo; hasta 64 caracteres',
    ],
  ])('puts the limit of %s into words', (name, ...sizes) => {
    const sizeIn = (locale: string) =>
      documentEvent('PURCHASE_APPROVED', '2.0.0', { locale }).parameters.find((it) => it.name === name)?.size
    expect(['en', 'pt-BR', 'es-419'].map(sizeIn)).toEqual(sizes)
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

  it('says that Hotmart has no signature headers', () => {
    const { parameters } = documentEvent('PURCHASE_APPROVED', '2.0.0', { locale: 'en' })
    const hottok = parameters.find((parameter) => parameter.name === 'x-hotmart-hottok')
    expect(hottok?.description).toContain('X-Hotmart-Signature')
  })
})

describe('the text for a language tag', () => {
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
