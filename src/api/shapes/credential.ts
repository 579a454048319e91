import { Type } from 'typebox'
import { basicOf, scopes } from '../../domain/credential.ts'
import { maskSecret } from '../../domain/secrets/hottok.ts'
import type { OpenCredential } from '../../services/credentials.ts'
import { publicId } from '../public-ids.ts'
import { showTime, showTimeOrNull } from '../times.ts'
import { closed, id, nullable, oneOf, type Static, text, time, timeInput } from './base.ts'

const scopeList = Type.Array(oneOf(scopes), { minItems: 1, maxItems: scopes.length, uniqueItems: true })

export const credentialInput = closed({
  name: text(100, { description: 'What is connected with it, such as Zapier.' }),
  scopes: Type.Optional(scopeList),
  expiresAt: Type.Optional(nullable(timeInput)),
})

export const credentialShape = Type.Object(
  {
    id: id('crd'),
    name: Type.String(),
    clientId: Type.String({ format: 'uuid' }),
    clientSecret: Type.String({ description: 'Its beginning, unless the answer says that it is shown.' }),
    basic: Type.String({ description: 'Base64 of Client ID, a colon and Client Secret: what goes behind Basic.' }),
    scopes: Type.Array(oneOf(scopes)),
    oldSecrets: Type.Array(Type.Object({ clientSecret: Type.String(), expiresAt: time }), {
      description: 'Those before a rotation, masked, while they still work.',
    }),
    createdAt: time,
    lastUsedAt: nullable(time),
    expiresAt: nullable(time),
  },
  { title: 'Credential' },
)

export function showMasked(opened: OpenCredential): Static<typeof credentialShape> {
  const shown = showOpened(opened)
  return { ...shown, clientSecret: maskSecret(shown.clientSecret), basic: maskSecret(shown.basic) }
}

/** For whoever may see the secret, once. */
export function showOpened({ credential, secrets }: OpenCredential): Static<typeof credentialShape> {
  const [current, ...old] = secrets
  const clientSecret = current?.secret ?? ''
  return {
    id: publicId('crd', credential.id),
    name: credential.name,
    clientId: credential.id,
    clientSecret,
    basic: basicOf(credential.id, clientSecret),
    scopes: [...credential.scopes],
    oldSecrets: old.map(({ secret, expiresAt }) => ({
      clientSecret: maskSecret(secret),
      expiresAt: showTime(expiresAt ?? credential.createdAt),
    })),
    createdAt: showTime(credential.createdAt),
    lastUsedAt: showTimeOrNull(credential.lastUsedAt),
    expiresAt: showTimeOrNull(credential.expiresAt),
  }
}
