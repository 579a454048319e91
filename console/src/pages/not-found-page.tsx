import { useTranslation } from 'react-i18next'
import { TextLink } from '../ui/navigation/links.tsx'
import { PageTitle } from '../ui/page-title.tsx'

export function NotFoundPage() {
  const { t } = useTranslation('shell')
  return (
    <>
      <PageTitle title={t('notFound.title')} description={t('notFound.text')} />
      <TextLink to="/webhook/configurations">{t('notFound.back')}</TextLink>
    </>
  )
}
