import { isApiError } from '@postback/sdk'
import { useTranslation } from 'react-i18next'

const known = [
  'release_in_progress',
  'not_found',
  'rate_limited',
  'storage_unavailable',
  'stopping',
  'cross_site',
] as const

/** Says in the reader's language why the server did not do something. */
export function useProblemWords(): (error: unknown) => string {
  const { t } = useTranslation('configurations')
  return (error) => {
    if (!isApiError(error)) return t('problems.other')
    if (error.status === 0) return t('problems.not_reached')
    if (error.status === 401) return t('problems.unauthenticated')
    if (error.code === 'address_faulty') return t('problems.address_faulty_plain')
    const code = known.find((code) => code === error.code)
    return code ? t(`problems.${code}`) : t('problems.other')
  }
}
