import { useTranslation } from 'react-i18next'
import { ZapierGuide } from '../features/integrations/zapier-guide.tsx'
import { PageTitle } from '../ui/page-title.tsx'

export function IntegrationsPage() {
  const { t } = useTranslation('integrations')
  return (
    <>
      <PageTitle title={t('title')} description={t('description')} />
      <ZapierGuide />
    </>
  )
}
