import { format } from '../format.ts'
import { always } from '../parameter.ts'
import { jsonParameters } from './json-parameter.ts'

/** Spliced in at sending, and never stored: here it is only described. The last member, as in version 2.0.0. */
export const hottokParameters = jsonParameters({
  path: 'hottok',
  type: 'string',
  limit: { maxLength: 128 },
  format: format.token,
  description: {
    en: 'Verification token of your account, the same in every delivery: compare it before you trust a post. The header x-hotmart-hottok says the same.',
    pt: 'Token de verificação da sua conta, o mesmo em todos os envios: compare-o antes de confiar em um post. O cabeçalho x-hotmart-hottok diz o mesmo.',
    es: 'Token de verificación de tu cuenta, el mismo en todos los envíos: compáralo antes de confiar en un post. El encabezado x-hotmart-hottok dice lo mismo.',
  },
  presence: always,
  affiliate: 'yes',
  example: 'fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e',
})
