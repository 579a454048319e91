import { usually, when } from './parameter.ts'

/** The presence column of the documentation: the wordings that several families share. */

export const ifReported = when({
  en: 'the platform reports it',
  pt: 'a plataforma o informa',
  es: 'la plataforma lo informa',
})

export const reported = usually({
  en: 'the platform reports it; Hotmart always does',
  pt: 'a plataforma o informa; a Hotmart sempre informa',
  es: 'la plataforma lo informa; Hotmart siempre lo hace',
})

export const reportedSince2025 = usually({
  en: 'the platform reports it; older sales lack it',
  pt: 'a plataforma o informa; vendas mais antigas não o têm',
  es: 'la plataforma lo informa; las ventas más antiguas no lo tienen',
})

export const oncePaid = when({
  en: 'once the purchase was paid; in an event of an unpaid one only if the platform reports it with that event',
  pt: 'depois que a compra foi paga; em um evento de compra não paga, só se a plataforma o informa com esse evento',
  es: 'después de que se pagó la compra; en un evento de una compra no pagada, solo si la plataforma lo informa con ese evento',
})

export const forSubscription = when({
  en: 'for a subscription',
  pt: 'em uma assinatura',
  es: 'en una suscripción',
})
