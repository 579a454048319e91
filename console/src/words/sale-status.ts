import type { EventName } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import type words from '../locales/en/words.json'

type KnownStatus = keyof typeof words.saleStatuses

/** What the status of a sale is called. A newer server may know others: we show their code. */
export function useSaleStatus(): (status: string) => string {
  const { t } = useTranslation('words')
  return (status) => t(`saleStatuses.${status as KnownStatus}`, { defaultValue: status })
}

const statuses: Readonly<Partial<Record<EventName, KnownStatus>>> = {
  PURCHASE_APPROVED: 'APPROVED',
  PURCHASE_COMPLETE: 'COMPLETED',
  PURCHASE_CANCELED: 'CANCELED',
  PURCHASE_BILLET_PRINTED: 'BILLET_PRINTED',
  PURCHASE_PROTEST: 'DISPUTE',
  PURCHASE_REFUNDED: 'REFUNDED',
  PURCHASE_CHARGEBACK: 'CHARGEBACK',
  PURCHASE_EXPIRED: 'EXPIRED',
  PURCHASE_DELAYED: 'DELAYED',
}

/** The status that an event announces; null: none. */
export function statusOfEvent(event: EventName): string | null {
  return statuses[event] ?? null
}
