import { Alert } from '@mantine/core'
import { isApiError } from '@postback/sdk'
import { IconClockPause } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { useFormats } from '../../ui/use-formats.ts'

/** A rate limit is not an error: the message says when to try again. */
export function SendError({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('tests')
  const formats = useFormats()
  const [since] = useState(() => Date.now())
  if (!isApiError(error) || error.status !== 429) {
    return <ErrorState error={error} title={t('failed')} safety={t('failedSafe')} />
  }
  const again = since + (error.retryAfter ?? 60) * 1000
  return (
    <Alert role="alert" variant="light" color="yellow" icon={<IconClockPause aria-hidden />} title={t('limit.title')}>
      {t('limit.text', { time: formats.time(again), relative: formats.relative(again, since) })}
    </Alert>
  )
}
