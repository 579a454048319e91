import { Group, Loader, Text, VisuallyHidden } from '@mantine/core'
import type { DeliveryDetail } from '@postback/sdk'
import { IconAlertTriangle, IconClock, IconCopyCheck } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { hasAnswer } from '../../data/deliveries/tests.ts'
import { StateBadge } from '../../ui/badges/state-badge.tsx'
import { StatusCode } from '../../ui/badges/status-code.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { useExplainFailure } from '../../words/explain-failure.ts'
import type { Target } from './test-form.ts'
import classes from './test-results.module.css'

/** The remedy for a refusal because of the token, with its steps. */
export type Remedy = (delivery: DeliveryDetail, steps: readonly string[]) => ReactNode

interface TestResultProps {
  readonly id: string
  readonly target: Target
  readonly query: UseQueryResult<DeliveryDetail>
  /** The step before it has not been answered by this target. */
  readonly waits: boolean
  /** null: another post to this target shows the remedy. */
  readonly remedy: Remedy | null
}

/** The answer of one target to one post. */
export function TestResult({ id, target, query, waits, remedy }: TestResultProps) {
  const { t } = useTranslation('tests')
  const formats = useFormats()
  const explain = useExplainFailure()
  const { data, error, refetch } = query
  const last = data?.attempts.at(-1)
  const failure = data && data.state !== 'delivered' ? explain({ ...data, url: target.url }) : null
  const statuses = data?.attempts.map(({ status }) => String(status)) ?? []
  // Accepted once, then refused: the lesson is about the duplicate, not about the status.
  const refusedAgain = failure !== null && data?.attempts.some(({ outcome }) => outcome === 'delivered')
  const refusedForToken = failure?.kind === 'http-401' || failure?.kind === 'http-403'
  // The remedy comes first, so it brings all of them.
  const remedySteps = remedy !== null && refusedForToken && !refusedAgain ? failure.nextSteps : []
  const advice = refusedAgain ? t('results.refusedAgain') : failure?.nextSteps[0]
  return (
    <li className={classes.result}>
      <div className={classes.line}>
        <div className={classes.target}>
          <Text fw={600}>{target.name}</Text>
          {target.kind === 'configuration' && (
            <Text size="xs" c="dimmed" className={classes.address}>
              {target.url}
            </Text>
          )}
        </div>
        {data && hasAnswer(data) ? (
          <>
            <div className={classes.code}>
              <StatusCode status={data.status} outcome={data.outcome} cause={data.cause} withWords />
            </div>
            <Text size="sm" className={classes.duration}>
              {last && (
                <>
                  <VisuallyHidden>{t('results.duration')} </VisuallyHidden>
                  {formats.duration(last.durationMs)}
                </>
              )}
            </Text>
            <div className={classes.state}>
              <StateBadge state={data.state} />
            </div>
          </>
        ) : (
          <Group gap="xs" className={classes.pending}>
            {waits ? <IconClock size={16} aria-hidden /> : <Loader size={16} aria-hidden />}
            <Text size="sm" c="dimmed">
              {waits ? t('results.waits') : t('results.pending')}
            </Text>
          </Group>
        )}
        <TextLink
          to="/webhook/deliveries/$id"
          params={{ id }}
          size="sm"
          aria-label={t('results.openOf', { target: target.name })}
        >
          {t('results.open')}
        </TextLink>
      </div>
      {data && statuses.length > 1 && data.state === 'delivered' && (
        <div className={classes.note}>
          <IconCopyCheck size={18} aria-hidden />
          <div>{t('results.twice', { count: statuses.length, statuses: formats.list(statuses) })}</div>
        </div>
      )}
      {failure && (
        <div className={classes.explanation}>
          <IconAlertTriangle size={18} aria-hidden />
          <div>
            {failure.sentence} {remedySteps.length === 0 && advice}
            {data?.nextAttemptAt && ` ${t('results.nextAttempt', { time: formats.time(data.nextAttemptAt) })}`}
          </div>
        </div>
      )}
      {data && remedy?.(data, remedySteps)}
      {error && <ErrorState error={error} title={t('results.failed')} onRetry={refetch} />}
    </li>
  )
}
