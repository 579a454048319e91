import { guides } from 'virtual:guides'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { GuideCards } from '../features/guides/guide-cards.tsx'
import { GuideSearch } from '../features/guides/guide-search.tsx'
import { GuideText } from '../features/guides/guide-text.tsx'
import { PageTitle } from '../ui/page-title.tsx'

/** For programmers who write a receiver or connect a program. */
export function GuidesPage() {
  const { t, i18n } = useTranslation('guides')
  const inEnglish = i18n.language === 'en' ? '' : ` ${t('english')}`
  return (
    <>
      <PageTitle title={t('title')} description={`${t('description')}${inEnglish}`} />
      <GuideSearch />
      <GuideCards />
    </>
  )
}

export function GuidePage() {
  const { t } = useTranslation('guides')
  const { slug } = useParams({ strict: false })
  const guide = guides.find((known) => known.slug === slug)
  if (!guide) return <PageTitle title={t('notFound')} />
  return (
    <>
      <PageTitle title={guide.title} />
      <GuideSearch />
      <GuideText guide={guide} />
    </>
  )
}
