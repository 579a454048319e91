import type { Access, Grant, Reason } from './grants.ts'

export interface PageTexts {
  readonly title: string
  readonly summary: (numbers: { open: number; students: number; webhooks: number }) => string
  readonly empty: string
  readonly columns: { student: string; course: string; access: string; order: string }
  readonly access: Readonly<Record<Access['access'], string>>
  readonly none: string
  readonly until: (day: string) => string
  readonly changes: string
  readonly states: Readonly<Record<Grant['state'], string>>
  readonly reasons: Readonly<Record<Reason, string>>
}

const en: PageTexts = {
  title: 'Members’ area',
  summary: ({ open, students, webhooks }) =>
    `${open} open door${open === 1 ? '' : 's'} for ${students} student${students === 1 ? '' : 's'}, after ${webhooks} webhook${webhooks === 1 ? '' : 's'}. This page renews itself.`,
  empty: 'No purchases yet.',
  columns: { student: 'Student', course: 'Course', access: 'Access', order: 'By order' },
  access: { yes: 'has access', grace: 'has access for now', review: 'waits for a look', no: 'no access' },
  none: 'no course yet',
  until: (day) => `until ${day}`,
  changes: 'Last changes',
  states: { active: 'open', grace: 'open for now', suspended: 'resting', revoked: 'closed' },
  reasons: {
    paid: 'paid',
    'paid, guarantee over': 'paid, guarantee over',
    'paid, refund asked for': 'paid, refund asked for',
    'paid, partly refunded': 'paid, partly refunded',
    'paid, subscription cancelled': 'paid, subscription cancelled',
    'payment late': 'payment late',
    'not paid': 'not paid',
    refunded: 'refunded',
    chargeback: 'chargeback',
    'subscription cancelled': 'subscription cancelled',
    'not renewed': 'not renewed',
    'paid after a chargeback': 'paid after a chargeback',
  },
}

const pt: PageTexts = {
  title: 'Área de membros',
  summary: ({ open, students, webhooks }) =>
    `${open} porta${open === 1 ? ' aberta' : 's abertas'} para ${students} aluno${students === 1 ? '' : 's'}, depois de ${webhooks} webhook${webhooks === 1 ? '' : 's'}. Esta página se atualiza sozinha.`,
  empty: 'Ninguém comprou nada ainda.',
  columns: { student: 'Aluno', course: 'Curso', access: 'Acesso', order: 'Pelo pedido' },
  access: { yes: 'tem acesso', grace: 'tem acesso por enquanto', review: 'aguarda análise', no: 'sem acesso' },
  none: 'nenhum curso ainda',
  until: (day) => `até ${day}`,
  changes: 'Últimas mudanças',
  states: { active: 'aberto', grace: 'aberto por enquanto', suspended: 'suspenso', revoked: 'fechado' },
  reasons: {
    paid: 'pago',
    'paid, guarantee over': 'pago, garantia encerrada',
    'paid, refund asked for': 'pago, reembolso solicitado',
    'paid, partly refunded': 'pago, reembolsado em parte',
    'paid, subscription cancelled': 'pago, assinatura cancelada',
    'payment late': 'pagamento atrasado',
    'not paid': 'não pago',
    refunded: 'reembolsado',
    chargeback: 'chargeback',
    'subscription cancelled': 'assinatura cancelada',
    'not renewed': 'não renovado',
    'paid after a chargeback': 'pago depois de um chargeback',
  },
}

const es: PageTexts = {
  title: 'Área de miembros',
  summary: ({ open, students, webhooks }) =>
    `${open} puerta${open === 1 ? ' abierta' : 's abiertas'} para ${students} alumno${students === 1 ? '' : 's'}, después de ${webhooks} webhook${webhooks === 1 ? '' : 's'}. Esta página se renueva sola.`,
  empty: 'Todavía nadie compró nada.',
  columns: { student: 'Alumno', course: 'Curso', access: 'Acceso', order: 'Por el pedido' },
  access: { yes: 'tiene acceso', grace: 'tiene acceso por ahora', review: 'espera una revisión', no: 'sin acceso' },
  none: 'ningún curso todavía',
  until: (day) => `hasta ${day}`,
  changes: 'Últimos cambios',
  states: { active: 'abierto', grace: 'abierto por ahora', suspended: 'suspendido', revoked: 'cerrado' },
  reasons: {
    paid: 'pagado',
    'paid, guarantee over': 'pagado, garantía terminada',
    'paid, refund asked for': 'pagado, reembolso solicitado',
    'paid, partly refunded': 'pagado, reembolsado en parte',
    'paid, subscription cancelled': 'pagado, suscripción cancelada',
    'payment late': 'pago atrasado',
    'not paid': 'no pagado',
    refunded: 'reembolsado',
    chargeback: 'contracargo',
    'subscription cancelled': 'suscripción cancelada',
    'not renewed': 'no renovado',
    'paid after a chargeback': 'pagado después de un contracargo',
  },
}

const languages: Readonly<Record<string, PageTexts>> = { en, pt, es }

/** The first language that the reader prefers and the page has. */
export function textsFor(acceptLanguage = ''): { readonly language: string; readonly texts: PageTexts } {
  for (const wanted of acceptLanguage.split(',')) {
    const language = wanted.trim().slice(0, 2).toLowerCase()
    const texts = languages[language]
    if (texts) return { language, texts }
  }
  return { language: 'en', texts: en }
}
