import { Skeleton, Text } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/use-formats.ts'
import { useWords } from '../../words/use-words.ts'
import { ChartPanel } from './chart-panel.tsx'
import classes from './charts.module.css'
import type { EventVolume, Figures } from './figures.ts'
import type { Span } from './overview-range.ts'
import { useMoments } from './use-moments.ts'
import { VolumeBars } from './volume-bars.tsx'

const OutcomesChart = lazy(async () => ({ default: (await import('./time-charts.tsx')).OutcomesChart }))
const SuccessChart = lazy(async () => ({ default: (await import('./time-charts.tsx')).SuccessChart }))
const ResponseTimeChart = lazy(async () => ({ default: (await import('./time-charts.tsx')).ResponseTimeChart }))

interface ChartsProps {
  readonly figures: Figures
  readonly volumes: readonly EventVolume[]
  readonly span: Span
}

export function Charts({ figures, volumes, span }: ChartsProps) {
  const { t } = useTranslation('overview')
  const words = useWords()
  const formats = useFormats()
  const moments = useMoments(span)
  const { points, attempts, delivered, seen } = figures
  const dash = (value: number | null, write: (value: number) => string) => (value === null ? '–' : write(value))
  const interval = t(`interval.${span.interval}`)

  const failed = attempts - delivered
  const outcomesTitle =
    attempts === 0
      ? t('outcomes.none')
      : failed === 0
        ? t('outcomes.all', { count: attempts })
        : t('outcomes.some', { delivered: formats.number(delivered), count: attempts })
  const tried = points.filter(({ successRate }) => successRate !== null)
  const worst = tried.toSorted((a, b) => (a.successRate ?? 1) - (b.successRate ?? 1))[0]
  const successTitle =
    !worst || worst.successRate === null
      ? t('outcomes.none')
      : worst.successRate === 1
        ? t('success.all')
        : tried.length === 1
          ? t('success.rate', { rate: formats.percent(worst.successRate) })
          : t('success.worst', {
              rate: formats.percent(delivered / attempts),
              worst: formats.percent(worst.successRate),
              at: moments.long(worst.at),
            })
  const slowest = (pick: 'p50Ms' | 'p95Ms') => Math.max(...points.map((point) => point[pick] ?? 0))
  const timeTitle =
    delivered === 0
      ? t('time.none')
      : t('time.within', { half: formats.duration(slowest('p50Ms')), most: formats.duration(slowest('p95Ms')) })
  const [first] = volumes
  const volumeTitle = first
    ? t('volume.most', { event: words.event(first.event), count: first.attempts })
    : t('volume.none')

  return (
    <div className={classes.charts}>
      <ChartPanel
        name={t('outcomes.name')}
        title={outcomesTitle}
        table={{
          columns: [interval, ...seen.map(words.outcome), t('outcomes.total')],
          rows: points.map((point) => [
            moments.long(point.at),
            ...seen.map((outcome) => formats.number(point.counts[outcome])),
            formats.number(point.attempts),
          ]),
        }}
      >
        <Drawn when={attempts > 0}>
          <OutcomesChart figures={figures} span={span} label={outcomesTitle} />
        </Drawn>
      </ChartPanel>
      <ChartPanel
        name={t('success.name')}
        title={successTitle}
        table={{
          columns: [interval, t('outcomes.total'), words.outcome('delivered'), t('success.name')],
          rows: points.map(({ at, attempts, counts, successRate }) => [
            moments.long(at),
            formats.number(attempts),
            formats.number(counts.delivered),
            dash(successRate, formats.percent),
          ]),
        }}
      >
        <Drawn when={attempts > 0}>
          <SuccessChart figures={figures} span={span} label={successTitle} />
        </Drawn>
      </ChartPanel>
      <ChartPanel
        name={t('time.name')}
        title={timeTitle}
        note={t('time.note')}
        table={{
          columns: [interval, t('time.p50'), t('time.p95')],
          rows: points.map(({ at, p50Ms, p95Ms }) => [
            moments.long(at),
            dash(p50Ms, formats.duration),
            dash(p95Ms, formats.duration),
          ]),
        }}
      >
        <Drawn when={delivered > 0}>
          <ResponseTimeChart figures={figures} span={span} label={timeTitle} />
        </Drawn>
      </ChartPanel>
      <ChartPanel
        name={t('volume.name')}
        title={volumeTitle}
        table={{
          columns: [t('volume.event'), t('outcomes.total'), words.outcome('delivered')],
          rows: volumes.map(({ event, attempts, delivered }) => [
            words.event(event),
            formats.number(attempts),
            formats.number(delivered),
          ]),
        }}
      >
        <Drawn when={volumes.length > 0}>
          <VolumeBars volumes={volumes} />
        </Drawn>
      </ChartPanel>
    </div>
  )
}

/** Without figures there is a sentence instead of an empty chart. */
function Drawn({ when, children }: { readonly when: boolean; readonly children: ReactNode }) {
  const { t } = useTranslation('overview')
  if (!when) {
    return (
      <Text size="sm" c="dimmed" py="lg">
        {t('chart.empty')}
      </Text>
    )
  }
  return <Suspense fallback={<Skeleton height={240} />}>{children}</Suspense>
}
