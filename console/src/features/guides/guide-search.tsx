import { guides } from 'virtual:guides'
import { Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/navigation/links.tsx'
import { useChangeSearchText, useSearchText } from '../../ui/navigation/use-search-text.ts'
import { findSections } from './find-sections.ts'
import classes from './guides.module.css'

/** Looks through the sections of all guides. */
export function GuideSearch() {
  const { t } = useTranslation('guides')
  const { q = '' } = useSearchText()
  const change = useChangeSearchText()
  const resultsId = useId()
  const found = findSections(guides, q)
  return (
    <>
      <TextInput
        type="search"
        label={t('search')}
        description={t('searchHint')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={q}
        onChange={({ currentTarget }) => change({ q: currentTarget.value }, { replace: true })}
        aria-controls={resultsId}
        maw="30rem"
        mb="lg"
      />
      <div id={resultsId} aria-live="polite">
        {q.trim() !== '' && (
          <>
            <Text size="sm" c="dimmed" mb="xs">
              {found.length === 0 ? t('none') : t('found', { count: found.length })}
            </Text>
            <ul className={classes.results} lang="en">
              {found.map(({ guide, section, excerpt }) => (
                <li key={`${guide.slug}#${section.id}`}>
                  <TextLink to="/guides/$slug" params={{ slug: guide.slug }} hash={section.id} search={{}}>
                    {guide.title} · {section.title}
                  </TextLink>
                  <Text size="sm" c="dimmed">
                    {excerpt}
                  </Text>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </>
  )
}
