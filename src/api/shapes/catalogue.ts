import { Type } from 'typebox'
import type { Account, Affiliation, Product } from '../../domain/account.ts'
import { hottokPattern } from '../../domain/secrets/hottok.ts'
import { showTime } from '../times.ts'
import { accountId, affiliateCode, closed, nullable, productId, type Static, text, time } from './base.ts'

const email = Type.String({ format: 'email', maxLength: 254, description: 'An e-mail address.' })
const locale = Type.String({
  pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$',
  description: 'BCP 47: en, pt-BR, es.',
  examples: ['pt-BR'],
})
const timeZone = Type.String({ minLength: 1, maxLength: 64, description: 'IANA name, such as America/Sao_Paulo.' })

/** The only part of an account that is kept when it is left out: it cannot be read back here. */
export const broughtHottok = Type.String({
  minLength: 8,
  maxLength: 128,
  pattern: hottokPattern,
  description:
    'A verification token that receivers know already: 8 to 128 printable ASCII characters, without spaces at its ends. It is sealed like one of ours. Left out: a new one is made, and an existing one is kept.',
  examples: ['fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e'],
})

export const accountInput = closed({
  name: text(255),
  email: Type.Optional(nullable(email)),
  locale: Type.Optional(locale),
  timeZone: Type.Optional(timeZone),
  hottok: Type.Optional(broughtHottok),
})

export const accountShape = Type.Object(
  {
    id: accountId,
    name: Type.String(),
    email: nullable(Type.String()),
    locale: Type.String(),
    timeZone: Type.String(),
    createdAt: time,
    updatedAt: time,
  },
  { title: 'Account' },
)

export const productInput = closed({
  name: text(255),
  ucode: Type.Optional(nullable(text(64))),
  accountId,
  coProducers: Type.Optional(Type.Array(accountId, { maxItems: 50, uniqueItems: true })),
})

export const productShape = Type.Object(
  {
    id: productId,
    name: Type.String(),
    ucode: Type.String(),
    accountId,
    coProducers: Type.Array(accountId),
    createdAt: time,
    updatedAt: time,
  },
  { title: 'Product' },
)

export const affiliationInput = closed({
  accountId,
  name: text(255),
  sharesBuyerData: Type.Boolean({ description: 'Whether the producer lets this affiliate see the buyer’s data.' }),
})

export const affiliationShape = Type.Object(
  {
    productId,
    affiliateCode,
    accountId,
    name: Type.String(),
    sharesBuyerData: Type.Boolean(),
    createdAt: time,
    updatedAt: time,
  },
  { title: 'Affiliation' },
)

/** Without its secrets. */
export function showAccount(account: Account): Static<typeof accountShape> {
  const { id, name, email, locale, timeZone, createdAt, updatedAt } = account
  return { id, name, email, locale, timeZone, createdAt: showTime(createdAt), updatedAt: showTime(updatedAt) }
}

export function showProduct(product: Product): Static<typeof productShape> {
  return {
    ...product,
    coProducers: [...product.coProducers],
    createdAt: showTime(product.createdAt),
    updatedAt: showTime(product.updatedAt),
  }
}

export function showAffiliation(affiliation: Affiliation): Static<typeof affiliationShape> {
  return { ...affiliation, createdAt: showTime(affiliation.createdAt), updatedAt: showTime(affiliation.updatedAt) }
}
