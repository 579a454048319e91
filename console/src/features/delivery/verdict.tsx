import { Alert, Group, List, Stack, Text, Title } from '@mantine/core'
import type { DeliveryDetail } from '@postback/sdk'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StateBadge } from '../../ui/badges/state-badge.tsx'
import { StatusCode } from '../../ui/badges/status-code.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useBefore } from '../../ui/time/use-before.ts'
import { useFormats } from '../../ui/use-formats.ts'
import { type Failure, type FailureExplanation, useExplainFailure, usePlace } from '../../words/explain-failure.ts'
import { stepsWithoutWaiting } from '../../words/waiting-steps.ts'
import classes from './delivery.module.css'
import { useRevokedWarning } from './revoked-warning.ts'

interface VerdictProps {
  readonly delivery: DeliveryDetail
  readonly url: string | null
  /** A text above the steps, and extra steps before and after those for the failure; null: none. */
  readonly note: ReactNode
  readonly firstStep: ReactNode
  readonly lastStep: ReactNode
  /** Beside a list: smaller, so that the answer under it is in sight. */
  readonly narrow?: boolean
}

/** The result of the post in a sentence, the reason, and what to do now. */
export function Verdict({ delivery, url, note, firstStep, lastStep, narrow = false }: VerdictProps) {
  const { t } = useTranslation('history')
  const explain = useExplainFailure()
  const warning = useRevokedWarning()(delivery)
  const failure = explain({ ...delivery, url, ...lastWait(delivery) })
  const sentence = useSentence(delivery, url)
  const steps = useSteps(delivery, failure)
  const open = delivery.state !== 'delivered' && delivery.state !== 'cancelled'
  return (
    <Panel padded>
      <Stack gap={narrow ? 'xs' : 'md'} className={classes.verdictPanel} data-narrow={narrow || undefined}>
        <div className={classes.verdict} aria-live="polite">
          <span className={classes.bigCode} data-colon>
            <StatusCode status={delivery.status} outcome={delivery.outcome} cause={delivery.cause} />
          </span>
          <Stack gap={8} className={classes.verdictText}>
            <Group gap="sm">
              <StateBadge state={delivery.state} />
              {failure && open && (
                <Text span fw={650}>
                  {failure.title}
                </Text>
              )}
            </Group>
            {failure && open && <Text size={narrow ? 'md' : 'lg'}>{failure.sentence}</Text>}
            {sentence && (
              <Text
                {...(failure && open ? { c: 'dimmed', ...(narrow && { size: 'sm' }) } : { size: narrow ? 'md' : 'lg' })}
              >
                {sentence}
              </Text>
            )}
            {failure && delivery.state === 'delivered' && (
              <Text c="dimmed">{t('verdict.failedSince', { sentence: failure.sentence })}</Text>
            )}
          </Stack>
        </div>
        {note}
        {open && steps.length > 0 && (
          <div>
            <Title order={2} size={narrow ? 'sm' : 'md'} mb={narrow ? 2 : 6}>
              {t('verdict.next')}
            </Title>
            <List type="ordered" spacing={4} {...(narrow && { size: 'sm' })}>
              {firstStep && <List.Item>{firstStep}</List.Item>}
              {steps.map((step) => (
                <List.Item key={step}>{step}</List.Item>
              ))}
              {lastStep && <List.Item>{lastStep}</List.Item>}
            </List>
          </div>
        )}
        {warning && (
          <Alert variant="light" color="yellow" icon={<IconAlertTriangle aria-hidden />} title={t('warning.title')}>
            {warning}
          </Alert>
        )}
        {delivery.stale && (
          <Alert variant="light" color="gray" icon={<IconInfoCircle aria-hidden />}>
            {t('verdict.stale')}
          </Alert>
        )}
      </Stack>
    </Panel>
  )
}

/** Until when the last answer asked us to wait. A test does not make its configuration wait. */
function lastWait({ attempts, test }: DeliveryDetail): Pick<Failure, 'at' | 'askedToWaitUntil'> {
  const last = attempts.findLast(({ late }) => !late)
  return last && !test ? { at: last.at, askedToWaitUntil: last.askedToWaitUntil } : {}
}

function useSteps({ state }: DeliveryDetail, failure: FailureExplanation | null): readonly string[] {
  const { t } = useTranslation('history')
  if (failure === null) return []
  const steps = stepsWithoutWaiting(failure)
  if (state !== 'failed' || steps.length === failure.nextSteps.length) return failure.nextSteps
  return [...steps, t('verdict.thenAgain')]
}

function useSentence(delivery: DeliveryDetail, url: string | null): string {
  const { t } = useTranslation('history')
  const { t: tWords } = useTranslation('words')
  const formats = useFormats()
  const { state, status, attemptCount, attemptsMax, deliveredAt, nextAttemptAt, cancelReason, trigger } = delivery
  const host = usePlace()(url)
  // A first attempt waits only for this reason.
  const isPaused = useBefore(delivery.test ? null : nextAttemptAt)
  const time = nextAttemptAt === null ? '' : formats.dateTime(nextAttemptAt)
  const attemptsSoFar = t('verdict.retrying', { used: attemptCount, of: attemptsMax, time })
  switch (state) {
    case 'queued':
      if (isPaused) return status === null ? t('verdict.queuedUntil', { host, time }) : attemptsSoFar
      return trigger === 'manual' ? t('verdict.queuedAgain') : t('verdict.queued', { host })
    case 'sending':
      return t('verdict.sending', { host })
    case 'delivered':
      return t('verdict.delivered', {
        host,
        status: String(delivery.outcome === 'delivered' ? status : '2xx'),
        time: deliveredAt === null ? '' : formats.dateTime(deliveredAt),
      })
    case 'retrying':
      return attemptsSoFar
    case 'failed':
      return attemptCount >= attemptsMax
        ? t('verdict.failed', { of: attemptsMax })
        : t('verdict.stopped', { used: attemptCount, of: attemptsMax })
    case 'held':
      return t('verdict.held')
    case 'cancelled':
      return cancelReason === null ? tWords('stateMeanings.cancelled') : tWords(`cancelReasons.${cancelReason}`)
    default:
      state satisfies never
      return ''
  }
}
