import { SimpleGrid } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ContentsLinks } from '../features/documentation/contents-links.tsx'
import { EventSection } from '../features/documentation/event-section.tsx'
import { ProgrammerNote } from '../features/documentation/programmer-note.tsx'
import { VerifySection } from '../features/documentation/verify-section.tsx'
import { SecretsCard } from '../features/security/secrets-card.tsx'
import { TokenCard } from '../features/security/token-card.tsx'
import { PageTitle } from '../ui/page-title.tsx'

export function DocumentationPage() {
  const { t } = useTranslation('documentation')
  return (
    <>
      <PageTitle title={t('title')} description={t('description')} />
      <ProgrammerNote />
      <ContentsLinks />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" mt="lg" style={{ alignItems: 'start' }}>
        <TokenCard />
        <SecretsCard />
      </SimpleGrid>
      <EventSection />
      <VerifySection />
    </>
  )
}
