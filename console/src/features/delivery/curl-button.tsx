import type { DeliveryDetail } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/code/copy-button.tsx'
import { asCurl } from './as-curl.ts'

interface CurlButtonProps {
  readonly delivery: DeliveryDetail
  /** Where it went or will go, if known. */
  readonly url: string | null
}

/** The same request as a command, with placeholders for what is hidden; nothing where the payload is no longer kept. */
export function CurlButton({ delivery: { payload, request }, url }: CurlButtonProps) {
  const { t } = useTranslation('history')
  if (payload === null) return null
  const placeholders = { token: t('payload.token'), signature: t('payload.signature') }
  const curl = asCurl({ url: url ?? 'https://…', headers: request?.headers ?? {}, payload }, placeholders)
  return <CopyButton value={curl} label={t('payload.copyCurl')} withLabel />
}
