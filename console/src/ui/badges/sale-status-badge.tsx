import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconClock,
  IconHourglass,
  IconPoint,
  IconReceiptRefund,
} from '@tabler/icons-react'
import { useSaleStatus } from '../../words/sale-status.ts'
import { type Tone, ToneBadge } from './tone-badge.tsx'

interface Look {
  readonly tone: Tone
  readonly icon: typeof IconClock
}

const looks: Readonly<Record<string, Look>> = {
  APPROVED: { tone: 'good', icon: IconCircleCheck },
  COMPLETED: { tone: 'good', icon: IconCircleCheck },
  BILLET_PRINTED: { tone: 'info', icon: IconHourglass },
  DELAYED: { tone: 'warn', icon: IconClock },
  DISPUTE: { tone: 'warn', icon: IconAlertTriangle },
  REFUNDED: { tone: 'bad', icon: IconReceiptRefund },
  CHARGEBACK: { tone: 'bad', icon: IconReceiptRefund },
  CANCELED: { tone: 'calm', icon: IconBan },
  EXPIRED: { tone: 'calm', icon: IconBan },
}
const unknown: Look = { tone: 'calm', icon: IconPoint }

/** What has become of a sale. */
export function SaleStatusBadge({ status }: { readonly status: string }) {
  const name = useSaleStatus()
  return <ToneBadge {...(looks[status] ?? unknown)}>{name(status)}</ToneBadge>
}
