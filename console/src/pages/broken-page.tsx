import { useTranslation } from 'react-i18next'
import { ErrorState } from '../ui/states/error-state.tsx'

/** A page that threw: the frame around it stays. */
export function BrokenPage({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('ui')
  return <ErrorState error={error} title={t('error.broken')} onRetry={() => window.location.reload()} />
}
