import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { N8nGuide } from '../features/integrations/n8n-guide.tsx'
import { ZapierGuide } from '../features/integrations/zapier-guide.tsx'
import { PageTitle } from '../ui/page-title.tsx'

export function IntegrationsPage() {
  const { t } = useTranslation('integrations')
  return (
    <>
      <PageTitle title={t('title')} description={t('description')} />
      <Stack gap="lg">
        <ZapierGuide />
        <N8nGuide />
      </Stack>
    </>
  )
}
