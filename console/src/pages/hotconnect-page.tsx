import { Stack } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ConnectedSection } from '../features/hotconnect/connected-section.tsx'
import { CredentialsSection } from '../features/hotconnect/credentials-section.tsx'
import { PastActionsSection } from '../features/hotconnect/past-actions-section.tsx'
import { ButtonLink } from '../ui/navigation/links.tsx'
import { PageTitle } from '../ui/page-title.tsx'

export function HotconnectPage() {
  const { t } = useTranslation('hotconnect')
  return (
    <>
      <PageTitle
        title={t('title')}
        description={t('description')}
        actions={
          <ButtonLink to="/tools" variant="subtle" size="sm" leftSection={<IconArrowLeft size={16} aria-hidden />}>
            {t('back')}
          </ButtonLink>
        }
      />
      <Stack gap={40}>
        <CredentialsSection />
        <ConnectedSection />
        <PastActionsSection />
      </Stack>
    </>
  )
}
