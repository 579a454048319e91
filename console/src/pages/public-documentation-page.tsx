import { useTranslation } from 'react-i18next'
import { EventSection } from '../features/documentation/event-section.tsx'
import { VerifySection } from '../features/documentation/verify-section.tsx'
import { PageTitle } from '../ui/page-title.tsx'

/** For the programmer, who has the link and no account: all of the documentation except secrets. */
export function PublicDocumentationPage() {
  const { t } = useTranslation('documentation')
  return (
    <>
      <PageTitle title={t('title')} description={t('publicDescription')} />
      <EventSection ownProducts={false} />
      <VerifySection secretsHere={false} />
    </>
  )
}
