import { Alert } from '@mantine/core'
import type { DeliveryDetail } from '@postback/sdk'
import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { PayloadView } from '../../ui/code/payload-view.tsx'

export function SentPayload({ delivery: { payload, request } }: { readonly delivery: DeliveryDetail }) {
  const { t } = useTranslation('history')
  if (payload === null) {
    return (
      <Alert variant="light" color="gray" icon={<IconInfoCircle aria-hidden />}>
        {t('payload.gone')}
      </Alert>
    )
  }
  return <PayloadView label={t('tabs.payload')} text={payload} contentType={request?.headers['content-type']} />
}
