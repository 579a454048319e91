import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { BarChart } from '../../ui/charts/bar-chart.tsx'
import { LineChart } from '../../ui/charts/line-chart.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { useWords } from '../../words/use-words.ts'
import { ChartPanel } from './chart-panel.tsx'
import type { EventVolume, Figures } from './figures.ts'
import type { Span } from './span.ts'
import { useMoments } from './use-moments.ts'
import { VolumeBars } from './volume-bars.tsx'

interface ChartProps {
  readonly figures: Figures
  readonly span: Span
}

/** Posts that arrived, and above them those that failed: known for the last 7 days. */
export function PostsChart({ figures: { points, delivered, failed }, span }: ChartProps) {
  const { t } = useTranslation('attention')
  const words = useWords()
  const formats = useFormats()
  const moments = useMoments(span)
  const withFailed = span.range !== '30d'
  const title =
    delivered + failed === 0
      ? t('charts.posts.none')
      : withFailed && failed > 0
        ? t('charts.posts.failed', { count: failed, delivered: formats.number(delivered) })
        : t('charts.posts.arrived', { count: delivered })
  const [good, bad] = [words.state('delivered'), words.state('failed')]
  return (
    <ChartPanel
      name={t('charts.posts.name')}
      title={title}
      table={{
        columns: [t(`charts.interval.${span.interval}`), good, ...(withFailed ? [bad] : [])],
        rows: points.map((point) => [
          moments.long(point.at),
          formats.number(point.delivered),
          ...(withFailed ? [formats.number(point.failed)] : []),
        ]),
      }}
    >
      <Drawn when={delivered + failed > 0}>
        <BarChart
          label={title}
          moments={span.starts}
          shortMoment={moments.short}
          longMoment={moments.long}
          format={formats.number}
          good={{ name: good, values: points.map((point) => point.delivered) }}
          {...(withFailed && { bad: { name: bad, values: points.map((point) => point.failed) } })}
        />
      </Drawn>
    </ChartPanel>
  )
}

export function ResponseTimeChart({ figures: { points, delivered }, span }: ChartProps) {
  const { t } = useTranslation('attention')
  const formats = useFormats()
  const moments = useMoments(span)
  const slowest = (pick: 'p50Ms' | 'p95Ms') => Math.max(...points.map((point) => point[pick] ?? 0))
  const title =
    delivered === 0
      ? t('charts.time.none')
      : t('charts.time.within', { half: formats.duration(slowest('p50Ms')), most: formats.duration(slowest('p95Ms')) })
  const dash = (value: number | null) => (value === null ? '–' : formats.duration(value))
  return (
    <ChartPanel
      name={t('charts.time.name')}
      title={title}
      note={t('charts.time.note')}
      table={{
        columns: [t(`charts.interval.${span.interval}`), t('charts.time.p50'), t('charts.time.p95')],
        rows: points.map(({ at, p50Ms, p95Ms }) => [moments.long(at), dash(p50Ms), dash(p95Ms)]),
      }}
    >
      <Drawn when={delivered > 0}>
        <LineChart
          label={title}
          moments={span.starts}
          shortMoment={moments.short}
          longMoment={moments.long}
          format={formats.duration}
          lines={[
            {
              name: t('charts.time.p50'),
              colour: 'var(--mantine-color-brand-5)',
              values: points.map(({ p50Ms }) => p50Ms),
            },
            {
              name: t('charts.time.p95'),
              colour: 'var(--pb-info)',
              dashed: true,
              values: points.map(({ p95Ms }) => p95Ms),
            },
          ]}
        />
      </Drawn>
    </ChartPanel>
  )
}

export function VolumeChart({ volumes }: { readonly volumes: readonly EventVolume[] }) {
  const { t } = useTranslation('attention')
  const words = useWords()
  const formats = useFormats()
  const [first] = volumes
  const title = first
    ? t('charts.volume.most', { event: words.event(first.event), count: first.delivered })
    : t('charts.volume.none')
  return (
    <ChartPanel
      name={t('charts.volume.name')}
      title={title}
      table={{
        columns: [t('charts.volume.event'), words.state('delivered')],
        rows: volumes.map(({ event, delivered }) => [words.event(event), formats.number(delivered)]),
      }}
    >
      <Drawn when={volumes.length > 0}>
        <VolumeBars volumes={volumes} />
      </Drawn>
    </ChartPanel>
  )
}

/** Without figures there is a sentence instead of an empty chart. */
function Drawn({ when, children }: { readonly when: boolean; readonly children: ReactNode }) {
  const { t } = useTranslation('attention')
  if (when) return children
  return (
    <Text size="sm" c="dimmed" py="lg">
      {t('charts.empty')}
    </Text>
  )
}
