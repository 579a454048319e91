import { Text } from '@mantine/core'
import type { DeliveryCount, DeliveryState } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/navigation/links.tsx'
import type { SearchText } from '../../ui/navigation/use-search-text.ts'
import { useFormats } from '../../ui/use-formats.ts'
import { useWords } from '../../words/use-words.ts'
import classes from './figure-cards.module.css'

export interface Figure {
  /** null: all posts. */
  readonly state: Extract<DeliveryState, 'delivered' | 'failed' | 'retrying' | 'held'> | null
  /** undefined: not known yet. */
  readonly count: DeliveryCount | undefined
  /** What they were counted by, as the history has it in its address. */
  readonly search: SearchText
}

interface FigureCardsProps {
  readonly figures: readonly Figure[]
  /** "in the last 7 days" */
  readonly when: string
}

/** Numbers of posts, each a link to exactly those. */
export function FigureCards({ figures, when }: FigureCardsProps) {
  const { t } = useTranslation('attention')
  const words = useWords()
  const formats = useFormats()
  return (
    <ul className={classes.cards}>
      {figures.map(({ state, count, search }) => (
        <li
          key={state ?? 'all'}
          className={classes.card}
          data-tone={state === 'failed' && count?.count ? 'bad' : undefined}
        >
          <TextLink to="/webhook/history" search={search} className={classes.link ?? ''}>
            <span className={classes.value}>
              {count === undefined ? '…' : `${formats.number(count.count)}${count.exact ? '' : '+'}`}
            </span>
            <Text component="span" size="sm" fw={600}>
              {state === null ? t('figures.posts') : words.state(state)}
            </Text>
          </TextLink>
          <Text size="xs" c="dimmed">
            {state === 'retrying' || state === 'held' ? t('figures.now') : when}
          </Text>
        </li>
      ))}
    </ul>
  )
}
