import { type Presence, when } from '../parameter.ts'

/** Formats and presences that several parameters of version 1.0.0 share. */

export const flag = ['true', 'false'] as const

export const formFormat = {
  decimal: {
    en: 'decimal number with a point and 2 decimals',
    pt: 'número decimal com ponto e 2 casas decimais',
    es: 'número decimal con punto y 2 decimales',
  },
  flag: {
    en: 'the word true or false',
    pt: 'a palavra true ou false',
    es: 'la palabra true o false',
  },
  lowerSnakeCase: {
    en: 'small letters and underscores',
    pt: 'letras minúsculas e sublinhados',
    es: 'letras minúsculas y guiones bajos',
  },
  textMaybeEmpty: {
    en: 'free text, or nothing',
    pt: 'texto livre, ou nada',
    es: 'texto libre, o nada',
  },
} as const

export const reported = when({
  en: 'the platform reports it; Hotmart always does',
  pt: 'a plataforma o informa; a Hotmart sempre informa',
  es: 'la plataforma lo informa; Hotmart siempre lo hace',
})

export const ifReported = when({
  en: 'the platform reports it',
  pt: 'a plataforma o informa',
  es: 'la plataforma lo informa',
})

export const forSubscription = when({ en: 'for a subscription', pt: 'em uma assinatura', es: 'en una suscripción' })

export const withValue = when({
  en: 'the sale has one',
  pt: 'a venda tem um',
  es: 'la venta tiene uno',
})

export const collected = when({
  en: 'the checkout asked for it',
  pt: 'o checkout o pediu',
  es: 'el checkout lo pidió',
})

export const ofAffiliateSale = when({
  en: 'an affiliate brought the buyer',
  pt: 'um afiliado trouxe o comprador',
  es: 'un afiliado trajo al comprador',
})

/** @param path where the platform reports what only this version sends */
export function ifReportedAs(path: string): Presence {
  return when({
    en: `the platform reports ${path}`,
    pt: `a plataforma informa ${path}`,
    es: `la plataforma informa ${path}`,
  })
}
