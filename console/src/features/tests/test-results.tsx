import { Group, Loader, Text, Title, VisuallyHidden } from '@mantine/core'
import type { DeliveryDetail, EventName } from '@postback/sdk'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../ui/error-state.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StateBadge } from '../../ui/state-badge.tsx'
import { StatusCode } from '../../ui/status-code.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { useExplainFailure } from '../../words/explain-failure.ts'
import { useWords } from '../../words/use-words.ts'
import type { Target } from './test-form.ts'
import classes from './test-results.module.css'
import { isOver, resultOptions, useResult } from './watch-result.ts'

interface TestResultsProps {
  readonly event: EventName
  readonly targets: readonly Target[]
  /** One for each target. */
  readonly ids: readonly string[]
}

/** One line for each target, filled in as its answer arrives. */
export function TestResults({ event, targets, ids }: TestResultsProps) {
  const { t } = useTranslation('tests')
  const words = useWords()
  const queries = useQueryClient()
  const section = useRef<HTMLElement>(null)
  const results = useQueries({ queries: ids.map(resultOptions) })
  const answered = results.filter(({ data }) => data && hasAnswer(data)).length
  const delivered = results.filter(({ data }) => data?.state === 'delivered').length

  useEffect(() => {
    // Without braces the effect would return what this returns: a promise, in newer browsers.
    section.current?.scrollIntoView({ block: 'nearest' })
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer changes what the lists below show.
  useEffect(() => {
    for (const list of ['tests', 'inbox']) void queries.invalidateQueries({ queryKey: ['deliveries', list] })
  }, [answered, delivered, queries])

  const verdict =
    answered < ids.length
      ? t('results.waiting', { answered, count: ids.length })
      : t('results.done', { delivered, count: ids.length })
  return (
    <Panel>
      <section ref={section} className={classes.results} aria-label={t('results.title')}>
        <Group justify="space-between" gap="xs" className={classes.head}>
          <Title order={2}>{t('results.of', { event: words.event(event) })}</Title>
          <Text size="sm" fw={600} role="status">
            {verdict}
          </Text>
        </Group>
        <ol className={classes.list}>
          {ids.map((id, index) => {
            const target = targets[index]
            return target && <Result key={id} id={id} target={target} />
          })}
        </ol>
      </section>
    </Panel>
  )
}

function hasAnswer(delivery: DeliveryDetail): boolean {
  return delivery.attempts.length > 0 || isOver(delivery)
}

function Result({ id, target }: { readonly id: string; readonly target: Target }) {
  const { t } = useTranslation('tests')
  const formats = useFormats()
  const explain = useExplainFailure()
  const { data, error, refetch } = useResult(id)
  const last = data?.attempts.at(-1)
  const failure = data && data.state !== 'delivered' ? explain({ ...data, url: target.url }) : null
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
            <Loader size={16} aria-hidden />
            <Text size="sm" c="dimmed">
              {t('results.pending')}
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
      {failure && (
        <div className={classes.explanation}>
          <IconAlertTriangle size={18} aria-hidden />
          <div>
            {failure.sentence} {failure.nextSteps[0]}
            {data?.nextAttemptAt && ` ${t('results.nextAttempt', { time: formats.time(data.nextAttemptAt) })}`}
          </div>
        </div>
      )}
      {error && <ErrorState error={error} title={t('results.failed')} onRetry={refetch} />}
    </li>
  )
}
