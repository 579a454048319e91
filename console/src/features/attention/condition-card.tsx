import { Text } from '@mantine/core'
import type { AttentionCard } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { ButtonLink, TextLink } from '../../ui/navigation/links.tsx'
import { useUntil } from '../../ui/time/use-until.ts'
import { useFormats } from '../../ui/use-formats.ts'
import { useWords } from '../../words/use-words.ts'
import { CardFrame } from './card-frame.tsx'
import { Cause } from './cause.tsx'
import { useSince } from './use-since.ts'

/** What the state of a configuration asks for: it is disabled, holds posts, gets nothing through, or asked to wait. */
export function ConditionCard({ card }: { readonly card: AttentionCard }) {
  const { t } = useTranslation('attention')
  const words = useWords()
  const since = useSince()
  const formats = useFormats()
  const until = useUntil()
  const { kind, configuration, disabledReason, held, pausedUntil, posts } = card
  const { id, name, url, lastSuccessAt } = configuration
  const from = card.since === null ? '' : since(card.since)
  const frame = { name, url }
  const heldUntil = held && (
    <Text size="sm">
      {t('held.count', { count: held.count, number: formats.number(held.count) })}{' '}
      {held.until && t('held.until', { date: formats.date(held.until) })}
    </Text>
  )
  const open = (
    <ButtonLink
      to={kind === 'disabled' ? '/webhook/configurations/$id/edit' : '/webhook/configurations/$id'}
      params={{ id }}
      variant="default"
      aria-label={t(kind === 'disabled' ? 'open.correctOf' : 'open.enableOf', { name })}
    >
      {t(kind === 'disabled' ? 'open.correct' : 'open.enable')}
    </ButtonLink>
  )
  switch (kind) {
    case 'disabled':
      return (
        <CardFrame {...frame} kind="disabled" sentence={t('disabled.title', { since: from })}>
          <Text>{disabledReason && words.disabledReason(disabledReason)}</Text>
          {heldUntil}
          <div>{open}</div>
        </CardFrame>
      )
    case 'held':
      return (
        <CardFrame {...frame} kind="held" sentence={t('held.title', { since: from })}>
          {heldUntil}
          <div>{open}</div>
        </CardFrame>
      )
    case 'slowed':
      return (
        <CardFrame
          {...frame}
          kind="slowed"
          sentence={t('slowed.title', { until: pausedUntil && until(pausedUntil, Date.now()) })}
        >
          <Text size="sm">{t('slowed.text')}</Text>
          <div>
            <TextLink to="/webhook/history" search={{ configuration: id, state: 'queued,retrying' }} size="sm">
              {t('slowed.link')}
            </TextLink>
          </div>
        </CardFrame>
      )
    default:
      return (
        <CardFrame
          {...frame}
          kind="failing"
          sentence={t('failing.title', { since: from })}
          facts={
            lastSuccessAt && (
              <Text size="sm" c="dimmed">
                {t('failing.worked', { at: since(lastSuccessAt) })}
              </Text>
            )
          }
        >
          <Cause card={card} />
          <Text size="sm">{t('failing.waiting', { count: posts?.retrying ?? 0 })}</Text>
          <div>
            <TextLink
              to="/webhook/history"
              search={{ configuration: id, state: 'retrying', test: 'false', period: '7d' }}
              size="sm"
            >
              {t('failing.link')}
            </TextLink>
          </div>
        </CardFrame>
      )
  }
}
