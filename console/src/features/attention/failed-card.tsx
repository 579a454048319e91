import { Text } from '@mantine/core'
import type { AttentionCard } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/navigation/links.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { answerWords } from './answer-words.ts'
import { CardFrame } from './card-frame.tsx'
import { Cause } from './cause.tsx'
import { RepairSteps } from './repair-steps.tsx'
import type { Repair } from './repairs.ts'
import { useSince } from './use-since.ts'

interface FailedCardProps {
  readonly card: AttentionCard
  readonly repair: Repair | undefined
  readonly exact: boolean
}

/** Posts of a configuration that got the same answer: which, why, and the way to send them again. */
export function FailedCard({ card, repair, exact }: FailedCardProps) {
  const { t } = useTranslation('attention')
  const formats = useFormats()
  // While they are being repaired, the card says what was wrong.
  const shown = repair?.card ?? card
  const sentence = useSentence(shown, exact)
  const { id, name, url } = shown.configuration
  const { retrying = 0, failed = 0 } = shown.posts ?? {}
  const count = failed + retrying
  const status = shown.answer?.status
  return (
    <CardFrame
      kind="failed"
      name={name}
      url={url}
      sentence={sentence}
      facts={
        <TextLink
          to="/webhook/history"
          search={{
            configuration: id,
            state: 'retrying,failed',
            status: String(status ?? 'none'),
            test: 'false',
            period: '7d',
          }}
          size="sm"
        >
          {t('failed.see', { count, number: formats.number(count) })}
        </TextLink>
      }
    >
      {repair?.replayId == null && <Cause card={shown} />}
      {repair === undefined && retrying > 0 && (
        <Text size="sm">{t('failed.retrying', { count: retrying, number: formats.number(retrying) })}</Text>
      )}
      <RepairSteps card={card} repair={repair} exact={exact} />
    </CardFrame>
  )
}

/** "15 posts were answered 503 “Down for maintenance” since 19:42" */
function useSentence({ posts, answer, since }: AttentionCard, exact: boolean): string {
  const { t } = useTranslation('attention')
  const formats = useFormats()
  const sinceOf = useSince()
  const count = (posts?.failed ?? 0) + (posts?.retrying ?? 0)
  const text = answerWords(answer?.text ?? null)
  const values = {
    count,
    number: `${formats.number(count)}${exact ? '' : '+'}`,
    since: since === null ? '' : sinceOf(since),
    status: String(answer?.status ?? ''),
    text: text ?? '',
  }
  switch (answer?.outcome) {
    case 'rejected':
      return text === null ? t('failed.answered', values) : t('failed.answeredSaying', values)
    case 'timeout':
      return answer.status === 408 ? t('failed.late', values) : t('failed.notConnected', values)
    case 'unreachable':
      return t('failed.notConnected', values)
    default:
      return t('failed.failed', values)
  }
}
