import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto'
import type { RandomBytes } from '../domain/ids.ts'
import type { SealedPlace } from '../store/contract/lifetime.ts'

/**
 * Secrets at rest: AES-256-GCM, written as `v1.<keyId>.<nonce>.<text>` in base64url. The place of a secret (table, row,
 * account) is authenticated with it, so that a sealed text copied into another row does not open.
 */
export interface Vault {
  /** Whether there are keys besides the first, whose secrets must be re-sealed. */
  readonly isChanging: boolean
  seal(plain: string, place: string): string
  /** @throws when the text was altered, moved, or sealed with a key that is not here */
  open(sealed: string, place: string): string
  /** The secret re-sealed with the first key; null: it is sealed with it already. @throws as `open` does */
  renew(sealed: string, place: string): string | null
}

const version = 'v1'
const nonceBytes = 12
const tagBytes = 16

interface Key {
  readonly id: string
  readonly bytes: Buffer
}

/** @param masterKeys the first seals; all of them open, so that a key can be changed without downtime */
export function createVault(masterKeys: readonly string[], randomBytes: RandomBytes): Vault {
  const keys = masterKeys.map(deriveKey)
  const first = keys[0]
  if (!first) throw new Error('A vault needs at least one master key.')
  const byId = new Map(keys.map((key) => [key.id, key]))
  const vault: Vault = {
    isChanging: keys.length > 1,
    seal(plain, place) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', first.bytes, nonce).setAAD(Buffer.from(place))
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return [version, first.id, Buffer.from(nonce).toString('base64url'), text.toString('base64url')].join('.')
    },
    open(sealed, place) {
      const [format, keyId = '', nonce = '', text = ''] = sealed.split('.')
      const key = byId.get(keyId)
      if (format !== version) throw new Error('A sealed secret has an unknown format.')
      if (!key) throw new Error(`A secret was sealed with another master key (${keyId}).`)
      const bytes = Buffer.from(text, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'))
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(bytes.length - tagBytes))
      return decipher.update(bytes.subarray(0, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
    },
    renew(sealed, place) {
      const [, keyId] = sealed.split('.', 2)
      return keyId === first.id ? null : vault.seal(vault.open(sealed, place), place)
    },
  }
  return vault
}

function deriveKey(masterKey: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', masterKey, 'postback', 'secrets at rest', 32))
  return { bytes, id: createHash('sha256').update(bytes).digest('hex').slice(0, 8) }
}

/** The place that a sealed secret is bound to, as text. */
export function placeText(place: SealedPlace): string {
  switch (place.kind) {
    case 'hottok':
      return placeOf.hottok(place.accountId)
    case 'testSecret':
      return placeOf.testSecret(place.accountId)
    case 'hookHottok':
      return placeOf.hookHottok(place.id, place.accountId)
    case 'signingSecret':
      return placeOf.signingSecret(place.id, place.accountId)
    case 'clientSecret':
      return placeOf.clientSecret(place.id, place.accountId)
    case 'answer':
      return placeOf.answer(place.scope, place.key)
    case 'fact':
      return placeOf.fact(place.name)
  }
}

/** The place of each kind of secret: a sealed secret is bound to it. */
export const placeOf = {
  hottok: (accountId: string) => `accounts|${accountId}|hottok`,
  testSecret: (accountId: string) => `accounts|${accountId}|test_secret`,
  hookHottok: (configurationId: string, accountId: string) => `configurations|${configurationId}|${accountId}`,
  signingSecret: (secretId: string, accountId: string) => `signing_secrets|${secretId}|${accountId}`,
  clientSecret: (secretId: string, accountId: string) => `client_secrets|${secretId}|${accountId}`,
  answer: (scope: string, key: string) => `answers|${scope}|${key}`,
  fact: (name: string) => `facts|${name}|`,
} as const
