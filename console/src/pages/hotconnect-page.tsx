import { useTranslation } from 'react-i18next'
import { TextLink } from '../ui/links.tsx'
import { PageTitle } from '../ui/page-title.tsx'

export function HotconnectPage() {
  const { t } = useTranslation('shell')
  return (
    <>
      <PageTitle title={t('tools.hotconnect')} description={t('hotconnect.description')} />
      <TextLink to="/tools">{t('hotconnect.back')}</TextLink>
    </>
  )
}
