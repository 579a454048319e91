import type { Configuration } from '@postback/sdk'
import { hookSources } from '@postback/sdk'
import { IconPlugConnected } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ToneBadge } from '../../../ui/badges/tone-badge.tsx'
import { useWords } from '../../../words/use-words.ts'

/** For a configuration that another system made and manages; otherwise nothing. */
export function SourceBadge({ source }: Pick<Configuration, 'source'>) {
  const { t } = useTranslation('configurations')
  const words = useWords()
  const known = hookSources.find((it) => it === source)
  if (!known) return null
  return (
    <ToneBadge tone="info" icon={IconPlugConnected} title={t('hook', { source: words.source(known) })}>
      {words.source(known)}
    </ToneBadge>
  )
}
