import type { LegacyPost } from '@postback/sdk'
import { IconCircleCheck, IconHourglass, IconSend } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ToneBadge } from '../../ui/tone-badge.tsx'

/** Whether a legacy post has arrived. */
export function LegacyBadge({ post: { state, sending } }: { readonly post: Pick<LegacyPost, 'state' | 'sending'> }) {
  const { t } = useTranslation('legacy')
  if (sending) {
    return (
      <ToneBadge tone="info" icon={IconSend}>
        {t('states.sending')}
      </ToneBadge>
    )
  }
  return state === 'sent' ? (
    <ToneBadge tone="good" icon={IconCircleCheck}>
      {t('states.sent')}
    </ToneBadge>
  ) : (
    <ToneBadge tone="warn" icon={IconHourglass}>
      {t('states.pending')}
    </ToneBadge>
  )
}
