import type { Configuration } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../../ui/navigation/links.tsx'
import { configurationCondition } from '../../../words/use-words.ts'

/** From a configuration that fails now to the posts that do; otherwise nothing. */
export function FailingLink({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useTranslation('configurations')
  const { id, name } = configuration
  if (configurationCondition(configuration) !== 'failing') return null
  return (
    <TextLink
      to="/webhook/history"
      search={{ configuration: id, state: 'retrying,failed' }}
      fz="xs"
      display="block"
      py={4}
      aria-label={t('actions.failingPostsOf', { name })}
    >
      {t('actions.failingPosts')}
    </TextLink>
  )
}
