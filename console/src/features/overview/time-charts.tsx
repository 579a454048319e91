import '@mantine/charts/styles.css'
import { BarChart, LineChart } from '@mantine/charts'
import type { Outcome } from '@postback/sdk'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/use-formats.ts'
import { useWords } from '../../words/use-words.ts'
import type { Figures } from './figures.ts'
import type { Span } from './overview-range.ts'
import { Patterns, patternId } from './patterns.tsx'
import { outcomeLooks } from './series.ts'
import classes from './time-charts.module.css'
import { type Moments, useMoments } from './use-moments.ts'

/** Loaded after the page: the chart library is larger than everything else. */

interface TimeChartProps {
  readonly figures: Figures
  readonly span: Span
  /** In place of the picture. */
  readonly label: string
}

const height = 240

export function OutcomesChart({ figures: { points, seen }, span, label }: TimeChartProps) {
  const words = useWords()
  const formats = useFormats()
  const moments = useMoments(span)
  const prefix = useId()
  return (
    <>
      <BarChart
        h={height}
        aria-label={label}
        data={points.map(({ at, counts }) => ({ at, ...counts }))}
        dataKey="at"
        type="stacked"
        series={seen.map((name) => ({ name, label: words.outcome(name), color: outcomeLooks[name].colour }))}
        barProps={({ name }) => ({
          fill: `url(#${patternId(prefix, name as Outcome)})`,
          stroke: outcomeLooks[name as Outcome].colour,
          strokeWidth: 1,
        })}
        maxBarWidth={36}
        barChartProps={{ title: label }}
        valueFormatter={formats.number}
        tooltipProps={{ labelFormatter: labelOf(moments) }}
        xAxisProps={{ tickFormatter: moments.short, minTickGap: 24, interval: 'equidistantPreserveStart' }}
        yAxisProps={{ allowDecimals: false, width: 40 }}
      >
        <Patterns prefix={prefix} of={seen} />
      </BarChart>
      <ul className={classes.legend}>
        {seen.map((outcome) => (
          <li key={outcome}>
            <svg width="16" height="16" aria-hidden="true">
              <Patterns prefix={`${prefix}-legend`} of={[outcome]} />
              <rect
                x="1"
                y="1"
                width="14"
                height="14"
                rx="3"
                fill={`url(#${patternId(`${prefix}-legend`, outcome)})`}
                stroke={outcomeLooks[outcome].colour}
              />
            </svg>
            {words.outcome(outcome)}
          </li>
        ))}
      </ul>
    </>
  )
}

export function SuccessChart({ figures: { points }, span, label }: TimeChartProps) {
  const { t } = useTranslation('overview')
  const formats = useFormats()
  const moments = useMoments(span)
  return (
    <LineChart
      h={height}
      aria-label={label}
      data={points.map(({ at, successRate }) => ({ at, successRate }))}
      dataKey="at"
      series={[{ name: 'successRate', label: t('success.name'), color: 'var(--mantine-color-brand-5)' }]}
      curveType="linear"
      connectNulls={false}
      dotProps={{ r: 3 }}
      lineProps={{ isAnimationActive: false }}
      lineChartProps={{ title: label }}
      valueFormatter={formats.percent}
      tooltipProps={{ labelFormatter: labelOf(moments) }}
      xAxisProps={{ tickFormatter: moments.short, minTickGap: 24, interval: 'equidistantPreserveStart' }}
      yAxisProps={{ domain: [0, 1], ticks: [0, 0.5, 1], width: 48 }}
    />
  )
}

export function ResponseTimeChart({ figures: { points }, span, label }: TimeChartProps) {
  const { t } = useTranslation('overview')
  const formats = useFormats()
  const moments = useMoments(span)
  return (
    <>
      <LineChart
        h={height}
        aria-label={label}
        data={points.map(({ at, p50Ms, p95Ms }) => ({ at, p50Ms, p95Ms }))}
        dataKey="at"
        series={[
          { name: 'p50Ms', label: t('time.p50'), color: 'var(--mantine-color-brand-5)' },
          { name: 'p95Ms', label: t('time.p95'), color: 'var(--pb-info)', strokeDasharray: '6 4' },
        ]}
        curveType="linear"
        connectNulls={false}
        dotProps={{ r: 3 }}
        lineProps={{ isAnimationActive: false }}
        lineChartProps={{ title: label }}
        valueFormatter={formats.duration}
        tooltipProps={{ labelFormatter: labelOf(moments) }}
        xAxisProps={{ tickFormatter: moments.short, minTickGap: 24, interval: 'equidistantPreserveStart' }}
        yAxisProps={{ width: 64 }}
      />
      <ul className={classes.legend}>
        <li>
          <svg width="28" height="8" aria-hidden="true">
            <line x1="0" x2="28" y1="4" y2="4" stroke="var(--mantine-color-brand-5)" strokeWidth="2" />
          </svg>
          {t('time.p50')}
        </li>
        <li>
          <svg width="28" height="8" aria-hidden="true">
            <line x1="0" x2="28" y1="4" y2="4" stroke="var(--pb-info)" strokeWidth="2" strokeDasharray="6 4" />
          </svg>
          {t('time.p95')}
        </li>
      </ul>
    </>
  )
}

function labelOf(moments: Moments) {
  return (at: unknown) => (typeof at === 'number' ? moments.long(at) : '')
}
