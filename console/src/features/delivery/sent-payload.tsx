import { Alert } from '@mantine/core'
import type { DeliveryDetail } from '@postback/sdk'
import { IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/code/copy-button.tsx'
import { PayloadView } from '../../ui/code/payload-view.tsx'
import { asCurl } from './as-curl.ts'

interface SentPayloadProps {
  readonly delivery: DeliveryDetail
  /** Where it went or will go, if known. */
  readonly url: string | null
}

export function SentPayload({ delivery: { payload, request }, url }: SentPayloadProps) {
  const { t } = useTranslation('history')
  if (payload === null) {
    return (
      <Alert variant="light" color="gray" icon={<IconInfoCircle aria-hidden />}>
        {t('payload.gone')}
      </Alert>
    )
  }
  const curl = asCurl({ url: url ?? 'https://…', headers: request?.headers ?? {}, payload }, t('payload.token'))
  return (
    <PayloadView
      label={t('tabs.payload')}
      text={payload}
      contentType={request?.headers['content-type']}
      actions={<CopyButton value={curl} label={t('payload.copyCurl')} withLabel />}
    />
  )
}
