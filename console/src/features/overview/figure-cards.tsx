import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/navigation/links.tsx'
import type { SearchText } from '../../ui/navigation/use-search-text.ts'
import { useFormats } from '../../ui/use-formats.ts'
import classes from './figure-cards.module.css'
import type { OverviewRange } from './overview-range.ts'

interface CountOf {
  readonly count: number
  /** false: there are more. */
  readonly exact: boolean
}

interface FigureCardsProps {
  readonly when: string
  readonly range: OverviewRange
  readonly attempts: number
  readonly delivered: number
  readonly posts: CountOf | undefined
  readonly retrying: CountOf | undefined
  readonly held: CountOf | undefined
}

export function FigureCards({ when, range, attempts, delivered, posts, retrying, held }: FigureCardsProps) {
  const { t } = useTranslation('overview')
  const formats = useFormats()
  const show = (count: CountOf | undefined) =>
    count === undefined ? '…' : `${formats.number(count.count)}${count.exact ? '' : '+'}`
  return (
    <ul className={classes.cards}>
      <Card
        name={t('cards.delivered')}
        value={attempts === 0 ? '–' : formats.percent(delivered / attempts)}
        text={t('cards.deliveredText', { count: attempts, when })}
      />
      <Card
        name={t('cards.posts')}
        value={show(posts)}
        text={when}
        link={{ search: { period: range, test: 'false' }, label: t('cards.postsLink') }}
      />
      <Card
        name={t('cards.retrying')}
        value={show(retrying)}
        text={t('cards.retryingText')}
        link={{ search: { state: 'retrying' }, label: t('cards.retryingLink') }}
      />
      <Card
        name={t('cards.held')}
        value={show(held)}
        text={t('cards.heldText')}
        link={{ search: { state: 'held' }, label: t('cards.heldLink') }}
      />
    </ul>
  )
}

interface CardProps {
  readonly name: string
  readonly value: string
  readonly text: string
  readonly link?: { readonly search: SearchText; readonly label: string }
}

function Card({ name, value, text, link }: CardProps) {
  return (
    <li className={classes.card}>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <span className={classes.value}>{value}</span>
      <Text size="sm" c="dimmed">
        {text}
      </Text>
      {link && (
        <TextLink to="/webhook/history" search={link.search} size="sm" className={classes.link ?? ''}>
          {link.label}
        </TextLink>
      )}
    </li>
  )
}
