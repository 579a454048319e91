import type { DeliveryDetail } from '@postback/sdk'
import { useTranslation } from 'react-i18next'

const statuses = ['DISPUTE', 'REFUNDED', 'CHARGEBACK', 'CANCELED', 'EXPIRED'] as const

/** Why processing this again would be wrong: the later history of its sale. */
export function useRevokedWarning(): (delivery: DeliveryDetail) => string | null {
  const { t } = useTranslation('history')
  return ({ warning, overtaken, state }) => {
    if (warning !== null) {
      const known = statuses.find((status) => status === warning.status)
      return known ? t(`warning.${known}`) : warning.detail
    }
    return overtaken && state !== 'delivered' ? t('warning.overtaken') : null
  }
}
